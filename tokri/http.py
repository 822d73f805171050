"""One request and its answer: the only module that imports requests.

It answers what came back, whatever the status, or raises one of two errors that a caller can act on:

    NoAnswer
    ├── NeverSent     nobody received the request: no name, no connection, no trusted certificate
    └── Interrupted   it was sent, and no whole answer came back: it may have been carried out

Both carry one plain word and nothing of the request, since a URL, a header or a form may hold a secret.
Nothing here is logged, and what urllib3 would log (URLs with their query) is dropped.
"""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPException
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool
from urllib3.exceptions import HTTPError

from tokri.core.instrument_file import Fault, FileFault, FileRefused

#: Seconds for the connection, and for each silence while waiting for bytes.
TIMEOUTS: Final = (3.05, 10.0)

#: Seconds for the whole exchange once connected, so that an answer that drips does end.
DEADLINE: Final = 20.0

#: Bytes and seconds of a whole file: the instruments dump is of 10 MB.
FILE_BYTES: Final = 100_000_000
FILE_DEADLINE: Final = 300.0

_PIECE: Final = 65_536

_HEADERS: Final = {"User-Agent": "Tokri", "Accept-Encoding": "identity", "Connection": "close"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said. The body may hold a secret and never prints."""

    status: int
    content_type: str
    body: bytes = field(repr=False)


class NoAnswer(Exception):
    """There is no whole answer; the message is one word of why."""


class NeverSent(NoAnswer):
    """Nobody received the request: it is safe to send again."""


class Interrupted(NoAnswer):
    """The request was sent, and no whole answer came back: it may have been carried out."""


def send(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    form: Mapping[str, str | list[str]] | bytes | None = None,
    most_bytes: int,
    timeouts: tuple[float, float] = TIMEOUTS,
    deadline: float = DEADLINE,
    at: str | None = None,
    trusted: str | None = None,
) -> Answer:
    """Send one request and read its whole answer, of at most `most_bytes`.

    `form` is a form, or a body as it is. `at` is the number to connect to in the place of what the name in `url` leads
    to; the name is still what the server is told, and what its certificate must be for. `trusted` is a file of
    certificates to believe in the place of the usual ones.
    No proxy, netrc or certificate setting of the environment is used, no redirect followed, no cookie kept.
    Raises NeverSent, Interrupted.
    """
    line = _Line(at)
    timer = threading.Timer(deadline, line.cut)
    timer.daemon = True
    timer.start()
    trouble = ""
    try:
        request = requests.Request(method, url, headers=_HEADERS | dict(headers), data=form)
        return _exchange(request, line, most_bytes, timeouts, trusted)
    except (requests.RequestException, HTTPError, HTTPException, OSError) as error:
        trouble = type(error).__name__
    except _Overrun:
        trouble = "TooLong"
    finally:
        timer.cancel()
        line.end()
    # Raised out here, so that no traceback drags along an error whose message quotes the URL.
    if not line.opened:
        raise NeverSent(trouble)
    raise Interrupted("Deadline" if line.is_cut else trouble)


def fetch(url: str, *, most_bytes: int = FILE_BYTES, deadline: float = FILE_DEADLINE) -> bytes:
    """What an https address, or one of this machine, holds. Raises FileRefused, which says nothing of the address."""
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(parts.hostname or "")):
        raise FileRefused([FileFault(0, Fault.ADDRESS)])
    try:
        answer = send("GET", url, headers={}, most_bytes=most_bytes, deadline=deadline)
    except NoAnswer as trouble:
        raise FileRefused([FileFault(0, Fault.ANSWER, {"why": str(trouble)})]) from trouble
    if answer.status != HTTPStatus.OK:
        raise FileRefused([FileFault(0, Fault.ANSWER, {"why": f"the answer was {answer.status}"})])
    return answer.body


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _exchange(
    request: requests.Request, line: _Line, most_bytes: int, timeouts: tuple[float, float], trusted: str | None
) -> Answer:
    with requests.Session() as session:
        session.trust_env = False
        session.verify = trusted or True
        session.mount("http://", _Adapter(line))
        session.mount("https://", _Adapter(line))
        prepared = session.prepare_request(request)
        with session.send(prepared, timeout=timeouts, allow_redirects=False, stream=True) as response:
            body = bytearray()
            while piece := response.raw.read1(_PIECE, decode_content=True):
                body += piece
                if len(body) > most_bytes:
                    raise _Overrun
            if line.is_cut:
                # A cut line reads like an answer that simply ends.
                raise _Overrun
            return Answer(response.status_code, response.headers.get("Content-Type", ""), bytes(body))


class _Overrun(Exception):
    """The answer is longer than allowed, in bytes or in seconds."""


class _Line:
    """The connection of one request: to which number, whether it ever stood, a way to cut it from another thread."""

    def __init__(self, at: str | None = None) -> None:
        self.at = at
        self.opened = False
        self.is_cut = False
        self._socket: socket.socket | None = None
        self._handle: socket.socket | None = None
        self._lock = threading.Lock()

    def stands(self, connected: socket.socket | None) -> None:
        with self._lock:
            self.opened = True
            self._socket = connected
            if self.is_cut:
                self._shut()

    def connected(self, number: str, connection: HTTPConnection) -> socket.socket:
        """A socket to this very number: no name is looked up, so nobody can change in between where one leads."""
        ip_address(number)  # ValueError for a name, which create_connection would look up
        wait = connection.timeout if isinstance(connection.timeout, int | float) else TIMEOUTS[0]
        made = socket.create_connection((number, connection.port or 443), timeout=wait)
        with self._lock:
            # By a second handle the line can be cut while TLS is being agreed on, which may drip as well.
            self._handle = made.dup()
            if self.is_cut:
                self._shut()
        return made

    def cut(self) -> None:
        with self._lock:
            self.is_cut = True
            self._shut()

    def end(self) -> None:
        """Let go of what it held."""
        with self._lock:
            if self._handle is not None:
                self._handle.close()
                self._handle = None

    def _shut(self) -> None:
        for each in (self._handle, self._socket):
            if each is not None:
                # The socket may have been closed in the meantime. A TLS socket's own shutdown would first forget
                # its keys under the reader's feet.
                with suppress(OSError):
                    socket.socket.shutdown(each, socket.SHUT_RDWR)


class _Adapter(HTTPAdapter):
    """Tells the line when its connection stands: with TLS, only after the certificate was found good."""

    def __init__(self, line: _Line) -> None:
        class Plain(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                line.stands(self.sock)

            def _new_conn(self) -> socket.socket:
                return super()._new_conn() if line.at is None else line.connected(line.at, self)

        class Secure(HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                line.stands(self.sock)

            def _new_conn(self) -> socket.socket:
                return super()._new_conn() if line.at is None else line.connected(line.at, self)

        self._plain, self._secure = Plain, Secure
        super().__init__(max_retries=0)

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        pool.ConnectionCls = self._secure if isinstance(pool, HTTPSConnectionPool) else self._plain
        return pool


def _quoting_nobody(_record: logging.LogRecord) -> bool:
    return False


for _name in ("urllib3.connectionpool", "urllib3.connection", "urllib3.response", "urllib3.util.retry"):
    # A filter, since logging.config forgets levels and `disabled` when it is applied later.
    logging.getLogger(_name).addFilter(_quoting_nobody)
