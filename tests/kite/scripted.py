"""A server on the loopback that answers whatever a test tells it, faults of the wire among them."""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Received:
    method: str
    path: str
    headers: dict[str, str]
    body: str


Reply = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Notes the request, then plays the reply that the test chose."""

    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        script: Script = self.server.script  # type: ignore[attr-defined]  # the server of `serving` carries it
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length).decode()
        self.asked = Received(self.command, self.path, dict(self.headers.items()), body)
        script.received.append(self.asked)
        self.close_connection = True
        try:
            script.reply(self)
        except OSError:
            script.cut_short.set()

    do_GET = do_POST = do_DELETE = answer  # noqa: N815 - the names that http.server looks for

    def log_message(self, *_args: object) -> None:
        """Say nothing."""

    def write(self, text: str | bytes) -> None:
        self.wfile.write(text.encode() if isinstance(text, str) else text)
        self.wfile.flush()


@dataclass
class Script:
    url: str = ""
    reply: Reply = lambda handler: handler.write("")
    received: list[Received] = field(default_factory=list)
    cut_short: threading.Event = field(default_factory=threading.Event)


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_args: object) -> None:
        """A client that hangs up is what some tests are about."""


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Script]:
    server = QuietServer(("127.0.0.1", 0), Handler)
    scheme = "http"
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        scheme = "https"
    script = Script(f"{scheme}://127.0.0.1:{server.server_port}")
    server.script = script  # type: ignore[attr-defined]  # read back by Handler
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield script
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def unused_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


# --- replies ------------------------------------------------------------------------------------


def said(status: int, body: str | bytes, content_type: str = "application/json", **headers: str) -> Reply:
    def reply(handler: Handler) -> None:
        raw = body.encode() if isinstance(body, str) else body
        handler.send_response(status)
        handler.send_header("Content-Type", content_type)
        handler.send_header("Content-Length", str(len(raw)))
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.write(raw)

    return reply


def success(data: Any) -> Reply:
    return said(200, json.dumps({"status": "success", "data": data}))


def error(status: int, error_type: str, message: str = "Kite's own words.") -> Reply:
    return said(status, json.dumps({"status": "error", "message": message, "data": None, "error_type": error_type}))


def hang_up(handler: Handler) -> None:
    """Close without a word."""
    handler.wfile.flush()


def reset(handler: Handler) -> None:
    """Drop the connection rudely: a reset instead of an end."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def truncated(handler: Handler) -> None:
    """Promise 1,000 bytes, send some, and close."""
    handler.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"status":"succ')


def truncated_in_a_chunk(handler: Handler) -> None:
    handler.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{")


def silent(handler: Handler) -> None:
    """Take the request and say nothing until the client leaves."""
    handler.connection.recv(1)


def dripping_headers(handler: Handler) -> None:
    handler.write("HTTP/1.1 200 OK\r\n")
    while True:
        handler.write("X-Drip: drip\r\n"[:1])
        pause(handler)


def dripping_body(handler: Handler) -> None:
    handler.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    while True:
        handler.write(" ")
        pause(handler)


def pause(handler: Handler) -> None:
    """Wait a moment for the client to leave; OSError when it has."""
    handler.connection.settimeout(0.02)
    try:
        gone = handler.connection.recv(1) == b""
    except TimeoutError:
        return
    if gone:
        raise ConnectionAbortedError


def not_http(handler: Handler) -> None:
    handler.write("SSH-2.0-OpenSSH_9.6\r\n\r\n")


def endless(handler: Handler) -> None:
    handler.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    while True:
        handler.write("x" * 65536)
