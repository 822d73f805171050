"""`make lock`: resolve requirements*.in for Python 3.11 to 3.14, and write what is pinned, with hashes.

The lists name no package index, so that they install from whichever the reader's pip is set up to use.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
UV: Final = Path(sys.executable).with_name("uv")


def main() -> int:
    """Write both lists; answer the exit status of what failed first."""
    for name in ("requirements", "requirements-dev"):
        argv = [
            *(str(UV), "pip", "compile", f"{name}.in", "--output-file", f"{name}.txt"),
            *("--universal", "--python-version", "3.11", "--generate-hashes"),
            *("--no-header", "--no-emit-index-url", "--no-emit-find-links", "--quiet"),
            *sys.argv[1:],
        ]
        if (code := subprocess.run(argv, cwd=ROOT, check=False).returncode) != 0:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
