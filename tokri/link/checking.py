"""The check on opening a link: the client's answer, counted before it is looked at, so that nobody guesses for long.

What was typed goes no further than the comparison: it is neither kept, recorded nor shown again.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum, auto
from typing import Final

from tokri.core.desk.client import CheckKind, Client
from tokri.core.desk.client_fields import FieldFault, check_value
from tokri.core.link.check import MOST_WRONG, locked_by
from tokri.core.link.link import CheckPassed, Link
from tokri.core.link.state import Door
from tokri.core.ports import Outside, WritingUnit
from tokri.core.ports.passwords import PasswordsBusy
from tokri.core.times import ist
from tokri.link.acts import act
from tokri.link.look import Looked, look
from tokri.link.opening import opened_in

#: What these say of a link tells nothing of its basket, nor of what the client did.
TELL_NOTHING: Final = frozenset({Door.REISSUED, Door.REVOKED, Door.LOCKED})


class Checked(Enum):
    """What came of an answer."""

    RIGHT = auto()  #: or nothing is asked of this browser
    WRONG = auto()
    LOCKED = auto()  #: there were too many wrong ones; this one was not looked at, or was the last


def asks(looked: Looked) -> bool:
    """Whether this browser is to answer the check before the page says anything of the basket.

    Who is no client any more cannot answer: that the advice is closed is all that they are told.
    """
    if looked.door is Door.CLOSED and asked_kind(looked) is CheckKind.NONE:
        return False
    return looked.asks_check and looked.door not in TELL_NOTHING


def asked_kind(looked: Looked) -> CheckKind:
    """What is asked: as the register has it now, for the answer that is kept is of that kind.

    NONE where the register has no answer any more: then nobody can come in until the firm has one, or makes a link
    without a check.
    """
    details = looked.client.details
    return details.check_kind if details is not None and looked.client.check_hash is not None else CheckKind.NONE


def check(outside: Outside, token: str, typed: str, browser_id: str) -> Checked | None:
    """Try an answer to the check of the link at that address; None: there is no such link. Raises PasswordsBusy."""
    found = look(outside, token, browser_id)
    if found is None:
        return None
    if found.link.locked_at is not None:
        return Checked.LOCKED
    return try_answer(outside, found.link, found.client, typed, browser_id) if asks(found) else Checked.RIGHT


def try_answer(outside: Outside, link: Link, client: Client, typed: str, browser_id: str) -> Checked:
    """Count the answer, look at it, and keep what came of it. Raises PasswordsBusy, and then it does not count."""
    if not _counted(outside, link):
        return Checked.LOCKED
    try:
        right = matches(outside, client, typed)
    except PasswordsBusy:
        _take_back(outside, link)
        raise
    at = outside.clock()
    with outside.store.writing() as unit:
        now = unit.links.get(link.id)
        if now is None or now.locked_at is not None:
            return Checked.LOCKED
        if right:
            unit.links.pass_check(CheckPassed(link.id, browser_id, at))
            unit.record(act(outside, "check passed", link, at, check=link.check_kind))
            opened_in(unit, outside, link)
            return Checked.RIGHT
        unit.record(act(outside, "check failed", link, at, wrong=now.wrong_checks))
        if not locked_by(now.wrong_checks):
            return Checked.WRONG
        _lock(unit, outside, link, at)
    return Checked.LOCKED


def matches(outside: Outside, client: Client, typed: str) -> bool:
    """Whether somebody typed the client's check value. It takes as long where there is none. Raises PasswordsBusy."""
    kind = client.details.check_kind if client.details is not None else CheckKind.NONE
    hashed = client.check_hash if kind is not CheckKind.NONE else None
    value = check_value(kind, typed, ist(outside.clock()).date())
    return outside.passwords.verify("" if isinstance(value, FieldFault) else value, hashed)


def _counted(outside: Outside, link: Link) -> bool:
    """Count an answer as a wrong one before it is looked at; False where there were too many already."""
    at = outside.clock()
    with outside.store.writing() as unit:
        now = unit.links.get(link.id)
        if now is None or now.locked_at is not None:
            return False
        if now.wrong_checks >= MOST_WRONG:
            _lock(unit, outside, link, at)  # as many as may be are being looked at in this moment
            return False
        unit.links.count_wrong_check(link.id)
    return True


def _take_back(outside: Outside, link: Link) -> None:
    """The answer was never looked at."""
    with outside.store.writing() as unit:
        now = unit.links.get(link.id)
        if now is not None and now.wrong_checks:
            unit.links.change(link.id, wrong_checks=now.wrong_checks - 1)


def _lock(unit: WritingUnit, outside: Outside, link: Link, at: datetime) -> None:
    unit.links.change(link.id, locked_at=at)
    unit.record(act(outside, "link locked", link, at))
