"""Which Kite account is the client's, and which they used: asked once, and a wrong one is told to the adviser."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tokri.core.desk import client_fields
from tokri.core.desk.client import Client
from tokri.core.desk.client_fields import FieldFault
from tokri.core.link.kite_id import same_kite_id
from tokri.core.link.link import AnswerKind, LinkAnswer
from tokri.core.ports import Outside, WritingUnit
from tokri.core.state import State
from tokri.journey.review import Sending
from tokri.link.acts import act, whose
from tokri.link.look import Looked, look_in
from tokri.link.opening import opened_in

#: Orders may be at Kite, by a return or by the client's word.
_PLACED: Final = frozenset(
    {
        *(State.RETURNED_SUCCESS, State.RETURNED_ODD, State.SAID_ALL, State.SAID_SOME),
        *(State.SENT_FOR_LATER, State.RELEASED, State.REPORTED, State.IN_FILE),
    }
)


def known_account(client: Client) -> str:
    """The id with which the client signs in at Kite, as the register has it; "": nobody knows."""
    return client.details.kite_user_id if client.details is not None else ""


def asks_account(looked: Looked) -> bool:
    """Whether the client is asked which account they used: it came back, and no order book has told."""
    sent = [each for each in looked.sendings if each.state in _PLACED]
    if not sent or any(_told(each) for each in sent):
        return False
    left = max(each.handoff.left_at or each.handoff.created_at for each in sent)
    return not any(each.kind is AnswerKind.KITE_ID and each.at >= left for each in looked.answers)


def _told(sending: Sending) -> bool:
    """Whether a reading has named the account, or is about to."""
    return bool(sending.news.readings)


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
        number = looked.consents[-1].number if looked.consents else link.number
        answer = LinkAnswer(
            id=outside.chance.token(),
            link_id=link.id,
            number=number,
            kind=AnswerKind.KITE_ID,
            text=kite_user_id,
            at=at,
            browser_id=browser_id,
            details={"same": same},
        )
        unit.links.answer(answer)
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
    client, at = looked.client, outside.clock()
    if client.details is None or client.details.kite_user_id:
        return
    if isinstance(client_fields.kite_user_id(kite_user_id), FieldFault):
        return
    unit.clients.change(client.id, replace(client.details, kite_user_id=kite_user_id), client.edition, at)
    unit.visitors.set_kite_user(looked.link.visitor_id, kite_user_id)
    changed = outside.event("client changed", client.subject, at, {"fields": "kite_user_id", "link": looked.link.id})
    unit.record(replace(changed, who=whose(looked.link)))
