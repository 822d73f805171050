"""A mail server of a few commands on loopback, in a thread, one connection at a time; for tests of mail."""

from __future__ import annotations

import base64
import socket
import ssl
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from ipaddress import ip_address
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Taken:
    """One letter as it came in: the envelope, and the bytes between DATA and the lone dot."""

    sender: str
    to: list[str] = field(default_factory=list)
    data: bytes = b""


@dataclass
class SmtpServer:
    """What it does is set before it is asked: `answers` replaces the reply to a command by its first word.

    An answer of "" ends the connection instead. `said` is every line it was sent, `taken` every whole letter.
    """

    tls: ssl.SSLContext | None = None
    tls_at_once: bool = False
    users: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    port: int = 0

    def serve(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with suppress(OSError), connection:
                connection.settimeout(10)
                self._talk(connection)

    def _talk(self, connection: socket.socket) -> None:
        if self.tls_at_once and self.tls is not None:
            connection = self.tls.wrap_socket(connection, server_side=True)
        with connection:
            if self._answer(connection, "CONNECT", "220 small") and self._commands(connection):
                assert self.tls is not None
                with self.tls.wrap_socket(connection, server_side=True) as encrypted:
                    self._commands(encrypted)

    def _commands(self, connection: socket.socket) -> bool:
        """Answer until the connection ends, or True at once when it is to be encrypted."""
        encrypted = isinstance(connection, ssl.SSLSocket)
        letter = Taken("")
        with connection.makefile("rb") as lines:
            for line in lines:
                text = line.decode("utf-8", "replace").rstrip("\r\n")
                self.said.append(text)
                word = text.split(" ", 1)[0].upper()
                letter = self._noted(word, text, letter)
                usual = self._offers(encrypted) if word == "EHLO" else self._usual(word, text)
                told = word in self.answers  # asked once: a test may set them anew as soon as it has the answer
                if not self._answer(connection, word, usual):
                    return False
                if told:
                    continue
                if word == "STARTTLS":
                    return True
                if word == "QUIT" or (word == "DATA" and not self._take(connection, lines, letter)):
                    return False
        return False

    def _offers(self, encrypted: bool) -> str:
        offers = [
            "250-small",
            "250-STARTTLS" if self.tls is not None and not encrypted else "",
            "250-AUTH PLAIN" if self.users else "",
            "250 HELP",
        ]
        return "\r\n".join(filter(None, offers))

    def _usual(self, word: str, text: str) -> str:
        if word == "AUTH":
            _, user, password = base64.b64decode(text.split()[2]).decode().split("\0")
            return "235 welcome" if self.users.get(user) == password else "535 no"
        return {"STARTTLS": "220 go on", "DATA": "354 go on", "QUIT": "221 bye"}.get(word, "250 ok")

    def _noted(self, word: str, text: str, letter: Taken) -> Taken:
        address = text.partition("<")[2].partition(">")[0]
        if word == "RCPT":
            letter.to.append(address)
        return Taken(address) if word == "MAIL" else letter

    def _take(self, connection: socket.socket, lines: BinaryIO, letter: Taken) -> bool:
        body = takewhile(lambda line: line != b".\r\n", lines)
        letter.data = b"".join(line.removeprefix(b".") for line in body)
        self.taken.append(letter)
        return self._answer(connection, "END", "250 taken")

    def _answer(self, connection: socket.socket, word: str, usual: str) -> bool:
        reply = self.answers.get(word, usual)
        if reply:
            connection.sendall(reply.encode() + b"\r\n")
        return bool(reply)


@contextmanager
def listening(server: SmtpServer) -> Iterator[SmtpServer]:
    """Let the server answer on a free loopback port until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server.port = listener.getsockname()[1]
        thread = threading.Thread(target=server.serve, args=[listener])
        thread.start()
        try:
            yield server
        finally:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            thread.join(timeout=20)
            assert not thread.is_alive(), _where_it_is(thread)


def _where_it_is(thread: threading.Thread) -> str:
    frame = sys._current_frames().get(thread.ident or 0)
    return "".join(traceback.format_stack(frame)) if frame else "gone"


@cache
def certificate() -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A certificate for 127.0.0.1: what the server shows, and what a client needs to believe it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a mail server of a test")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2120, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    shown = made.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with TemporaryDirectory() as folder:
        both = Path(folder) / "server.pem"
        both.write_bytes(shown + secret)
        server.load_cert_chain(both)
    client = ssl.create_default_context(cadata=shown.decode())
    return server, client
