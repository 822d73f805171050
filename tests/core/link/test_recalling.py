"""How far a client had come when the advice was taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.journey.fakes import MORNING
from tokri.core.link.recalling import AT_STAKE, Come, come
from tokri.core.link.state import Sent, Stage, Stood, stage
from tokri.core.state import State

#: An open link whose version was taken back.
STOOD = Stood(at=MORNING, expires_at=MORNING.replace(year=2027), most_uses=5, recalled=True)


def sent(state: State, part: int = 1, parts: int = 1, *, left: bool = True) -> Sent:
    return Sent(1, part, parts, state, left=left)


@pytest.mark.parametrize(
    ("stood", "expected"),
    [
        (STOOD, Come.NOT_OPENED),
        (replace(STOOD, prepared=True), Come.NOT_OPENED),
        (replace(STOOD, opened=True), Come.OPENED),
        (replace(STOOD, opened=True, consented=True, sent=[sent(State.PREPARED, left=False)]), Come.CONSENTED),
        (replace(STOOD, consented=True, sent=[sent(State.RETURNED_CANCELLED)]), Come.CONSENTED),
        (replace(STOOD, declined=True), Come.AWAY),
        (replace(STOOD, elsewhere=True), Come.AWAY),
        (replace(STOOD, expires_at=MORNING), Come.AWAY),
        (replace(STOOD, sent=[sent(State.AT_KITE)]), Come.ON_KITE),
        (replace(STOOD, sent=[sent(State.NO_RETURN)]), Come.ON_KITE),
        (replace(STOOD, sent=[sent(State.RETURNED_SUCCESS)]), Come.SENT),
        (replace(STOOD, sent=[sent(State.SAID_ALL)]), Come.SENT),
        (replace(STOOD, sent=[sent(State.RETURNED_SUCCESS)], wrong_account=True), Come.WRONG_ACCOUNT),
        (replace(STOOD, sent=[sent(State.READ)]), Come.PLACED),
        (replace(STOOD, sent=[sent(State.READ, 1, 2)]), Come.HALF),
    ],
)
def test_each_client_stands_where_they_had_come(stood: Stood, expected: Come) -> None:
    assert come(stood) is expected


def test_whoever_may_have_something_at_kite_is_among_those_to_write_to() -> None:
    at_kite = {Stage.ON_KITE, Stage.UNRESOLVED, Stage.SENT, Stage.QUEUED, Stage.REPORTED, Stage.IN_FILE, Stage.SEEN}
    for state in State:
        stood = replace(STOOD, sent=[sent(state)])
        assert (stage(stood) in at_kite) == (come(stood) in AT_STAKE), state
