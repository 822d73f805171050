"""Starts the programs that belong together, and stops them together: none is left behind, however this one ends."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType
from typing import Final, Protocol

_PR_SET_PDEATHSIG: Final = 1
#: Seconds that a program may take to end. The runner finishes the step in hand, since an exchange that is cut off can
#: never be tried again: three connections, of 3 s for each of two addresses, and one answer of 20 s.
GRACE: Final = 45.0

_STOPPING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class ServerSettings(Protocol):
    """What the server is told."""

    @property
    def port(self) -> int: ...
    @property
    def workers(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Command:
    """One program to run. It counts as ready once something listens on `port` (loopback), if it has one."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = field(repr=False)
    port: int | None = None


def server_argv(settings: ServerSettings) -> list[str]:
    """The web server, on loopback: a proxy in front speaks TLS. Why this one: docs/decisions/the-server.md.

    It writes no access log, which would hold paths and queries; tokri/web/logs.py writes the requests. It believes
    no X-Forwarded header: how many proxies to believe is `PROXY_HOPS`.
    """
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "app:create_app"),
        *("--host", "127.0.0.1", "--port", str(settings.port)),
        *("--workers", str(settings.workers), "--blocking-threads", "2"),
        *("--http", "1", "--no-ws", "--http1-buffer-size", "16384", "--http1-header-read-timeout", "5000"),
        *("--respawn-failed-workers", "--respawn-interval", "1", "--workers-kill-timeout", "5"),
        *("--no-access-log", "--log-level", "error"),
    ]


def runner_argv() -> list[str]:
    """The second process: jobs, and whatever talks to Kite."""
    return [sys.executable, "-m", "flask", "--app", "app", "runner"]


def upgrade_argv() -> list[str]:
    """Brings the tables up to date; it ends by itself."""
    return [sys.executable, "-m", "flask", "--app", "app", "db", "upgrade"]


def first_code_argv() -> list[str]:
    """Prints the one-time code for the first administrator, as long as there is none; it ends by itself."""
    return [sys.executable, "-m", "flask", "--app", "app", "user", "first", "--quiet"]


def port_is_free(port: int) -> bool:
    """Whether nothing listens on this loopback port."""
    with socket.socket() as listener:
        # As servers do: a port whose last connections are still winding down counts as free.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def supervise(commands: Sequence[Command], *, ready: Callable[[], None] = lambda: None, grace: float = GRACE) -> int:
    """Run `commands` until one ends or somebody stops this program; then end them all.

    `ready` is called once, when every command with a port is listening. After `grace` seconds, or a second
    signal, what still runs is killed. Answers 0 if it was asked to stop, else the exit status of what failed first.
    """
    with _signals() as received:
        running: list[tuple[Command, subprocess.Popen[bytes]]] = []
        try:
            # One by one, so that what was started before a failure is in the list, and is stopped.
            running.extend((command, _start(command)) for command in commands)
            return _watch(running, received, ready)
        finally:
            _stop([process for _, process in running], received, grace)


def _watch(
    running: Sequence[tuple[Command, subprocess.Popen[bytes]]], received: list[int], ready: Callable[[], None]
) -> int:
    waiting_for = [command.port for command, _ in running if command.port is not None]
    announced = False
    while not received:
        for command, process in running:
            if (code := process.poll()) is not None:
                status = _status(code)
                sys.stderr.write(f"The {command.name} stopped by itself (status {status}).\n")
                return status
        waiting_for = [port for port in waiting_for if not _listens(port)]
        if not waiting_for and not announced:
            announced = True
            ready()
        time.sleep(0.1)
    return 0


def _start(command: Command) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        list(command.argv),
        env=dict(command.env),
        stdin=subprocess.DEVNULL,
        process_group=0,  # so that Ctrl-C reaches this program alone, which then stops the others in order
        preexec_fn=_end_with(os.getpid()),  # noqa: PLW1509 - unsafe beside threads, and this program has none
    )


def _end_with(parent: int) -> Callable[[], None] | None:
    """For the child to call: let Linux stop it when `parent` dies, even by kill -9."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl

    def call() -> None:
        prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return call


def _stop(processes: Sequence[subprocess.Popen[bytes]], received: list[int], grace: float) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    asked_before = len(received)
    deadline = time.monotonic() + grace
    while any(process.poll() is None for process in processes):
        if time.monotonic() > deadline or len(received) > asked_before:
            break
        time.sleep(0.05)
    for process in processes:
        # The whole group, also when its leader has ended: a worker may have outlived it.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def _signals() -> Iterator[list[int]]:
    """The signals that asked this program to stop, as they come."""
    received: list[int] = []

    def receive(number: int, _frame: FrameType | None) -> None:
        received.append(number)

    before = {each: signal.signal(each, receive) for each in _STOPPING}
    try:
        yield received
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _status(code: int) -> int:
    """The exit status to pass on for a program that nobody had asked to end: never 0."""
    return 128 - code if code < 0 else code or 1


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=0.5).close()
    except OSError:
        return False
    return True
