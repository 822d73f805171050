"""The firm names a Kite account in its register: what was done in that very account counts at the client's links.

Another that stood there as the wrong one is the client's as soon as the register names it, whoever had named it first:
Kite, or the client. What was done in any other stays as it was told when it was done, for accounts change hands as
well: what was read while the register named another counts on. Where the firm names a third, what counted by its own
naming alone counts no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from tokri.core.link.kite_id import same_kite_id
from tokri.core.link.link import BY_FIRM, AnswerKind, Link, LinkAnswer
from tokri.core.ports import Outside, Reading, ReadingFault, WritingUnit
from tokri.journey.postbacks import name_account
from tokri.journey.sending import Sending
from tokri.link.look import named_account, wrong_account
from tokri.link.many import sendings_of


def account_named(
    unit: WritingUnit, outside: Outside, client_id: str, kite_user_id: str, at: datetime
) -> dict[str, bool]:
    """The register names that account from now on: hold what is read of Kite against it, and what was done so far.

    Answers the links at which that changed anything, by their ids: whether the account that was used is the client's.
    """
    links = unit.links.of_client(client_id)
    ids = [each.id for each in links]
    sendings, answers = sendings_of(unit, outside, ids), unit.links.answers(ids)
    found: dict[str, bool] = {}
    if links:
        name_account(unit, [each.visitor_id for each in links], kite_user_id, at)
    for link in links:
        said = [each for each in answers if each.link_id == link.id and each.kind is AnswerKind.KITE_ID]
        same = _named(unit, sendings.get(link.id, ()), said, kite_user_id)
        if same is not None:
            found[link.id] = same
            unit.links.answer(_answer(outside, link, said, kite_user_id, at, same=same))
    return found


def _named(
    unit: WritingUnit, sendings: Sequence[Sending], said: Sequence[LinkAnswer], kite_user_id: str
) -> bool | None:
    """Whether the account that was used at a link is the client's by that name; None: nothing changes."""
    readings = [reading for each in sendings for reading in each.news.readings]
    read = named_account(sendings)
    used = _used(read, said)
    same = same_kite_id(kite_user_id, used or "")
    if same is True and wrong_account(tuple(said), tuple(sendings)):
        _judge(unit, readings, used, ReadingFault.WRONG_ACCOUNT, ReadingFault.UNCONFIRMED)
        return True
    by_firm_alone = said and said[-1].details.get(BY_FIRM) and said[-1].details.get("same")
    if same is False and by_firm_alone and (read is None or read.fault is not None):
        _judge(unit, readings, used, ReadingFault.UNCONFIRMED, ReadingFault.WRONG_ACCOUNT)
        return False
    return None


def _used(read: Reading | None, said: Sequence[LinkAnswer]) -> str | None:
    """The account that was used, by Kite, else by the client's own word; what the firm named says nothing of that."""
    if read is not None:
        return read.kite_user_id
    own = [each.text for each in said if not each.details.get(BY_FIRM)]
    return own[-1] if own else None


def _judge(
    unit: WritingUnit, readings: Iterable[Reading], used: str | None, was: ReadingFault, now: ReadingFault
) -> None:
    """What readings of that account found out stays unread: their sessions are over."""
    for each in readings:
        if each.fault is was and each.kite_user_id == used:
            unit.readings.update(each.id, fault=now)


def _answer(
    outside: Outside, link: Link, said: Sequence[LinkAnswer], kite_user_id: str, at: datetime, *, same: bool
) -> LinkAnswer:
    return LinkAnswer(
        id=outside.chance.token(),
        link_id=link.id,
        number=said[-1].number if said else link.number,
        kind=AnswerKind.KITE_ID,
        text=kite_user_id,
        at=at,
        browser_id="",
        details={"same": same, BY_FIRM: True},
    )
