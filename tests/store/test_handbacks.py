import hashlib
from dataclasses import replace

import pytest

from tests.store.making import AT, MINUTE, a_handback, a_handoff, handback
from tokri.store import SqlStore

OTHER_TOKEN = hashlib.sha256(b"another token").hexdigest()


def test_a_claim_comes_back_word_for_word(store: SqlStore) -> None:
    claims = [
        a_handback(store),
        a_handback(store, "odd", status="odd", status_text="SUCCESS\r\n", token_sha256=None, token_sealed=None),
        a_handback(store, "cancelled", status="cancelled", token_sha256=None, token_sealed=None),
    ]
    with store.reading() as unit:
        assert unit.handoffs.handbacks(["handoff"]) == claims
        assert unit.handoffs.handbacks([]) == []


def test_the_same_claim_again_answers_the_one_already_kept(store: SqlStore) -> None:
    first = a_handback(store, "first")
    assert a_handback(store, "second", at=AT + MINUTE, token_sealed="sealed anew") == first
    with store.reading() as unit:
        assert unit.handoffs.handbacks(["handoff"]) == [first]


def test_a_cancel_without_a_token_is_one_claim_however_often_it_comes(store: SqlStore) -> None:
    nothing = {"status": "cancelled", "token_sha256": None, "token_sealed": None}
    first = a_handback(store, "first", **nothing)
    assert a_handback(store, "second", **nothing) == first
    a_handoff(store, "again", attempt=2)
    assert a_handback(store, "third", handoff_id="again", **nothing).id == "third"


@pytest.mark.parametrize(
    "changes", [{"status": "cancelled"}, {"token_sha256": OTHER_TOKEN}, {"token_sha256": None, "token_sealed": None}]
)
def test_another_status_or_another_token_is_another_claim(store: SqlStore, changes: dict[str, object]) -> None:
    a_handback(store, "first")
    a_handback(store, "second", **changes)
    with store.reading() as unit:
        assert [claim.id for claim in unit.handoffs.handbacks(["handoff"])] == ["first", "second"]


def test_an_unassigned_claim_is_one_for_its_visitor_and_not_for_another(store: SqlStore) -> None:
    first = a_handback(store, "first", handoff_id=None)
    assert a_handback(store, "second", handoff_id=None) == first
    assert a_handback(store, "third", handoff_id=None, visitor_id="ravi").id == "third"


def test_an_unassigned_claim_is_known_again_by_its_token_after_it_was_assigned(store: SqlStore) -> None:
    a_handback(store, "first", handoff_id=None)
    with store.writing() as unit:
        unit.handoffs.assign("first", "handoff")
    assigned = replace(handback("first"), handoff_id="handoff")
    assert a_handback(store, "second", handoff_id=None) == assigned
    assert a_handback(store, "third", handoff_id="handoff") == assigned


def test_an_unassigned_claim_is_assigned_when_the_same_token_comes_with_its_hand_off(store: SqlStore) -> None:
    a_handback(store, "first", handoff_id=None)
    assert a_handback(store, "second") == handback("first")
    with store.reading() as unit:
        assert unit.handoffs.handbacks(["handoff"]) == [handback("first")]


def test_a_second_cancel_without_a_token_is_not_mistaken_for_one_assigned_earlier(store: SqlStore) -> None:
    nothing = {"handoff_id": None, "status": "cancelled", "token_sha256": None, "token_sealed": None}
    a_handback(store, "first", **nothing)
    with store.writing() as unit:
        unit.handoffs.assign("first", "handoff")
    second = a_handback(store, "second", **nothing)
    assert (second.id, second.handoff_id) == ("second", None)


def test_assigning_a_claim_that_the_hand_off_has_already_keeps_it_once(store: SqlStore) -> None:
    nothing = {"status": "cancelled", "token_sha256": None, "token_sealed": None}
    kept = a_handback(store, "first", **nothing)
    a_handback(store, "second", handoff_id=None, **nothing)
    with store.writing() as unit:
        unit.handoffs.assign("second", "handoff")
        unit.handoffs.assign("nobody's", "handoff")
    with store.reading() as unit:
        assert unit.handoffs.handbacks(["handoff"]) == [kept]
        assert unit.handoffs.handback("second", "asha") is None


def test_a_claim_is_seen_by_who_brought_it_and_by_whose_hand_off_it_answers(store: SqlStore) -> None:
    brought_by_ravi = a_handback(store, visitor_id="ravi")
    with store.reading() as unit:
        assert unit.handoffs.handback("handback", "ravi") == brought_by_ravi
        assert unit.handoffs.handback("handback", "asha") == brought_by_ravi
        assert unit.handoffs.handback("handback", "meena") is None
        assert unit.handoffs.handback("another", "asha") is None


def test_request_tokens_are_forgotten_when_they_are_old(store: SqlStore) -> None:
    a_handback(store, "old")
    a_handback(store, "new", token_sha256=OTHER_TOKEN, at=AT + MINUTE)
    with store.writing() as unit:
        assert unit.handoffs.forget_tokens(AT) == 0
        assert unit.handoffs.forget_tokens(AT + MINUTE) == 1
        assert unit.handoffs.forget_tokens(AT + MINUTE) == 0
    with store.reading() as unit:
        claims = unit.handoffs.handbacks(["handoff"])
    assert [claim.token_sealed for claim in claims] == [None, "sealed for new"]
    assert claims[0].token_sha256 is not None


def test_a_return_that_only_logged_in_comes_back_as_one(store: SqlStore) -> None:
    claim = a_handback(store, "first")
    log_in = a_handback(store, "log-in", token_sha256=OTHER_TOKEN, log_in=True)
    with store.reading() as unit:
        assert unit.handoffs.handbacks(["handoff"]) == [claim, log_in]
    assert not claim.log_in
