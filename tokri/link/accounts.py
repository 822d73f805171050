"""Which Kite account is the client's, and which they used: asked once, and a wrong one is told to the adviser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from tokri.core.desk import client_fields
from tokri.core.desk.client import Client
from tokri.core.desk.client_fields import FieldFault
from tokri.core.evidence import FILES
from tokri.core.link.kite_id import same_kite_id
from tokri.core.link.link import BY_FIRM, AnswerKind, LinkAnswer
from tokri.core.ports import Outside, ReadingFault, WritingUnit
from tokri.core.state import State
from tokri.journey.postbacks import name_account
from tokri.journey.result import Result
from tokri.journey.review import Sending, sending
from tokri.link.acts import act, whose
from tokri.link.look import Looked, look_in, named_account
from tokri.link.opening import opened_in

#: Orders may be at Kite, by a return or by the client's word.
_PLACED: Final = frozenset(
    {
        *(State.RETURNED_SUCCESS, State.RETURNED_ODD, State.SAID_ALL, State.SAID_SOME),
        *(State.SENT_FOR_LATER, State.RELEASED, State.REPORTED, State.IN_FILE),
    }
)

#: What is kept beside an id that the client typed where the register had none: it may be a slip of theirs.
_TYPED: Final[Mapping[str, object]] = {"same": True, "typed": True}


@dataclass(frozen=True, slots=True)
class Mistyped:
    """The id that the client typed here before, and the one that was used; `by_kite`: Kite named that one."""

    typed: str
    used: str
    by_kite: bool


def known_account(client: Client) -> str:
    """The id with which the client signs in at Kite, as the register has it; "": nobody knows."""
    return client.details.kite_user_id if client.details is not None else ""


def asks_account(looked: Looked) -> bool:
    """Whether the client is asked which account they used: it came back, and Kite has not named it."""
    sent = [each for each in looked.sendings if each.state in _PLACED]
    if not sent or any(_told(each) for each in sent):
        return False
    left = max(each.handoff.left_at or each.handoff.created_at for each in sent)
    said = (each for each in looked.answers if each.kind is AnswerKind.KITE_ID and not each.details.get(BY_FIRM))
    return all(each.at < left for each in said)


def _told(sending: Sending) -> bool:
    """Whether a reading has named the account, or is about to; one that failed before tells nothing of it."""
    return any(each.kite_user_id is not None or each.fault is None for each in sending.news.readings)


def say_account(outside: Outside, token: str, kite_user_id: str, browser_id: str) -> bool | None:
    """Keep which account the client says they used; whether it is theirs. None: no such link, or nobody left from it.

    Where the register has none, it is theirs from now on. Another than the known one marks nothing as done.
    """
    at = outside.clock()
    with outside.store.writing() as unit:
        looked = look_in(unit, outside, token, browser_id)
        if looked is None or looked.client.details is None:
            return None
        if all(each.handoff.left_at is None for each in looked.sendings):
            return None
        link = looked.link
        known = known_account(looked.client)
        same = not known or same_kite_id(known, kite_user_id) is True
        if not known:
            keep_account(unit, outside, looked, kite_user_id)
        opened_in(unit, outside, link)
        _answer(unit, outside, looked, kite_user_id, browser_id, details={"same": same} if known else _TYPED)
        unit.record(act(outside, "kite id said", link, at, same=same))
    return same


def learn_account(outside: Outside, token: str, kite_user_id: str) -> None:
    """The client said that the account which Kite named is theirs: the register has it from now on, if it had none."""
    with outside.store.writing() as unit:
        looked = look_in(unit, outside, token, None)
        if looked is not None:
            keep_account(unit, outside, looked, kite_user_id)


def keep_account(unit: WritingUnit, outside: Outside, looked: Looked, kite_user_id: str) -> None:
    """Put the id into the register, which had none, and hold what is read of Kite against it from now on.

    One of a shape that the desk would not take is kept as the client's word alone.
    """
    client = looked.client
    if client.details is None or client.details.kite_user_id:
        return
    if not isinstance(client_fields.kite_user_id(kite_user_id), FieldFault):
        _put(unit, outside, looked, kite_user_id)


def keep_typed(unit: WritingUnit, outside: Outside, looked: Looked, kite_user_id: str, browser_id: str) -> None:
    """Put the id that the client typed before they left into the register, and keep that it was their own typing."""
    keep_account(unit, outside, looked, kite_user_id)
    _answer(unit, outside, looked, kite_user_id, browser_id, details=_TYPED)


def mistyped(looked: Looked) -> Mistyped | None:
    """Whether the account that was used is another only than what the client typed: then they may say it was a slip.

    What the firm has in its register stays with the firm. None too where they said that it is not theirs.
    """
    said = [each for each in looked.answers if each.kind is AnswerKind.KITE_ID]
    known = known_account(looked.client)
    own = any("typed" in each.details and same_kite_id(each.text, known) for each in said)
    if not own or not looked.stood.wrong_account or said[-1].details.keys() & {"refused", BY_FIRM}:
        return None
    reading = named_account(looked.sendings)
    if reading is not None and reading.end_asked_at is not None:
        return None
    used = (reading.kite_user_id or "") if reading is not None else said[-1].text
    if same_kite_id(known, used) is not False or isinstance(client_fields.kite_user_id(used), FieldFault):
        return None
    return Mistyped(known, used, by_kite=reading is not None)


def correct_account(outside: Outside, token: str, browser_id: str, kite_user_id: str, *, mine: bool) -> bool:
    """The client says of the account that was used that it is theirs and they mistyped, or that it is not.

    False: it is not theirs to say, or the page showed another account; then nothing changes. What Kite's reading found
    out stays unread: its session is over.
    """
    at = outside.clock()
    with outside.store.writing() as unit:
        looked = look_in(unit, outside, token, browser_id)
        slip = mistyped(looked) if looked is not None else None
        if looked is None or slip is None or slip.used != kite_user_id:
            return False
        if mine:
            _put(unit, outside, looked, slip.used)
            reading = named_account(looked.sendings)
            if reading is not None:
                unit.readings.update(reading.id, fault=ReadingFault.UNCONFIRMED)
        details = _TYPED if mine else {"same": False, "refused": True}
        _answer(unit, outside, looked, slip.used, browser_id, details=details)
        unit.record(act(outside, "kite id corrected" if mine else "kite account refused", looked.link, at))
    return True


def apart_from_files(outside: Outside, result: Result) -> Result:
    """What became of it but for the files that were brought. They are named still, and count for nothing.

    No file names an account: while another than the client's stands, what one shows may be of that other.
    """
    return replace(result, sendings=tuple(sent_apart_from_files(outside, each) for each in result.sendings))


def sent_apart_from_files(outside: Outside, sent: Sending) -> Sending:
    """The same of one hand-off."""
    news = sent.news
    sightings = [each for each in news.sightings if each.source not in FILES]
    told = replace(news, sightings=sightings, uploads=[replace(each, whole=()) for each in news.uploads])
    return sending(outside, sent.handoff, told, sent.told_at)


def _answer(
    unit: WritingUnit, outside: Outside, looked: Looked, text: str, browser_id: str, *, details: Mapping[str, object]
) -> None:
    link = looked.link
    number = looked.consents[-1].number if looked.consents else link.number
    unit.links.answer(
        LinkAnswer(
            id=outside.chance.token(),
            link_id=link.id,
            number=number,
            kind=AnswerKind.KITE_ID,
            text=text,
            at=outside.clock(),
            browser_id=browser_id,
            details=details,
        )
    )


def _put(unit: WritingUnit, outside: Outside, looked: Looked, kite_user_id: str) -> None:
    """Put the id into the register, and hold what is read of Kite against it from now on."""
    client, at = looked.client, outside.clock()
    if client.details is None:
        return
    unit.clients.change(client.id, replace(client.details, kite_user_id=kite_user_id), client.edition, at)
    name_account(unit, [looked.link.visitor_id], kite_user_id, at)
    changed = outside.event("client changed", client.subject, at, {"fields": "kite_user_id", "link": looked.link.id})
    unit.record(replace(changed, who=whose(looked.link)))
