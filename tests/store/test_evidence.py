"""Evidence as it is kept: for good, once while it looks the same, and with what rivals claim of the same orders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.core.making import in_book
from tests.counting import statements
from tests.store.making import AT, MINUTE, a_handoff
from tokri.core.evidence import How, Look, Sighting, Source
from tokri.core.ports.evidence import KeptPostback, KiteSaid, PostbackState, Upload
from tokri.core.ports.kept import BookOrder, Handoff
from tokri.core.verdict import Standing, verdicts
from tokri.store import SqlStore
from tokri.store.evidence import OF_HANDOFFS

BOOK, POSTBACK = Source.BOOK, Source.POSTBACK


def seen(book: BookOrder, minutes: int = 0, handoff_id: str = "handoff", **fields: Any) -> Sighting:
    whole = Sighting(handoff_id, BOOK, How.TAG, 0, book, AT + minutes * MINUTE, "reading")
    return replace(whole, **fields)


def see(store: SqlStore, *every: Sighting) -> int:
    with store.writing() as unit:
        return unit.evidence.see(every)


def kept(store: SqlStore, *handoff_ids: str) -> list[Sighting]:
    with store.reading() as unit:
        return list(unit.evidence.sightings(handoff_ids or ["handoff"]))


def test_a_sighting_comes_back_word_for_word(store: SqlStore) -> None:
    a_handoff(store)
    every = [
        seen(in_book("1953341975595868160", tags=("mktp", "mktp:2.00"), average_price=Decimal("156.7000000000000001"))),
        seen(in_book("2", status_message="RMS: ₹ «मार्जिन»", exchange_order_id=None), order=None),
        seen(in_book("3"), source=Source.TRADE_FILE, how=How.LIKENESS, origin="upload"),
    ]
    assert see(store, *every) == 3
    assert kept(store) == every


def test_the_same_view_is_not_kept_twice_and_one_that_changed_back_is(store: SqlStore) -> None:
    a_handoff(store)
    opened, filled = in_book("1", status="OPEN", filled_quantity=4), in_book("1")
    assert see(store, seen(opened), seen(opened, 1)) == 1
    assert see(store, seen(opened, 2)) == 0
    assert see(store, seen(filled, 3)) == 1
    assert see(store, seen(opened, 4)) == 1
    assert [each.at - AT for each in kept(store)] == [0 * MINUTE, 3 * MINUTE, 4 * MINUTE]


def test_each_source_place_and_hand_off_is_kept_for_itself(store: SqlStore) -> None:
    a_handoff(store)
    a_handoff(store, "other", attempt=2)
    book = in_book("1")
    assert see(store, seen(book), seen(book, source=POSTBACK), seen(book, handoff_id="other")) == 3
    assert see(store, seen(book, order=1), seen(book, how=How.LIKENESS, order=1)) == 2


def test_what_rivals_claim_of_the_same_orders_comes_along(store: SqlStore) -> None:
    for attempt, name in enumerate(("handoff", "rival", "stranger"), 1):
        a_handoff(store, name, attempt=attempt)
    see(
        store,
        seen(in_book("1")),
        seen(in_book("1"), 1, "rival", how=How.LIKENESS),
        seen(in_book("2"), 2, "rival"),
        seen(in_book("3"), 3, "stranger"),
    )
    assert [(each.handoff_id, each.book.order_id) for each in kept(store)] == [("handoff", "1"), ("rival", "1")]
    assert len(kept(store, "handoff", "stranger")) == 3
    assert kept(store, "nobody") == []
    with store.reading() as unit:
        assert [each.handoff_id for each in unit.evidence.seen_orders(["2", "3", "9"])] == ["rival", "stranger"]


@pytest.mark.parametrize(
    "statement", ["UPDATE sightings SET origin = 'x'", "DELETE FROM sightings", "UPDATE uploads SET matched = 99"]
)
def test_what_was_seen_is_never_changed(store: SqlStore, statement: str) -> None:
    a_handoff(store)
    see(store, seen(in_book("1")))
    with store.writing() as unit:
        unit.evidence.add_upload(upload())
    with pytest.raises(IntegrityError), store.migrating() as connection:
        connection.exec_driver_sql(statement)
    assert [each.at for each in kept(store)] == [AT]


def upload(**fields: Any) -> Upload:
    day = (AT + timedelta(hours=5, minutes=30)).date()
    usual = Upload(
        id="upload",
        basket_id="basket",
        source=Source.TRADE_FILE,
        name="tradebook.csv",
        sha256="ab" * 32,
        by="visitor",
        at=AT,
        first_day=day,
        last_day=day,
        closed=True,
        rows=7,
        matched=2,
    )
    return replace(usual, **fields)


def test_an_upload_comes_back_with_its_days(store: SqlStore) -> None:
    first, second = upload(), upload(id="second", source=Source.ORDER_FILE, closed=False, whole=("handoff",))
    with store.writing() as unit:
        unit.evidence.add_upload(first)
        unit.evidence.add_upload(second)
        unit.evidence.add_upload(upload(id="elsewhere", basket_id="another"))
    with store.reading() as unit:
        assert unit.evidence.uploads(["basket"]) == [first, second]
    assert first.look == Look(Source.TRADE_FILE, AT, first.first_day, first.last_day, closed=True)


def test_what_kite_is_said_to_have_said_is_kept_in_turn(store: SqlStore) -> None:
    a_handoff(store)
    said = [KiteSaid("handoff", 0, "freeze", AT), KiteSaid("handoff", None, "amo-hours", AT + MINUTE)]
    with store.writing() as unit:
        for each in said:
            unit.evidence.say_kite_said(each)
    with store.reading() as unit:
        assert unit.evidence.kite_said(["handoff"]) == said


def test_a_postback_is_taken_once_however_often_it_comes(store: SqlStore) -> None:
    a_handoff(store)
    body = '{"order_id": "1", "status_message": "₹"}'
    one = KeptPostback(id="p1", order_id="1", sha256="ab" * 32, body=body, at=AT)
    with store.writing() as unit:
        assert unit.evidence.take_postback(one)
    with store.writing() as unit:
        assert not unit.evidence.take_postback(replace(one, id="p2"))
        unit.evidence.settle_postback("p1", PostbackState.APPLIED, "handoff")
    with store.reading() as unit:
        assert unit.evidence.postback("p1") == replace(one, state=PostbackState.APPLIED, handoff_id="handoff")
        assert unit.evidence.postback("p2") is None


def test_what_was_set_aside_is_found_by_the_account_that_stands_in_it_alone(store: SqlStore) -> None:
    a_handoff(store)
    with store.writing() as unit:
        for n, user in enumerate(["AB1234", "AB_234", "ab1234x", "AB1234"]):
            body = f'{{"order_id": "{n}", "user_id": "{user}"}}'
            unit.evidence.take_postback(KeptPostback(f"p{n}", str(n), f"{n:064}", body, AT))
            unit.evidence.settle_postback(f"p{n}", PostbackState.STRANGER)
        unit.evidence.settle_postback("p3", PostbackState.APPLIED, "handoff")
    with store.reading() as unit:
        assert [each.id for each in unit.evidence.set_aside_postbacks("AB1234")] == ["p0"]
        assert [each.id for each in unit.evidence.set_aside_postbacks("AB_234")] == ["p1"], "as it stands"


def book_of(orders: int) -> list[BookOrder]:
    return [in_book(str(1953341975595868160 + number), tradingsymbol=f"SYM{number}") for number in range(orders)]


def test_a_big_book_costs_as_many_statements_as_a_small_one(store: SqlStore) -> None:
    a_handoff(store)
    counted = []
    for orders in (2, 500):
        with store.writing() as unit, statements() as sent:
            unit.evidence.see([seen(each, order=None) for each in book_of(orders)])
        with store.reading() as unit, statements() as asked:
            assert len(unit.evidence.sightings(["handoff"])) == orders
        counted.append((len(sent), len(asked)))
    assert counted[0] == counted[1]
    assert max(counted[0]) <= 2


def test_evidence_kept_in_pieces_tells_what_it_tells_at_once(store: SqlStore) -> None:
    """Looks and reports as they come in time, some of them twice, cut into units anywhere."""
    payload = (
        '[{"exchange": "NSE", "tradingsymbol": "INFY", "transaction_type": "BUY", "order_type": "LIMIT", '
        '"quantity": 10, "product": "CNC", "price": 1500, "tag": "TAG12345"}]'
    )
    random = Random(7)  # noqa: S311 - a cut, not a secret
    for number in range(12):
        name = f"out{number}"
        away = a_handoff(store, name, tag=f"TAG-{number}", payload=payload, attempt=number + 1)
        left = replace(away, left_at=AT)
        story = list(_story(random, left))
        rest = list(story)
        while rest:
            cut = random.randint(1, len(rest))
            see(store, *rest[:cut])
            rest = rest[cut:]
        found = verdicts(left, kept(store, name), []).orders[0]
        [at_once] = verdicts(left, story, []).orders
        assert replace(found, at=None, reported=None) == replace(at_once, at=None, reported=None)
        assert (found.reported is None) == (at_once.reported is None)
        assert found.standing is not Standing.UNKNOWN


def _story(random: Random, handoff: Handoff) -> Iterator[Sighting]:
    for minute in range(random.randint(1, 12)):
        status = random.choice(["OPEN", "OPEN", "COMPLETE", "CANCELLED", "REJECTED"])
        filled = 10 if status == "COMPLETE" else 0 if status == "REJECTED" else random.choice([0, 4])
        source = random.choice([BOOK, POSTBACK, Source.ORDER_FILE])
        book = in_book(f"{handoff.id}-1", status=status, filled_quantity=filled)
        for _ in range(random.choice([1, 1, 2])):
            yield seen(book, minute, handoff.id, source=source)


def test_what_is_known_of_one_handoff_is_found_by_indexes_however_much_is_kept(store: SqlStore) -> None:
    a_handoff(store)
    a_handoff(store, "other", tag="TAG2", attempt=2)
    see(store, *(seen(in_book(f"order {number}"), handoff_id="other") for number in range(4000)))
    see(store, seen(in_book("order 7")))
    with store.migrating() as connection:
        on_sqlite = connection.dialect.name == "sqlite"
        if not on_sqlite:
            connection.execute(text("ANALYZE sightings"))
        asked = OF_HANDOFFS.params(ids=["handoff"]).compile(connection, compile_kwargs={"literal_binds": True})
        words = "EXPLAIN QUERY PLAN" if on_sqlite else "EXPLAIN"
        plan = " ".join(str(row) for row in connection.execute(text(f"{words} {asked}")))
    assert not [each for each in ("SCAN sightings", "Seq Scan", "SubPlan") if each in plan], plan
    assert len(kept(store)) == 2
