"""The demo's three programs, started for a test run on ports and a folder of their own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from tools.demo import DEMO_DAY

ROOT: Final = Path(__file__).resolve().parent.parent.parent

#: The runner of tests looks for work five times as often as a person's: a test waits for it with nothing else to do.
_RUNNER: Final = (
    "import sys; from functools import partial; from flask.cli import main; from tokri import runner; "
    "runner.run = partial(runner.run, poll_seconds=0.1); sys.argv[1:] = ['--app', 'app', 'runner']; main()"
)

_START: Final = (
    "import sys; from pathlib import Path; from tokri import supervisor; from tools.demo import start; "
    f"supervisor.runner_argv = lambda: [sys.executable, '-c', {_RUNNER!r}]; "
    "sys.exit(start(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])))"
)


@dataclass(frozen=True)
class Serving:
    """Where everything is. `url` and `kite_url` are what a browser opens; `data` holds the store and the log.

    `began` is when its clock stood at the demo's half past ten. Whoever has the same world in another process needs it:
    a clock that is set anew is behind by as long as the tests have run.
    """

    url: str
    kite_url: str
    port: int
    kite_port: int
    data: Path
    began: float = field(default_factory=time.time)

    @property
    def now(self) -> datetime:
        """What its clock says."""
        return DEMO_DAY + timedelta(seconds=time.time() - self.began)

    @property
    def log(self) -> str:
        """What the three have written so far."""
        return (self.data / "log").read_text()


@contextmanager
def serving(data: Path) -> Iterator[Serving]:
    """Server, runner and stand-in, until the block ends.

    Fails if they do not come up, do not end in order, or have logged an exception.
    """
    data.mkdir(parents=True, exist_ok=True)
    port, kite_port = free_ports(2)
    here = Serving(f"http://tokri.localhost:{port}", f"http://kite.localhost:{kite_port}", port, kite_port, data)
    with (data / "log").open("w") as log:
        program = subprocess.Popen(
            [sys.executable, "-c", _START, str(data), str(port), str(kite_port), str(here.began)],
            cwd=ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            assert program.stdout is not None
            out_of_patience = threading.Timer(60, program.terminate)
            out_of_patience.start()
            up = any("Ctrl-C" in line for line in program.stdout)
            out_of_patience.cancel()
            assert up, f"the programs did not come up:\n{here.log}"
            yield here
        finally:
            program.terminate()
            program.communicate(timeout=30)
    assert program.returncode == 0, f"the programs ended with status {program.returncode}:\n{here.log}"
    assert "Error at " not in here.log, f"an exception was logged:\n{here.log}"


def free_ports(many: int) -> list[int]:
    """Loopback ports that nobody listens on."""
    with ExitStack() as held:
        listeners = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(many)]
        return [listener.getsockname()[1] for listener in listeners]
