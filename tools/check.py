"""`make test`: every check that CI runs, in the order in which they fail soonest; stops at the first that does."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from tools import browser

ROOT: Final = Path(__file__).resolve().parent.parent

STEPS: Final = (
    ("lint", ("ruff", "check", "--quiet", ".")),
    ("format", ("ruff", "format", "--check", "--quiet", ".")),
    ("types", ("mypy", "--no-error-summary")),
    ("tests", ("pytest",)),
)


def main() -> int:
    """Run the steps; answer the exit status of the first that fails, else 0."""
    began = time.monotonic()
    environ = {**os.environ, "CHROMIUM": browser.find(), "FLASK_SKIP_DOTENV": "1"}
    for name, (program, *arguments) in STEPS:
        print(f"--- {name}", flush=True)
        step_began = time.monotonic()
        code = subprocess.run(
            [sys.executable, "-m", program, *arguments], cwd=ROOT, env=environ, check=False
        ).returncode
        print(f"--- {name}: {'well' if code == 0 else 'FAILED'}, {time.monotonic() - step_began:.1f} s", flush=True)
        if code != 0:
            return code
    print(f"--- all well in {time.monotonic() - began:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
