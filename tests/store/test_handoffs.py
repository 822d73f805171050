import pytest

from tests.store.making import AT, MINUTE, a_basket, a_handoff, handoff
from tokri.core.ports import AlreadyThere, PersonsWord, Said
from tokri.store import SqlStore


def test_a_hand_off_comes_back_word_for_word(store: SqlStore) -> None:
    made = a_handoff(store, payload='[{"tradingsymbol":"J&KBANK","price":7845,"note":"</script>"}]')
    with store.reading() as unit:
        assert unit.handoffs.get("handoff", "asha") == made
        assert unit.handoffs.by_id("handoff") == made
        assert unit.handoffs.by_nonce(made.nonce) == made


def test_nobody_else_gets_a_hand_off(store: SqlStore) -> None:
    a_handoff(store)
    with store.reading() as unit:
        assert unit.handoffs.get("handoff", "ravi") is None
        assert unit.handoffs.get("another", "asha") is None
        assert unit.handoffs.by_id("another") is None
        assert unit.handoffs.by_nonce("another") is None


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"nonce": "nonce-first", "attempt": 2},
        {"id": "first", "attempt": 2},
    ],
    ids=["same part and attempt", "same nonce", "same id"],
)
def test_what_must_be_one_hand_offs_own_is_refused_a_second_time(store: SqlStore, changes: dict[str, object]) -> None:
    first = a_handoff(store, "first")
    with store.writing() as unit:
        with pytest.raises(AlreadyThere):
            unit.handoffs.add(handoff("second", **changes))
        # The unit goes on: what else it does is kept.
        unit.visitors.ensure("ravi", AT)
    with store.reading() as unit:
        assert unit.handoffs.of_basket("basket") == [first]
        assert unit.visitors.get("ravi") is not None


def test_another_part_and_another_attempt_are_hand_offs_of_their_own(store: SqlStore) -> None:
    made = [a_handoff(store, "z"), a_handoff(store, "y", part=2), a_handoff(store, "x", attempt=2)]
    with store.reading() as unit:
        assert unit.handoffs.of_basket("basket") == made
        assert unit.handoffs.of_baskets(["basket", "another"]) == made
        assert unit.handoffs.of_baskets([]) == []


def test_that_another_browser_came_back_is_kept_once(store: SqlStore) -> None:
    a_handoff(store)
    a_handoff(store, "other", part=2)
    with store.writing() as unit:
        unit.handoffs.seen_elsewhere("handoff", AT + MINUTE)
        unit.handoffs.seen_elsewhere("handoff", AT + 2 * MINUTE)
    with store.reading() as unit:
        assert [each.elsewhere_at for each in unit.handoffs.of_basket("basket")] == [AT + MINUTE, None]


def test_the_one_time_mark_is_taken_once_and_by_its_visitor(store: SqlStore) -> None:
    a_handoff(store)
    with store.writing() as unit:
        assert not unit.handoffs.leave("handoff", "ravi", "ravi", AT)
        assert not unit.handoffs.leave("another", "asha", "asha", AT)
        assert unit.handoffs.leave("handoff", "asha", "asha", AT + MINUTE)
        assert not unit.handoffs.leave("handoff", "asha", "asha", AT + 2 * MINUTE)
    with store.reading() as unit:
        left = unit.handoffs.by_id("handoff")
    assert left is not None
    assert left.left_at == AT + MINUTE


def test_what_left_lately_is_listed_newest_first(store: SqlStore) -> None:
    for number in range(1, 5):
        a_handoff(store, f"attempt-{number}", attempt=number)
    with store.writing() as unit:
        unit.handoffs.leave("attempt-3", "asha", "asha", AT)
        unit.handoffs.leave("attempt-1", "asha", "asha", AT + MINUTE)
        unit.handoffs.leave("attempt-2", "asha", "asha", AT + MINUTE)
    with store.reading() as unit:
        since = [each.id for each in unit.handoffs.left_since("asha", AT)]
        later = [each.id for each in unit.handoffs.left_since("asha", AT + MINUTE)]
        assert unit.handoffs.left_since("ravi", AT) == []
    assert since == ["attempt-2", "attempt-1", "attempt-3"]
    assert later == ["attempt-2", "attempt-1"]


def test_a_persons_words_are_all_kept_in_the_order_they_were_said(store: SqlStore) -> None:
    a_handoff(store)
    a_handoff(store, "second", attempt=2)
    said = [PersonsWord("handoff", word, AT) for word in (Said.NO_LOGIN, Said.PLACED_ALL, Said.NO_LOGIN)]
    with store.writing() as unit:
        for word in said:
            unit.handoffs.say(word)
        unit.handoffs.say(PersonsWord("second", Said.NOT_ENABLED, AT))
    with store.reading() as unit:
        assert unit.handoffs.words(["handoff"]) == said
        assert len(unit.handoffs.words(["handoff", "second"])) == 4
        assert unit.handoffs.words([]) == []


def test_a_hand_off_of_a_version_that_was_never_saved_is_refused(store: SqlStore) -> None:
    a_basket(store)
    with pytest.raises(Exception, match=r"(?i)foreign key"), store.writing() as unit:
        unit.handoffs.add(handoff(version_number=2))


def test_a_hand_off_keeps_what_was_known_when_it_was_made(store: SqlStore) -> None:
    made = a_handoff(store, known_sha256="0" * 64)
    with store.reading() as unit:
        assert unit.handoffs.by_id(made.id) == made
