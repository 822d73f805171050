"""The supervisor starts what belongs together, and leaves nothing behind. Each test runs it as a program of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest

from tokri import http, pacing, runner, supervisor

ROOT = Path(__file__).resolve().parent.parent

#: What a child does: writes its process id where the test finds it, then stays.
STAYS = "import os, pathlib, signal, sys, time; pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); "
OBEDIENT = STAYS + "time.sleep(600)"
DEAF = (
    STAYS.replace("pathlib.Path", "signal.signal(signal.SIGTERM, signal.SIG_IGN); pathlib.Path", 1) + "time.sleep(600)"
)
#: Waits for the first child to have written its own, since it is stopped as soon as this one ends.
AFTER_THE_FIRST = STAYS + (
    "\nfirst = pathlib.Path(sys.argv[1]).with_name('child-0')"
    "\nwhile not (first.exists() and first.read_text()): time.sleep(0.01)\n"
)
#: Finishes what it is at before it ends.
BUSY = (
    STAYS.replace(
        "pathlib.Path",
        "signal.signal(signal.SIGTERM, lambda *_: (time.sleep(0.5), pathlib.Path(sys.argv[1] + '-done').touch(), "
        "sys.exit())); pathlib.Path",
        1,
    )
    + "time.sleep(600)"
)
FAILS = AFTER_THE_FIRST + "sys.exit(7)"
ENDS = AFTER_THE_FIRST
LISTENS = "import socket, sys; s = socket.create_server(('127.0.0.1', int(sys.argv[2]))); " + OBEDIENT
PARENT = (
    "import subprocess, sys; subprocess.Popen([sys.executable, '-c', "
    + repr(DEAF)
    + ", sys.argv[1] + '-worker']); "
    + OBEDIENT
)


class Supervised:
    """A supervisor over one child a script, and the process ids that its children wrote."""

    def __init__(self, folder: Path, scripts: Sequence[str], grace: float, port: int | None) -> None:
        self._files = [folder / f"child-{place}" for place in range(len(scripts))]
        commands = ", ".join(
            f"Command({file.name!r}, {[sys.executable, '-c', script, str(file), str(port)]!r}, os.environ, {port})"
            for file, script in zip(self._files, scripts, strict=True)
        )
        program = (
            "import os, sys; from tokri.supervisor import Command, supervise; "
            f"sys.exit(supervise([{commands}], grace={grace}, ready=lambda: print('ready', flush=True)))"
        )
        self.process = subprocess.Popen(
            [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def children(self) -> list[int]:
        until(lambda: all(file.exists() and file.read_text() for file in self._files))
        return [int(file.read_text()) for file in self._files]

    def ended(self) -> int:
        return self.process.wait(timeout=20)


Start = Callable[..., Supervised]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    started: list[Supervised] = []

    def begin(*scripts: str, grace: float = 10.0, port: int | None = None) -> Supervised:
        started.append(Supervised(tmp_path, scripts, grace, port))
        return started[-1]

    yield begin
    for each in started:
        if each.process.poll() is None:
            each.process.terminate()
        each.process.communicate(timeout=20)


def until(condition: Callable[[], bool], seconds: float = 15.0) -> None:
    """Wait for `condition`, and fail if it does not come."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def alive(process: int) -> bool:
    """Whether it runs; one that has ended and waits for its parent to notice does not."""
    try:
        os.kill(process, 0)
        state = Path(f"/proc/{process}/stat").read_text() if sys.platform == "linux" else ") R"
    except (ProcessLookupError, FileNotFoundError):
        return False
    return state.rpartition(")")[2].split()[0] not in {"Z", "X"}


def gone(processes: Sequence[int]) -> bool:
    return not any(alive(process) for process in processes)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_being_asked_to_stop_stops_all_and_is_no_failure(start: Start, number: signal.Signals) -> None:
    supervised = start(OBEDIENT, OBEDIENT)
    children = supervised.children()
    supervised.process.send_signal(number)
    assert supervised.ended() == 0
    assert gone(children)


def test_when_one_fails_the_others_are_stopped_and_its_status_is_passed_on(start: Start) -> None:
    supervised = start(OBEDIENT, FAILS)
    children = supervised.children()
    _, said = supervised.process.communicate(timeout=20)
    assert supervised.process.returncode == 7
    assert said == "The child-1 stopped by itself (status 7).\n"
    assert gone(children)


def test_one_that_ends_unasked_is_a_failure_however_well_it_says_it_went(start: Start) -> None:
    supervised = start(OBEDIENT, ENDS)
    children = supervised.children()
    assert supervised.ended() == 1
    assert gone(children)


def test_one_that_is_killed_is_told_as_a_shell_tells_it(start: Start) -> None:
    supervised = start(OBEDIENT, OBEDIENT)
    children = supervised.children()
    os.kill(children[1], signal.SIGKILL)
    assert supervised.ended() == 128 + signal.SIGKILL
    assert gone(children)


def test_one_that_does_not_listen_is_killed_after_the_grace(start: Start) -> None:
    supervised = start(OBEDIENT, DEAF, grace=0.5)
    children = supervised.children()
    supervised.process.terminate()
    assert supervised.ended() == 0
    assert gone(children)


def test_one_that_is_in_the_middle_of_something_is_let_finish(start: Start, tmp_path: Path) -> None:
    supervised = start(BUSY, OBEDIENT)
    supervised.children()
    supervised.process.terminate()
    assert supervised.ended() == 0
    assert (tmp_path / "child-0-done").exists()


def test_the_grace_lets_the_runner_finish_the_longest_step_and_ends_before_another_may_begin_it_again() -> None:
    addresses, connections = 2, len(pacing.RECONNECT) + 1
    longest = connections * addresses * http.TIMEOUTS[0] + http.DEADLINE
    assert longest < supervisor.GRACE < runner.LEASE.total_seconds()


def test_a_second_signal_waits_for_no_grace(start: Start) -> None:
    supervised = start(OBEDIENT, DEAF, grace=600)
    children = supervised.children()
    supervised.process.send_signal(signal.SIGINT)
    until(lambda: not alive(children[0]))
    supervised.process.send_signal(signal.SIGINT)
    assert supervised.ended() == 0
    assert gone(children)


def test_a_worker_that_outlives_its_own_parent_is_not_left_behind(start: Start, tmp_path: Path) -> None:
    supervised = start(PARENT)
    children = supervised.children()
    worker = tmp_path / "child-0-worker"
    until(lambda: worker.exists() and bool(worker.read_text()))
    supervised.process.terminate()
    assert supervised.ended() == 0
    until(lambda: gone([*children, int(worker.read_text())]))


if sys.platform == "linux":  # the only one that tells a child that its parent was killed

    def test_children_end_when_the_supervisor_is_killed_outright(start: Start) -> None:
        supervised = start(OBEDIENT, OBEDIENT)
        children = supervised.children()
        supervised.process.kill()
        until(lambda: gone(children))


def test_what_cannot_be_started_stops_what_was_started_before(tmp_path: Path) -> None:
    file = tmp_path / "child"
    good = supervisor.Command("good", [sys.executable, "-c", OBEDIENT, str(file)], os.environ)
    missing = supervisor.Command("missing", [str(tmp_path / "no-such-program")], os.environ)
    with pytest.raises(FileNotFoundError):
        supervisor.supervise([good, missing])
    assert not file.exists() or gone([int(file.read_text() or 0)])


def test_it_says_ready_once_everything_listens(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    supervised = start(LISTENS, port=port)
    assert supervised.process.stdout is not None
    assert supervised.process.stdout.readline() == "ready\n"
    socket.create_connection(("127.0.0.1", port), timeout=5).close()


def test_a_port_that_somebody_listens_on_is_not_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert not supervisor.port_is_free(port)
    assert supervisor.port_is_free(port)


def test_the_server_listens_on_loopback_writes_no_access_log_and_believes_no_proxy() -> None:
    argv = supervisor.server_argv(SimpleNamespace(port=8400, workers=3))
    told = dict(pairwise(argv))
    assert told["--host"] == "127.0.0.1"
    assert told["--port"] == "8400"
    assert told["--workers"] == "3"
    assert "--no-access-log" in argv


def test_a_command_never_prints_what_it_is_told() -> None:
    command = supervisor.Command("server", ["true"], {"SECRET_KEY": "seeded-secret"})
    assert "seeded-secret" not in repr(command)
