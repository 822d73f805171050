"""Letters to clients, handed to the firm's mail server by the runner. What was handed over may still not arrive."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from tokri.core.link.link import Message, MessageKind
from tokri.core.link.state import Door
from tokri.core.ports import Letter, Mail, MailFailed, MailFault, Outside
from tokri.desk.sending import seal_context
from tokri.link.look import Looked, looked

#: Kept in the place of a fault where the letter was no longer wanted: its link leads nowhere any more.
WITHDRAWN: Final = "withdrawn"

#: What another try would not mend.
_FOR_GOOD: Final = frozenset({MailFault.NOT_A_LETTER})

#: From this answer on the server refuses for good; below, it asks to come again (RFC 5321, 4.2.1).
_PERMANENT: Final = 500


def hand_over(outside: Outside, mail: Mail | None, message_id: str) -> None:
    """Hand one letter to the mail server, keep that it did, and delete its text. Raises MailFailed to be tried again.

    A letter whose link has ended or was recalled meanwhile is not handed over. One that the server took just before
    this process died is handed over twice: better so than never.
    """
    with outside.store.reading() as unit:
        message = unit.links.message(message_id)
        if message is None or not message.text:
            return
        link = unit.links.get(message.link_id)
        found = looked(unit, outside, link) if link is not None else None
    if found is None or not _wanted(message, found):
        _keep(outside, message, None, WITHDRAWN)
        return
    try:
        _send(outside, mail, message, found)
    except MailFailed as fault:
        if fault.fault in _FOR_GOOD or (fault.fault is MailFault.REFUSED and fault.code >= _PERMANENT):
            _keep(outside, message, None, fault.fault.value)
            return
        raise
    _keep(outside, message, outside.clock(), "")


def give_up(outside: Outside, message_id: str) -> None:
    """Keep that a letter could not be written, whatever the reason, and delete its text."""
    with outside.store.reading() as unit:
        message = unit.links.message(message_id)
    if message is not None and message.text:
        _keep(outside, message, None, MailFault.NOT_A_LETTER.value)


def _wanted(message: Message, found: Looked) -> bool:
    """Whether the letter still says what is so."""
    if message.kind is MessageKind.CORRECTION:
        return found.client.details is not None
    return found.door is Door.OPEN and found.version is not None and found.version.number == message.number


def _send(outside: Outside, mail: Mail | None, message: Message, found: Looked) -> None:
    details = found.client.details
    if details is None or not details.email:
        raise MailFailed(MailFault.NOT_A_LETTER)
    if mail is None:  # the server was taken out of the settings: the letter waits until one is named
        raise MailFailed(MailFault.UNREACHABLE)
    text = outside.sealer.unseal(message.text, seal_context(message.id))
    mail.send(Letter(details.email, message.subject, text, outside.clock()))


def _keep(outside: Outside, message: Message, at: datetime | None, failed: str) -> None:
    with outside.store.writing() as unit:
        unit.links.handed_over(message.id, at, failed)
        kind = "message not handed over" if failed else "message handed over"
        facts = {"failed": failed} if failed else {}
        unit.record(outside.event(kind, message.link_id, outside.clock(), facts))
