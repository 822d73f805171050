"""`make demo`: the program, its runner and a stand-in for Kite, on loopback, on one day of February 2026."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from config import Settings
from simulator.accounts import ACCOUNTS, DEMO_CODE
from tokri import supervisor

ROOT: Final = Path(__file__).resolve().parent.parent
DATA: Final = ROOT / "var" / "demo"

#: The instruments and the prices of that day, as files.
CARRIED: Final = ROOT / "simulator" / "data"

#: Wednesday 11 February 2026, 10:30 IST: the day of the instruments and prices that the stand-in carries.
DEMO_DAY: Final = datetime(2026, 2, 11, 5, 0, tzinfo=UTC)

#: All that the demo takes from the terminal: a real key or database of the same person's is none of its business.
_INHERITED: Final = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")

_FLASK: Final = (sys.executable, "-m", "flask", "--app", "app")


def main() -> int:
    """Read what the terminal says, start, and answer the exit status. KEEP=1 keeps what an earlier demo stored."""
    port, sim_port = _port("PORT", 8400), _port("SIM_PORT", 8401)
    if port == sim_port:
        raise SystemExit(f"PORT and SIM_PORT are both {port}. Set one of them to another.")
    for name, number in (("PORT", port), ("SIM_PORT", sim_port)):
        if not supervisor.port_is_free(number):
            raise SystemExit(
                f"Port {number} is taken by another program. Choose another: make demo {name}={number + 10}"
            )
    # A folder for each port, since another demo may be running on another.
    data = DATA / str(port)
    if not os.environ.get("KEEP"):
        shutil.rmtree(data, ignore_errors=True)
    return start(data, port, sim_port)


def start(data: Path, port: int, sim_port: int, began: float | None = None) -> int:
    """Run stand-in, server and runner on loopback until somebody stops them; answer the exit status.

    `began` is the moment that is half past ten of the demo's day, in seconds since 1970: now, unless told.
    """
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    environ = environment(data, port, sim_port, began)
    settings = Settings.from_environment(environ)
    if (code := subprocess.run(supervisor.upgrade_argv(), env=environ, cwd=ROOT, check=False).returncode) != 0:
        return code
    if (code := _take_in_the_day(data, environ)) != 0:
        return code
    people = subprocess.run([*_FLASK, "example-firm"], env=environ, cwd=ROOT, stdout=subprocess.PIPE, check=False)
    if people.returncode != 0:
        return people.returncode
    return supervisor.supervise(
        [
            supervisor.Command("stand-in for Kite", simulator_argv(settings, sim_port), environ, sim_port),
            supervisor.Command("server", supervisor.server_argv(settings), environ, port),
            supervisor.Command("runner", supervisor.runner_argv(), environ),
        ],
        ready=lambda: print(_welcome(settings, people.stdout.decode()), flush=True),
    )


def _take_in_the_day(data: Path, environ: dict[str, str]) -> int:
    """Give the demo the list and the prices that the stand-in trades in, unless its folder has these very ones."""
    files = [CARRIED / "instruments.csv", CARRIED / "prices.csv"]
    stamp = data / "instruments.taken"
    taken = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    if stamp.exists() and stamp.read_text() == taken:
        return 0
    for command, file in zip(("instruments", "prices"), files, strict=True):
        argv = [*_FLASK, command, "import", str(file), "--on", DEMO_DAY.date().isoformat()]
        if (
            code := subprocess.run(argv, env=environ, cwd=ROOT, stdout=subprocess.DEVNULL, check=False).returncode
        ) != 0:
            return code
    stamp.write_text(taken)
    return 0


def environment(data: Path, port: int, sim_port: int, began: float | None = None) -> dict[str, str]:
    """What the three are told. The keys are made up afresh, unless an earlier demo's data need theirs."""
    began = time.time() if began is None else began
    return {
        **{name: os.environ[name] for name in _INHERITED if name in os.environ},
        "FLASK_SKIP_DOTENV": "1",
        "ENV": "demo",
        "SECRET_KEY": _secret_key(data / "demo.key"),
        "PORT": str(port),
        "PUBLIC_URL": f"http://tokri.localhost:{port}",
        "DATA_DIR": str(data),
        "WORKERS": "2",
        "KITE_API_KEY": "tokridemo",
        "KITE_API_SECRET": "tokridemosecretof2026",
        "KITE_URL": f"http://kite.localhost:{sim_port}",
        "KITE_API_URL": f"http://127.0.0.1:{sim_port}",
        "READ_ORDERS": "ask",
        "PUBLIC_BUILDER": "on",
        "CLOCK_OFFSET": str(round(DEMO_DAY.timestamp() - began)),
    }


def simulator_argv(settings: Settings, sim_port: int) -> list[str]:
    """The stand-in, told where to send browsers back to, and where to report what became of an order."""
    return [
        *(sys.executable, "-m", "simulator", "--port", str(sim_port)),
        *("--api-key", settings.kite_api_key, "--api-secret", settings.kite_api_secret),
        *("--redirect-url", f"{settings.public_url}/kite/redirect"),
        *("--postback-url", f"http://127.0.0.1:{settings.port}/kite/postback"),
    ]


def _port(name: str, usual: int) -> int:
    value = os.environ.get(name) or str(usual)
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 65535:  # noqa: PLR2004 - the last port
        raise SystemExit(f"{name} is {value!r}. Set it to a number from 1 to 65535.")
    return int(value)


def _secret_key(file: Path) -> str:
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()


def _welcome(settings: Settings, people: str) -> str:
    """All that is printed at the start; `people` is what the command of the example firm said, in two paragraphs."""
    staff, links = ("\n".join(f"      {line}" for line in part.splitlines()) for part in people.split("\n\n"))
    logins = "\n".join(
        f"      {account.user_id}  {account.password:<12}  {account.user_name}: {account.about}"
        for account in ACCOUNTS.values()
    )
    return f"""
  Tokri, the demo. It is Wednesday 11 February 2026, 10:30 IST, and no order is real.

      Tokri                 {settings.public_url}
      A stand-in for Kite   {settings.kite_url}

  Three clicks to try:
      1  Open {settings.public_url}, choose the example basket, and press Review.
      2  Press Continue to Kite, and log in there as DM0001 with asha-demo.
      3  Place the orders, come back, and let today’s orders be read once.

  Who can log in there (the app code is {DEMO_CODE} for all of them):
{logins}

  A firm's desk, with clients and baskets: {settings.public_url}/desk
  Who can sign in there, with which password, as what:
{staff}

  What its clients were sent (one of them reads Hindi):
{links}

  Ctrl-C stops everything.
"""


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
