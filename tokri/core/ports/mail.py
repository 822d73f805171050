"""Mail, as a use case sees it: a letter to one person, handed to the firm's mail server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Letter:
    """One plain-text mail to one address. `at` is its date."""

    to: str
    subject: str
    text: str
    at: datetime


class Mail(Protocol):
    @property
    def sender(self) -> str:
        """The address that mail comes from, alone."""
        ...

    def send(self, letter: Letter) -> None:
        """Hand the letter to the mail server. Raises MailFailed."""
        ...


class MailFault(StrEnum):
    """Why a letter was not handed over."""

    #: The server did not answer, or not to the end: in that case the letter may have gone out.
    UNREACHABLE = "unreachable"
    #: The connection cannot be kept secret: no STARTTLS, or a certificate that proves nothing.
    NOT_SECRET = "not secret"  # noqa: S105 - a fault's name
    #: The server knows no such user, or not with this password.
    NOT_LET_IN = "not let in"
    #: The server refused the letter, its sender or its addressee.
    REFUSED = "refused"
    #: The letter cannot be written: a line break in its subject, an address that is none or more than one.
    NOT_A_LETTER = "not a letter"


class MailFailed(Exception):
    """The letter was not handed over. `code` is the server's own, 0 where it said none; its words are not kept."""

    def __init__(self, fault: MailFault, code: int = 0) -> None:
        super().__init__(f"{fault.value} {code}" if code else fault.value)
        self.fault = fault
        self.code = code
