"""A firm that nobody has set up yet, and how it comes to its people: the program, and the one-time code it printed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

from config import Settings
from tests.browser.desk_people import Member
from tests.browser.serving import ROOT, Serving, free_ports
from tokri import supervisor
from tools import demo

#: What everybody chooses: four words, kept nowhere but here.
PASSWORD: Final = "seven kites over the harbour"

_START: Final = (
    "import os, sys; from pathlib import Path; from config import Settings; from tokri import supervisor; "
    "settings = Settings.from_environment(os.environ); "
    "server = supervisor.Command('server', supervisor.server_argv(settings), os.environ, settings.port); "
    "sys.exit(supervisor.supervise([server], ready=lambda: print('up', flush=True)))"
)

#: The instruments and prices of the demo's day, as files that need no import.
_DAY: Final = ("instruments.db", "prices.db")

_CODE: Final = re.compile(r"\b(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}\b")


@dataclass(frozen=True)
class Office:
    """The program of a firm without people, and the code by which the first of them comes in."""

    server: Serving
    code: str

    def newcomer(self, page: Page) -> Member:
        """Somebody with a browser, and nothing else."""
        return Member(page, self.server)


@contextmanager
def nobody_yet(data: Path, like: Serving) -> Iterator[Office]:
    """Serve a firm that has nobody, in a folder of its own, with the instruments that `like` has."""
    data.mkdir()
    for name in _DAY:
        shutil.copy(like.data / name, data / name)
    [port] = free_ports(1)
    here = Serving(f"http://tokri.localhost:{port}", like.kite_url, port, like.kite_port, data)
    environment = {**demo.environment(data, port, like.kite_port, here.began), "WORKERS": "1"}
    Settings.from_environment(environment)
    subprocess.run(supervisor.upgrade_argv(), env=environment, cwd=ROOT, check=True)
    printed = subprocess.run(
        supervisor.first_code_argv(), env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    code = _CODE.search(printed)
    assert code, printed
    with (data / "log").open("w") as log:
        program = subprocess.Popen(
            [sys.executable, "-c", _START],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            assert program.stdout is not None
            out_of_patience = threading.Timer(60, program.terminate)
            out_of_patience.start()
            up = "up" in program.stdout.readline()
            out_of_patience.cancel()
            assert up, f"the program did not come up:\n{here.log}"
            yield Office(here, code[0])
        finally:
            program.terminate()
            program.communicate(timeout=30)
    assert "Error at " not in here.log, f"an exception was logged:\n{here.log}"
