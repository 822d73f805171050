"""Links in the firm’s words: where each stands, what its address shows, why something is not made or handed on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from tokri.core.desk.client import CheckKind
from tokri.core.desk.suitability import Bar, ReasonFault
from tokri.core.link.board_left import TOLD_BY_DOCUMENTS
from tokri.core.link.link import AnswerKind, Ended, MessageKind, Way
from tokri.core.link.quiet import from_when
from tokri.core.link.state import Door, Stage
from tokri.core.link.terms import ExtensionFault
from tokri.core.ports import MailFault
from tokri.core.times import ist_clock
from tokri.desk.link_acts import NotAnew
from tokri.desk.link_preview import Closed, LeftOut
from tokri.desk.links import Refusal
from tokri.desk.mailing import WITHDRAWN
from tokri.desk.sending import Unprepared, Whom
from tokri.link.became import Short
from tokri.web.words.clients import BARS
from tokri.web.words.states import tally

#: Where a link stands: the shape, and the word.
STAGES: Final[Mapping[Stage, tuple[str, str]]] = {
    Stage.MADE: ("neutral", "No message prepared"),
    Stage.PREPARED: ("waiting", "Message prepared, not opened"),
    Stage.OPENED: ("waiting", "Opened"),
    Stage.CONSENTED: ("waiting", "Consented, not on Kite yet"),
    Stage.ON_KITE: ("waiting", "Not back from Kite yet"),
    Stage.SENT: ("claim", "Sent to Kite"),
    Stage.QUEUED: ("waiting", "Queued for the next session"),
    Stage.REPORTED: ("claim", "Reported by Kite, not seen in the book"),
    Stage.IN_FILE: ("proven", "Seen in an uploaded file"),
    Stage.SEEN: ("proven", "Seen in the order book"),
    Stage.HALF: ("warning", "A part sent, another not"),
    Stage.UNRESOLVED: ("warning", "Left for Kite, outcome not known"),
    Stage.NOTHING_PLACED: ("neutral", "Back, nothing placed"),
    Stage.DECLINED: ("neutral", "Declined"),
    Stage.ELSEWHERE: ("claim", "Places them elsewhere"),
    Stage.EXPIRED: ("neutral", "Expired"),
    Stage.WRONG_ACCOUNT: ("wrong", "Another Kite account was used"),
    Stage.RECALLED: ("wrong", "Recalled"),
    Stage.ENDED: ("neutral", "Ended"),
}

#: What the client sees at the address.
DOORS: Final[Mapping[Door, str]] = {
    Door.REISSUED: "The address leads nowhere any more: the link was made anew.",
    Door.REVOKED: "The address leads nowhere any more: the link was revoked.",
    Door.LOCKED: "The address is locked: too many wrong answers to its check. Make the link anew.",
    Door.RECALLED: "The client is told that the advice was taken back.",
    Door.CLOSED: "The client is told that there is nothing at this address now.",
    Door.REPLACED: "The client is told that newer advice is there, and not for them.",
    Door.DONE: "The client sees that this is done, and what became of it.",
    Door.ELSEWHERE: "The client sees what they said: they place these orders elsewhere.",
    Door.DECLINED: "The client sees that they declined, and can change their mind.",
    Door.EXPIRED: "The client is told that the link has expired. Extend it if it is to open again.",
    Door.USED_UP: "The client is told that orders left from here as often as may. Extend it to allow more.",
    Door.OPEN: "The client sees the orders.",
}

#: What the client sees at the address of what is done with, where something of it did not fill.
LEFT_DOOR: Final = "The client sees what became of it, and what did not fill."


def stands(stage: Stage, found: Short | None) -> tuple[str, str]:
    """Where a link stands: the shape, and the word; where documents show less than all filled, how the orders stood."""
    if found is None or stage not in TOLD_BY_DOCUMENTS:
        return STAGES[stage]
    return "warning" if found.left else "waiting", tally(found.tally)


CLOSED: Final[Mapping[Closed, str]] = {
    Closed.FIRM: "No link can be made before the firm’s details are complete. A client’s page must show:",
    Closed.WAITING: "A second person has yet to say yes to this version. Links are made after that.",
    Closed.REFUSED: "A second person refused this version, so no link of it is made.",
    Closed.SUPERSEDED: "There is a newer version. Links show that one; make them there.",
    Closed.RECALLED: "This version was recalled, so no link of it is made.",
    Closed.ARCHIVED: "The basket was put aside, so no link of it is made.",
    Closed.NOBODY: "This version is meant for nobody yet. Choose clients first.",
}

_LEFT_OUT: Final[Mapping[LeftOut, str]] = {
    LeftOut.CHECK_MISSING: "The firm wants a check, and none is kept for them: add the last four of their PAN or their "
    "year of birth.",
    LeftOut.LOCKED: "Their link is locked after too many wrong answers. Open it and make it anew.",
    LeftOut.EXITED: "Another draft has what they would exit, or less of it filled than this exits.",
    LeftOut.SENT: "Orders of this version left for Kite from an earlier link, and may be placed. Share a new version.",
}

REFUSED: Final[Mapping[Refusal, str]] = {
    Refusal.CHANGED: "The clients, the version or the links changed since this page was shown. Nothing was made. Look "
    "at it again as it stands now.",
    Refusal.CLOSED: "Nothing was made; below it says why.",
    Refusal.NOBODY: "Tick at least one client. Nothing was made.",
}

CHECKS: Final[Mapping[str, str]] = {
    CheckKind.NONE: "Asks nothing on opening",
    CheckKind.PAN: "Asks the last four of the PAN",
    CheckKind.BIRTH_YEAR: "Asks the year of birth",
}

WAYS: Final[Mapping[Way, str]] = {
    Way.WHATSAPP: "WhatsApp",
    Way.COPY: "copied",
    Way.QR: "QR picture",
    Way.SLIP: "printed slip",
    Way.EMAIL: "e-mail",
    Way.FILE: "list for your own sender",
}

KINDS: Final[Mapping[MessageKind, str]] = {
    MessageKind.FIRST: "Message",
    MessageKind.REMINDER: "Reminder",
    MessageKind.CORRECTION: "Correction",
}

QUEUES: Final[Mapping[MessageKind, str]] = {
    MessageKind.FIRST: "Messages",
    MessageKind.REMINDER: "Reminders",
    MessageKind.CORRECTION: "Corrections",
}

WHOM: Final[Mapping[Whom, str]] = {
    Whom.BOTH: "Everybody who has not acted",
    Whom.UNOPENED: "Not opened",
    Whom.OPENED: "Opened, not acted",
}

UNPREPARED: Final[Mapping[Unprepared, str]] = {
    Unprepared.GONE: "A link ended meanwhile. Nothing was kept; the next client stands below.",
    Unprepared.QUIET: "Nobody is reminded between 21:00 and 09:00. Nothing was kept.",
    Unprepared.ALREADY: "This message was kept already. The next client stands below.",
}

_EXTENSION: Final[Mapping[ExtensionFault, str]] = {
    ExtensionFault.MISSING: "Enter the last day on which the link opens.",
    ExtensionFault.UNREADABLE: "Enter the last day as a date, such as 2026-03-31.",
    ExtensionFault.PAST: "Enter a day that has not passed; to end the link now, revoke it.",
    ExtensionFault.NOT_LATER: "The link opens through that day already. Enter a later one.",
    ExtensionFault.LONG: "A link opens for 90 days at most. Enter a day up to {last}.",
}

_REASONS: Final[Mapping[ReasonFault, str]] = {
    ReasonFault.MISSING: "Write why the link is revoked; it goes into the record.",
    ReasonFault.LONG: "Shorten the reason to {most} characters.",
}

NOT_ANEW: Final[Mapping[NotAnew, str]] = {
    NotAnew.SENT: "Orders left for Kite from this link and may be placed. A new link would not know of them, so none "
    "was made. Share a new version instead.",
    NotAnew.REVOKED: "The link was revoked. Make a new one on the page of the version’s links.",
}

_FAILED: Final[Mapping[str, str]] = {
    MailFault.UNREACHABLE: "the mail server did not answer",
    MailFault.NOT_SECRET: "the mail server keeps no secret",
    MailFault.NOT_LET_IN: "the mail server did not let us in",
    MailFault.REFUSED: "the mail server refused it",
    MailFault.NOT_A_LETTER: "it could not be written as a letter; look at the e-mail address",
    WITHDRAWN: "taken back: the link ended or the advice was recalled first",
}

ANSWERS: Final[Mapping[AnswerKind, str]] = {
    AnswerKind.DECLINED: "Declined",
    AnswerKind.QUESTION: "Asked",
    AnswerKind.ELSEWHERE: "Said: I will place these elsewhere",
    AnswerKind.PLACED_ELSEWHERE: "Said what was placed elsewhere",
    AnswerKind.KITE_ID: "Said which Kite account was used",
}

#: The firm's own word on it, which stands among theirs.
NAMED: Final = "The register names the Kite account that was used as theirs"
NAMED_ANOTHER: Final = "The register names another Kite account than was used as theirs"

#: A word that was taken back is kept as one more of its kind.
TAKEN_BACK: Final[Mapping[AnswerKind, str]] = {
    AnswerKind.DECLINED: "Took their no back",
    AnswerKind.ELSEWHERE: "Said: I will place them on Kite after all",
}

ENDED: Final[Mapping[Ended, str]] = {
    Ended.REVOKED: "Revoked",
    Ended.REISSUED: "Ended: made anew",
}


def bar(found: Bar | LeftOut, name: str) -> str:
    """Why the client of that name gets no link."""
    return _LEFT_OUT[found] if isinstance(found, LeftOut) else BARS[found].format(name=name)


def extension_fault(fault: ExtensionFault, last: str) -> str:
    """Why a link is not extended; `last` is the last day that can be entered."""
    return _EXTENSION[fault].format(last=last)


def reason_fault(fault: ReasonFault, most: int) -> str:
    """What is wrong with a reason to revoke."""
    return _REASONS[fault].format(most=most)


def quiet(now: datetime) -> str:
    """Why nobody is reminded at this hour."""
    return f"It is {ist_clock(now)} in India: prepare it after {ist_clock(from_when(now))}."


def failed(fault: str) -> str:
    """Why a letter was not handed over."""
    return _FAILED.get(fault, fault)


def clients(count: int) -> str:
    """1 client, 200 clients."""
    return f"{count} client" if count == 1 else f"{count} clients"


def links(count: int) -> str:
    """1 link, 200 links."""
    return f"{count} link" if count == 1 else f"{count} links"


def made(new: int, kept: int) -> str:
    """What one act did."""
    said = f"{links(new)} made."
    return f"{said} {links(kept)} that {'was' if kept == 1 else 'were'} there now show this version." if kept else said
