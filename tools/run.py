"""`make run`: the real thing. Makes a SECRET_KEY on the first run, then starts server and runner until Ctrl-C."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from dotenv import dotenv_values

from config import Settings
from tokri import supervisor

ROOT: Final = Path(__file__).resolve().parent.parent


def main() -> int:
    """Start, and answer the exit status. What the environment says counts before what .env says."""
    env_file = ROOT / ".env"
    from_file = {name: value for name, value in dotenv_values(env_file).items() if value is not None}
    if not os.environ.get("SECRET_KEY") and not from_file.get("SECRET_KEY"):
        from_file["SECRET_KEY"] = write_secret_key(env_file)
    environ = {**settings_of(from_file, os.environ), "FLASK_SKIP_DOTENV": "1"}
    settings = Settings.from_environment(environ)
    if not supervisor.port_is_free(settings.port):
        raise SystemExit(f"Port {settings.port} is taken by another program. Set PORT to another.")
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (code := subprocess.run(supervisor.upgrade_argv(), env=environ, cwd=ROOT, check=False).returncode) != 0:
        return code
    first = subprocess.run(
        supervisor.first_code_argv(), env=environ, cwd=ROOT, check=False, stdout=subprocess.PIPE, text=True
    )
    if first.returncode != 0:
        return first.returncode
    return supervisor.supervise(
        [
            supervisor.Command("server", supervisor.server_argv(settings), environ, settings.port),
            supervisor.Command("runner", supervisor.runner_argv(), environ),
        ],
        ready=lambda: print(welcome(settings.public_url, first.stdout), flush=True),
    )


def welcome(public_url: str, first_code: str) -> str:
    """What is said once it runs: where, and the one-time code of the first administrator as long as there is none."""
    return f"Tokri answers at {public_url} (Ctrl-C stops it).\n{first_code}".rstrip()


def settings_of(from_file: Mapping[str, str], environ: Mapping[str, str]) -> dict[str, str]:
    """Both together: what the environment says counts before what the file says, but an empty variable says nothing."""
    return {**from_file, **{name: value for name, value in environ.items() if value or name not in from_file}}


def write_secret_key(env_file: Path) -> str:
    """Add a fresh SECRET_KEY to the file, which only its owner may read from then on; answer the key."""
    key = secrets.token_urlsafe(48)
    before = env_file.read_text(encoding="utf-8") if env_file.exists() else ""
    kept = [line for line in before.splitlines() if line.strip() not in {"SECRET_KEY=", "SECRET_KEY"}]
    fresh = env_file.with_name(".env.new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write("\n".join([*kept, f"SECRET_KEY={key}", ""]))
    fresh.chmod(0o600)
    fresh.replace(env_file)
    print(f"Wrote a fresh SECRET_KEY to {env_file.name}. Keep that file to yourself.", flush=True)
    return key


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
