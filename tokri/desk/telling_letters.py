"""Letters to the firm's own people, of what waits for them: one for all that came within some minutes.

Whom a letter names is looked up when it is written: who was erased meanwhile is named by their code alone.
"""

from __future__ import annotations

from typing import Final

from tokri.core.desk.people import Person
from tokri.core.ports import Mail, MailFailed, MailFault, Outside, ReadingUnit
from tokri.core.state import UNRESOLVED
from tokri.core.telling.notices import Line, Notice, Reason, digest
from tokri.core.verdict import Standing
from tokri.desk.by import By
from tokri.link.look import Looked, looked

#: What the record calls a letter to one of the firm's people that the server refused for good.
NOT_HANDED_OVER: Final = "letter not handed over"

#: From this answer on the mail server refuses for good; below, it asks to come again (RFC 5321, 4.2.1).
_PERMANENT: Final = 500


def hand_over(outside: Outside, mail: Mail | None, person_id: str) -> None:
    """Hand one letter over with all that waits for this person. Raises MailFailed to be tried again.

    What came too late for it, or is not so any more, is in no letter. Without a mail server nobody is told, and what
    waited is forgotten. A letter that the server took just before this process died is handed over twice.
    """
    with outside.store.reading() as unit:
        waiting = unit.notices.waiting(person_id)
        person = unit.people.get(person_id)
        passed_over = unit.notices.unwanted(person_id)
        lines = {each: _line(unit, outside, each) for each in waiting if each.reason not in passed_over}
    told = {notice: line for notice, line in lines.items() if line is not None}
    if mail is None or person is None or not person.enabled or not person.email:
        told = {}
    refused = None
    if told and mail is not None and person is not None:
        refused = _send(outside, mail, person, list(told.values()))
    with outside.store.writing() as unit:
        if refused is not None:
            facts = {"failed": refused.fault.value, "code": refused.code}
            unit.record(outside.event(NOT_HANDED_OVER, person_id, outside.clock(), facts))
        unit.notices.told(list(told), outside.clock())
        unit.notices.drop([each for each in waiting if each not in told])


def unwanted(outside: Outside, person_id: str) -> frozenset[Reason]:
    """Of what somebody does not want to be told by mail."""
    with outside.store.reading() as unit:
        return unit.notices.unwanted(person_id)


def choose(outside: Outside, by: By, wanted: frozenset[Reason]) -> None:
    """Keep of what somebody wants to be told, and record it if it changed."""
    not_wanted = frozenset(Reason) - wanted
    with outside.store.writing() as unit:
        if unit.notices.unwanted(by.person_id) == not_wanted:
            return
        unit.notices.choose(by.person_id, not_wanted)
        facts = {"wanted": " ".join(reason.value for reason in Reason if reason in wanted)}
        unit.record(by.event("letters chosen", by.person_id, outside.clock(), facts))


def _send(outside: Outside, mail: Mail, person: Person, lines: list[Line]) -> MailFailed | None:
    """Why the server refused it for good; None: it took it. Raises MailFailed where another try may go well."""
    board = f"{outside.public_url}/desk/board" if outside.public_url else ""
    try:
        mail.send(digest(lines, person.email, board, outside.clock()))
    except MailFailed as fault:
        for_good = fault.fault is MailFault.NOT_A_LETTER
        if not for_good and not (fault.fault is MailFault.REFUSED and fault.code >= _PERMANENT):
            raise
        return fault
    return None


def _line(unit: ReadingUnit, outside: Outside, notice: Notice) -> Line | None:
    """The notice in words; None if it is not so, or not so any more."""
    link = unit.links.get(notice.link_id)
    found = looked(unit, outside, link) if link is not None else None
    if found is None or not _is_so(notice, found):
        return None
    client = found.client
    named = f"{client.details.name} ({client.code})" if client.details is not None else client.code
    return Line(notice.reason, named, found.basket.proposal.draft.name, notice.at)


def _is_so(notice: Notice, found: Looked) -> bool:
    if notice.reason is Reason.ASKED:
        return True
    if notice.reason is Reason.DECLINED:
        return found.stood.declined
    about = [each for each in found.sendings if notice.about in {each.handoff.id, found.link.id}]
    if notice.reason is Reason.UNRESOLVED:
        return any(each.state in UNRESOLVED for each in about)
    return any(verdict.standing is Standing.REJECTED for each in about for verdict in each.verdicts.orders)
