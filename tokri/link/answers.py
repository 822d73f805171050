"""What a client says at a link besides yes: no, a question, elsewhere, and what became of the orders there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from tokri.core.link.link import AnswerKind, LinkAnswer
from tokri.core.link.state import Door
from tokri.core.ports import Outside, WritingUnit
from tokri.link.acts import act
from tokri.link.checking import asks
from tokri.link.look import Looked, look_in
from tokri.link.opening import opened_in

#: Letters of a reason or a question that are kept.
LONGEST: Final = 1000

#: As what the record tells each.
_EVENTS: Final[Mapping[AnswerKind, str]] = {
    AnswerKind.DECLINED: "declined",
    AnswerKind.QUESTION: "question asked",
    AnswerKind.ELSEWHERE: "elsewhere",
    AnswerKind.PLACED_ELSEWHERE: "placed elsewhere said",
}

#: In which states of the address each may be said: a no, and what is placed elsewhere, may be taken back and told.
_MAY: Final[Mapping[AnswerKind, frozenset[Door]]] = {
    AnswerKind.DECLINED: frozenset({Door.OPEN, Door.DECLINED, Door.ELSEWHERE, Door.EXPIRED, Door.USED_UP}),
    AnswerKind.QUESTION: frozenset(Door) - {Door.REISSUED, Door.REVOKED, Door.LOCKED},
    AnswerKind.ELSEWHERE: frozenset({Door.OPEN, Door.DECLINED, Door.ELSEWHERE, Door.USED_UP}),
    AnswerKind.PLACED_ELSEWHERE: frozenset(
        {Door.ELSEWHERE, Door.OPEN, Door.EXPIRED, Door.RECALLED, Door.REPLACED, Door.USED_UP}
    ),
}


def may_say(looked: Looked, kind: AnswerKind) -> bool:
    """Whether the address lets the client say that now."""
    return looked.door in _MAY[kind] and looked.link.ended is None


def last_said(looked: Looked, kind: AnswerKind) -> LinkAnswer | None:
    """What the client said last of that kind, of the version that they see."""
    number = looked.version.number if looked.version is not None else looked.link.number
    return next((each for each in reversed(looked.answers) if each.kind is kind and each.number == number), None)


@dataclass(frozen=True, slots=True)
class Said:
    """What was said: of which kind, in their own words, and in details as LinkAnswer has them."""

    kind: AnswerKind
    text: str = ""
    details: Mapping[str, object] = field(default_factory=dict)


def answer(outside: Outside, token: str, browser_id: str, said: Said) -> LinkAnswer | None:
    """Keep it and record it; None: there is no such link, or it does not let this be said.

    The same said twice, as a second press sends it, is one.
    """
    with outside.store.writing() as unit:
        looked = look_in(unit, outside, token, browser_id)
        if looked is None or asks(looked) or not may_say(looked, said.kind):
            return None
        return _kept(unit, outside, looked, _answer(outside, looked, said, browser_id))


def _answer(outside: Outside, looked: Looked, said: Said, browser_id: str) -> LinkAnswer:
    return LinkAnswer(
        id=outside.chance.token(),
        link_id=looked.link.id,
        number=looked.version.number if looked.version is not None else looked.link.number,
        kind=said.kind,
        text=said.text.strip()[:LONGEST],
        at=outside.clock(),
        browser_id=browser_id,
        details=said.details,
    )


def _kept(unit: WritingUnit, outside: Outside, looked: Looked, said: LinkAnswer) -> LinkAnswer:
    before = last_said(looked, said.kind)
    if before is not None and (before.text, dict(before.details)) == (said.text, dict(said.details)):
        stands = said.kind in {AnswerKind.QUESTION, AnswerKind.PLACED_ELSEWHERE} or _stands(looked, said.kind)
        if stands or said.details.get("taken_back"):
            return before
    opened_in(unit, outside, looked.link)
    unit.links.answer(said)
    told = act(
        outside,
        _EVENTS[said.kind],
        looked.link,
        said.at,
        version=said.number,
        taken_back=bool(said.details.get("taken_back")),
    )
    unit.record(replace(told, personal={"text": said.text}) if said.text else told)
    return said


def _stands(looked: Looked, kind: AnswerKind) -> bool:
    return looked.stood.declined if kind is AnswerKind.DECLINED else looked.stood.elsewhere
