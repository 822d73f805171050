"""Mail through the firm's own server: the only module that imports smtplib.

smtp:// is encrypted by STARTTLS (port 587), smtps:// from the first byte (port 465). To this machine itself smtp://
goes in clear; to any other, a server that cannot encrypt gets no letter and no password.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr
from typing import Final
from urllib.parse import unquote, urlsplit

from tokri.core.ports import Letter, MailFailed, MailFault

#: Seconds that the server may be silent at any one step. A letter has some nine of them.
TIMEOUT: Final = 8.0

#: Hosts to which nobody can listen on the way.
THIS_MACHINE: Final = frozenset({"localhost", "127.0.0.1", "::1"})

_PORTS: Final = {"smtp": 587, "smtps": 465}
_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"

#: One address and nothing else: no name, no comment, no second one (RFC 5322, dot-atom at a host's name).
_ADDRESS: Final = re.compile(rf"{_ATOM}(\.{_ATOM})*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


class SmtpMail:
    """Mail by SMTP. Nothing is opened before the first letter; each letter has a connection of its own.

    `url` is smtp:// or smtps://, with user:password@ if the server asks for them (percent-encoded where they hold
    signs), a host, and a port if it is not the usual one. `sender` is an address, with a name before it or not.
    """

    def __init__(
        self,
        url: str,
        sender: str,
        *,
        tls: ssl.SSLContext | None = None,
        in_clear: Collection[str] = THIS_MACHINE,
        timeout: float = TIMEOUT,
    ) -> None:
        self._url = url
        self._from = sender
        self._tls = tls
        self._in_clear = in_clear
        self._timeout = timeout

    def __repr__(self) -> str:
        """No address: it may hold a password."""
        return "<SmtpMail>"

    @property
    def sender(self) -> str:
        return parseaddr(self._from)[1]

    def send(self, letter: Letter) -> None:
        """Hand the letter to the mail server. Raises MailFailed."""
        with _faults():
            message = self._written(letter)
            with self._connected() as server:
                server.send_message(message, from_addr=self.sender, to_addrs=[letter.to])

    def _written(self, letter: Letter) -> EmailMessage:
        """The letter with its headers. A line break in one of them is a ValueError."""
        for address in (letter.to, self.sender):
            if not _ADDRESS.fullmatch(address):
                raise MailFailed(MailFault.NOT_A_LETTER)
        message = EmailMessage(policy=SMTP)
        message["From"] = Address(parseaddr(self._from)[0], addr_spec=self.sender)
        message["To"] = Address(addr_spec=letter.to)
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(letter.at)
        message["Message-ID"] = make_msgid(domain=self._own_name)
        message["Auto-Submitted"] = "auto-generated"  # no holiday replies: RFC 3834
        message.set_content(letter.text)
        return message

    @property
    def _own_name(self) -> str:
        """What to say HELO as: no name server is asked for this machine's own."""
        return self.sender.rpartition("@")[2]

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        parts = urlsplit(self._url)
        host = parts.hostname or ""
        port = parts.port or _PORTS[parts.scheme]
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port, local_hostname=self._own_name, timeout=self._timeout, context=self._context()
            )
        else:
            server = smtplib.SMTP(host, port, local_hostname=self._own_name, timeout=self._timeout)
        try:
            if parts.scheme == "smtp" and host not in self._in_clear:
                self._encrypt(server)
            if parts.username is not None:
                _log_in(server, unquote(parts.username), unquote(parts.password or ""))
            yield server
            with suppress(OSError):  # the letter is over there, however the server says goodbye
                server.quit()
        finally:
            server.close()

    def _encrypt(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        try:
            server.starttls(context=self._context())
        except (smtplib.SMTPNotSupportedError, smtplib.SMTPResponseException) as error:
            raise MailFailed(MailFault.NOT_SECRET) from error

    def _context(self) -> ssl.SSLContext:
        return self._tls or ssl.create_default_context()


def _log_in(server: smtplib.SMTP, user: str, password: str) -> None:
    try:
        server.login(user, password)
    except (smtplib.SMTPNotSupportedError, UnicodeError) as error:
        raise MailFailed(MailFault.NOT_LET_IN) from error


@contextmanager
def _faults() -> Iterator[None]:
    """Say what went wrong without what the server said: it quotes addresses."""
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise MailFailed(MailFault.NOT_LET_IN, error.smtp_code) from error
    except smtplib.SMTPRecipientsRefused as error:
        raise MailFailed(MailFault.REFUSED, next(iter(error.recipients.values()))[0]) from error
    except smtplib.SMTPServerDisconnected as error:
        raise MailFailed(MailFault.UNREACHABLE) from error
    except smtplib.SMTPResponseException as error:
        raise MailFailed(MailFault.REFUSED, error.smtp_code) from error
    except ssl.SSLError as error:
        raise MailFailed(MailFault.NOT_SECRET) from error
    except OSError as error:
        raise MailFailed(MailFault.UNREACHABLE) from error
    except ValueError as error:
        raise MailFailed(MailFault.NOT_A_LETTER) from error
