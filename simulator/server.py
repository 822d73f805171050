"""The server: one process, since the state is the process's, and a thread a request."""

from typing import Any

from flask import Flask
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler


class Quiet(WSGIRequestHandler):
    """Logs no request: the POSTs are in the log that the stand-in serves, and paths hold tokens."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""

    def connection_dropped(self, error: BaseException, environ: dict[str, Any] | None = None) -> None:
        """Close a connection that has no answer; a kept-alive one would leave its client waiting."""
        super().connection_dropped(error, environ)
        self.close_connection = True


class Server(ThreadedWSGIServer):
    """A server on 127.0.0.1 alone; its threads end with it, however long they meant to wait."""

    daemon_threads = True
    # A burst of a test's or a benchmark's connections waits its turn and is not turned away.
    request_queue_size = 128

    def __init__(self, port: int, app: Flask) -> None:
        super().__init__("127.0.0.1", port, app, Quiet)
