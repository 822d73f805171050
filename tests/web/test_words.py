"""Every code has a sentence and every sentence a code; and the sentences keep to the house's words."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.core.cases import Case
from tests.core.every_case import CASES
from tests.core.making import AT, BOOK_ORDER, READING, returned
from tests.core.orders import GOOD, typed
from tokri.core.basket import KITE_FIELDS, OrderText
from tokri.core.desk import own_check
from tokri.core.formats import PasteCode, PasteFault, Sheet, SheetRefused, SheetRow, read, read_file
from tokri.core.ports import KiteFault, ReadingFault, Said
from tokri.core.problems import Problem, Severity
from tokri.core.rules import RULES, check
from tokri.core.state import State
from tokri.core.tally import Tally
from tokri.core.verdict import Standing
from tokri.web import words
from tokri.web.words import outcomes
from tokri.web.words.problems import OF_DRAFTS

#: Pastes that between them break everything that a paste can break.
BAD_PASTES = (
    "x" * 200_001,
    "",
    "[}",
    "[" * 100_000,
    '{"orders": 1}',
    '{"orders": [{"tag": [1], "tag": 2, "foo": "<b>"}, 5], "tokri_basket": 9}',
    "Stock,Qty,Quantity,Notes\nINFY,5,6,hi\nTCS,1,,,x",
    "BUY,Tata Steel Ltd,NSE\nBUY,NSE,10",
    "Symbol Target price Price\nINFY 1 2",
    "1 BUY INFY 10 1650\n2 BUY TCS 1650 10",
    "\n".join(["INFY"] * 51),
    "one two, three\n" * 101,
    "Symbol,ISIN,Quantity Available\nTCS,INE467B01029,0\nTotal,,",
    "symbol,isin,exchange,trade_type,trade_id\nTCS,INE467B01029,NSE,buy,1",
    "My portfolio\nSymbol,Side,Qty\nTCS,BUY,1",
    "Order ticket: N\n1. BUY 1 share of TCS on NSE",
)


#: Files that between them break everything else. The spreadsheet has two tabs, and a formula in an order.
BAD_FILES = (
    b"",
    b"x" * 5_000_001,
    b"INFY,1\n" * 1_001,
    b"%PDF",
    b"\xd0\xcf\x11\xe0",
    b"PK\x03\x04broken",
    b"PK\x03\x04bomb",
    b"PK\x03\x04",
    b"\xe9",
    b"x" * 70_000,
    b"Symbol,Qty\nINFY," + b"1" * 2_000,
    b'{"orders": [], "sequence": "{0}"}',
    b"Instrument,Qty.,Avg. cost,LTP,Cur. val\nINFY,1,1,1,1",
)


def a_sheet(content: bytes) -> Sheet:
    if content.endswith(b"broken"):
        raise SheetRefused(PasteCode.FILE_BROKEN)
    if content.endswith(b"bomb"):
        raise SheetRefused(PasteCode.FILE_UNPACKED)
    return Sheet("Feb", ("{0}",), (SheetRow(1, ("Symbol", "Qty")), SheetRow(2, ("INFY", "=1+1"), {1: "2"})))


def every_paste_fault() -> list[PasteFault]:
    of_texts = [fault for text in BAD_PASTES for fault in read(text).faults]
    return of_texts + [fault for content in BAD_FILES for fault in read_file(content, a_sheet).faults]


def every_sentence() -> Iterator[str]:
    yield from words.SENTENCES.values()
    yield from words.PASTE_SENTENCES.values()
    yield from words.STATES.values()
    yield from words.SAID.values()
    yield from words.READING_FAULTS.values()
    yield from words.KITE_FAULTS.values()
    yield from words.LABELS.values()
    yield from outcomes._NO_READING.values()
    yield from outcomes._STATUSES.values()
    for word, detail in outcomes._TOLD.values():
        yield word
        yield detail


def kinds_of(fault: type[KiteFault]) -> Iterator[type[KiteFault]]:
    for kind in fault.__subclasses__():
        if kind.__module__ == KiteFault.__module__:
            yield kind
            yield from kinds_of(kind)


def test_the_codes_and_the_sentences_are_the_same_set() -> None:
    assert set(words.SENTENCES) == {rule.id for rule in RULES}
    assert set(OF_DRAFTS) == own_check.CODES
    assert set(words.PASTE_SENTENCES) == set(PasteCode)
    assert set(words.STATES) == set(State)
    assert set(words.SAID) == set(Said)
    assert set(words.READING_FAULTS) == set(ReadingFault)
    assert set(words.KITE_FAULTS) == set(kinds_of(KiteFault))
    assert set(words.LABELS) == set(words.NOUNS) == set(KITE_FIELDS)


@pytest.mark.parametrize("text", list(every_sentence()))
def test_a_sentence_keeps_to_the_houses_words(text: str) -> None:
    banned = (
        r"\b(please|sorry|invalid|valid|oops|forbidden|executed?|authori[sz]e|approve|guaranteed|assured|verified)\b"
    )
    assert not re.search(banned, text, re.IGNORECASE)
    assert not re.search(r"""['"]| - |--|\.\.\.|  """, text)
    assert text == text.strip()
    assert text[0].isupper() or text[0] == "{"


@pytest.mark.parametrize(
    "text", [*words.SENTENCES.values(), *words.PASTE_SENTENCES.values(), *words.READING_FAULTS.values()]
)
def test_an_error_ends_as_a_sentence_does(text: str) -> None:
    assert text.endswith(".")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}: {case.what}")
def test_every_problem_is_told_with_its_order_and_its_facts(case: Case) -> None:
    for problem in check(case.breaking, case.known).problems:
        text = words.sentence(problem, case.breaking)
        assert "{" not in text
        if problem.order is not None:
            symbol = case.breaking[problem.order].tradingsymbol.strip()
            assert text.startswith(f"Order {problem.order + 1}")
            assert symbol.isprintable() <= (symbol in text)


@pytest.mark.parametrize(
    ("order", "text"),
    [
        (typed(price=""), "Order 1, INFY: enter a price above 0; a LIMIT order needs one."),
        (typed(order_type="SL-M", price=""), "Order 1, INFY: enter a trigger price above 0; an SL-M order needs one."),
        (typed(variety="co", product="MIS"), "Order 1, INFY: enter a trigger price above 0; a cover order needs one."),
        (typed(order_type="MARKET"), "Order 1, INFY: clear the price; a MARKET order takes none."),
        (typed(exchange=""), "Order 1, INFY: choose an exchange: NSE, BSE, NFO, BFO, CDS, BCD or MCX."),
        (typed(transaction_type=""), "Order 1, INFY: choose “Buy or sell”: BUY or SELL."),
        (
            typed(transaction_type="Long"),
            "Order 1, INFY: a basket on Kite’s page cannot use “Long” under “Buy or sell”; choose BUY or SELL.",
        ),
        (
            typed(variety="iceberg"),
            "Order 1, INFY: a basket on Kite’s page cannot use “iceberg” under “Variety”; choose regular, amo or co.",
        ),
        (
            typed(tradingsymbol="LT.BO"),
            "Order 1, LT.BO: enter the symbol as Kite writes it, LT; “LT.BO” is how other programs write LT on BSE.",
        ),
        (typed(tradingsymbol=""), "Order 1: enter a symbol as Kite writes it, like INFY or M&M."),
        (typed(price="1e3"), "Order 1, INFY: write the price in digits, like 915.15; “1e3” is not one number."),
        (typed(quantity="1_0"), "Order 1, INFY: write the quantity in digits, like 1,500; “1_0” is not one number."),
        (
            typed(order_type="SL", trigger_price="1,510"),
            "Order 1, INFY: enter a price of 1510 or more; an SL order to buy may not be priced under its trigger.",
        ),
        (
            typed(order_type="SL", transaction_type="SELL", trigger_price="1490.50"),
            "Order 1, INFY: enter a price of 1490.5 or less; an SL order to sell may not be priced over its trigger.",
        ),
        (typed(quantity="100.0"), "Order 1, INFY: write the quantity without decimals; “100.0” has them."),
        (
            typed(tradingsymbol="HDFC BANK"),
            (
                "Order 1, HDFC BANK: enter the symbol as Kite writes it, in letters, digits, & and -, like BAJAJ-AUTO; "
                "“HDFC BANK” holds a space."
            ),
        ),
        (typed(tag="a b"), "Order 1, INFY: use only letters and digits in the tag; “a b” holds a space."),
        (typed(tag="a_b"), "Order 1, INFY: use only letters and digits in the tag; “a_b” holds something else."),
        (typed(product="NRML"), "Order 1, INFY: choose CNC, MIS or MTF as the product; NSE does not take NRML."),
    ],
)
def test_sentences_read_as_meant(order: OrderText, text: str) -> None:
    (problem,) = check((order,)).errors
    assert words.sentence(problem, (order,)) == text


@pytest.mark.parametrize(
    ("at_market", "text"),
    [
        ({2}, "Order 3 is at the market price: it fills at whatever price it meets. Choose LIMIT to name yours."),
        ({0, 2}, "Orders 1 and 3 are at the market price: they fill at whatever price they meet."),
        ({0, 1, 3}, "Orders 1, 2 and 4 are at the market price: they fill at whatever price they meet."),
    ],
)
def test_orders_at_the_market_price_are_named_by_their_numbers(at_market: set[int], text: str) -> None:
    symbols = enumerate(("INFY", "TCS", "ITC", "SBIN"))
    orders = [
        typed(tradingsymbol=symbol) if place not in at_market else typed(order_type="MARKET", price="", tag=symbol)
        for place, symbol in symbols
    ]
    (note,) = check(orders).notes
    assert words.sentence(note, orders).startswith(text)


@pytest.mark.parametrize(
    ("sides", "where"),
    [
        ("BS", {1: "here and in order 1"}),
        ("BSB", {1: "here and in orders 1 and 3"}),
        ("BBSS", {2: "here and in orders 1, 2 and 4"}),
        ("BB", {}),
    ],
)
def test_what_is_bought_and_sold_is_told_once_with_all_its_orders(sides: str, where: dict[int, str]) -> None:
    orders = [
        typed(quantity=str(place), transaction_type="BUY" if side == "B" else "SELL")
        for place, side in enumerate(sides, start=1)
    ]
    said = {each.order: words.sentence(each, orders) for each in check(orders).warnings}
    assert {
        place: f"Order {place + 1}, INFY: INFY is bought and sold in one basket, {which}; remove one side, or accept "
        "it if both are meant."
        for place, which in where.items()
    } == said


def test_a_symbol_that_would_upset_the_page_is_named_harmlessly() -> None:
    orders = (typed(tradingsymbol="A\u202eB" + "x" * 500, quantity=""),)
    for problem in check(orders).problems:
        assert words.sentence(problem, orders).isprintable()
        assert len(words.sentence(problem, orders)) < 300


def test_braces_in_what_was_typed_are_only_text() -> None:
    orders = (typed(tradingsymbol="{order.__class__}", price="{0}"),)
    texts = [words.sentence(problem, orders) for problem in check(orders).errors]
    assert all("{order.__class__}" in text for text in texts)


def test_a_problem_of_an_order_that_is_gone_is_still_told() -> None:
    assert words.sentence(Problem("order-empty", Severity.ERROR, ("orders", 5)), (GOOD,)).startswith("Order 6 is empty")


def test_every_fault_of_a_paste_or_a_file_is_told_with_its_facts() -> None:
    for fault in every_paste_fault():
        assert "{" not in words.paste_fault(fault).replace("{0}", "")
        assert not words.paste_fault(fault).startswith(":")


def test_the_bad_pastes_and_files_between_them_have_every_fault() -> None:
    assert {fault.code for fault in every_paste_fault()} == set(PasteCode)


def test_a_fault_of_a_paste_names_row_and_column() -> None:
    (fault,) = read("BUY,INFY,NSE,10\nBUY,Tata Steel Ltd,NSE,5").faults
    assert words.paste_fault(fault).startswith("Row 2, column 2: “Tata Steel Ltd” does not show which field it is")
    (fault,) = read("Stock\tQty\nhello world\t\nTCS\t5").faults
    assert words.paste_fault(fault) == "Row 2: “hello world” is not an order; it is still in the box."
    (fault,) = read("Stock\tQty\tB/S\tShares\tAction\nTCS\t5\tB\t\tB").faults
    assert words.paste_fault(fault).startswith(
        "Row 1: “B/S” and “Action” both mean “Buy or sell”, and hold “B” and “B”"
    )
    (fault,) = read('[{"tradingsymbol": "A", "order_variety": "amo"}]').faults
    assert words.paste_fault(fault).startswith("Row 1, “order_variety”: ")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("INFY 1650 10 SELL NSE LIMIT", "Row 1: 1650 and 10 could each be the quantity or a price, so "),
        ("1 BUY INFY NSE 10 LIMIT 1,650", "Row 1: 1, 10 and 1,650 could each be the quantity or a price, so "),
        ("BUY INFY NSE LIMIT 1650", "Row 1: 1650 could be the quantity or a price, so "),
    ],
)
def test_numbers_that_nobody_could_tell_apart_are_told_with_what_to_do(text: str, told: str) -> None:
    (fault,) = read(text).faults
    assert words.paste_fault(fault) == (
        f"{told}the order has neither yet. Type them into the order, or paste it again with headings above the columns."
    )


def test_a_word_of_the_house_for_repairing_stays_out_of_what_people_read() -> None:
    assert [
        text for text in (*words.SENTENCES.values(), *words.PASTE_SENTENCES.values()) if "mend" in words_of(text)
    ] == []


def words_of(text: str) -> list[str]:
    """The words of a sentence, what is filled in left out."""
    return re.findall(r"[a-z]+", re.sub(r"{[a-z_]+}", "", text.lower()))


def test_a_mend_is_a_button_that_says_what_it_puts_in() -> None:
    assert [words.mend_label(mend) for mend in ("", "INFY")] == ["Clear it", "Use INFY"]
    assert words.field_label("transaction_type") == "Buy or sell"


def test_what_kite_told_us_is_a_claim_with_its_time() -> None:
    for status in ("success", "cancelled", "odd"):
        kind, word, detail = words.told(returned(status))
        assert kind == "claim"
        assert word
        assert detail.endswith("11 Feb 2026, 10:30 IST.")
    assert "“weird{0}”" in words.told(replace(returned("odd"), status_text="weird{0}"))[2]
    assert "said nothing" in words.told(replace(returned("odd"), status_text=""))[2]


@pytest.mark.parametrize("fault", list(ReadingFault))
def test_a_reading_that_failed_says_why_in_our_words_and_then_in_kites(fault: ReadingFault) -> None:
    reading = replace(READING, fault=fault, kite_user_id="AB1234")
    assert "{" not in words.reading_fault(reading)
    assert words.reading_fault(replace(reading, kite_said="No.")).endswith("Kite’s own words: “No.”")


def test_a_reading_without_a_fault_has_nothing_to_tell() -> None:
    with pytest.raises(ValueError, match="no fault"):
        words.reading_fault(READING)


UNCONFIRMED_END = (
    "Kite did not confirm the end of the session. Our key to it is destroyed; "
    "Kite itself ends it at 6 AM on 12 Feb 2026."
)
HELD = {"exchanged_at": AT, "expires_at": AT + timedelta(hours=19, minutes=30)}


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({}, ""),
        ({"ended_at": AT}, ""),
        (HELD, "The session with Kite is being ended."),
        (
            {**HELD, "ended_at": AT, "end_confirmed": True},
            "The session with Kite was ended on 11 Feb 2026, 10:30 IST.",
        ),
        (
            {**HELD, "ended_at": AT},
            UNCONFIRMED_END,
        ),
    ],
    ids=["none", "called off before it was opened", "open", "ended", "ended by us alone"],
)
def test_a_session_is_said_to_be_ended_by_kites_own_word_alone(fields: dict[str, Any], text: str) -> None:
    assert words.session_words(replace(READING, **fields)) == text


@pytest.mark.parametrize(
    ("status", "quantity", "filled", "text"),
    [
        ("COMPLETE", 10, 10, "Filled"),
        ("OPEN", 10, 0, "Open"),
        ("OPEN", 10, 4, "Open, partly filled"),
        ("CANCELLED", 10, 4, "Cancelled, partly filled"),
        ("REJECTED", 10, 0, "Rejected"),
        ("AMO REQ RECEIVED", 10, 0, "Queued for the next session"),
        ("PUT ORDER REQ RECEIVED", 10, 0, "Received by Kite"),
        ("OPEN PENDING", 10, 0, "On its way to the exchange"),
        ("CANCEL PENDING", 10, 4, "Being cancelled, partly filled"),
        ("UPDATE", 10, 4, "Open, partly filled"),
        ("UPDATE", 10, 0, "Open"),
        ("SOME NEW STATE", 10, 0, "Not over yet; Kite calls it “some new state”"),
        ("COMPLETE", 10, 9, "Complete"),
    ],
)
def test_an_order_of_the_book_is_filled_only_by_its_filled_quantity(
    status: str, quantity: int, filled: int, text: str
) -> None:
    order = replace(BOOK_ORDER, status=status, quantity=quantity, filled_quantity=filled)
    assert words.book_status(order) == text


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({Standing.FILLED: 1}, "Filled, by Kite’s order book"),
        ({Standing.FILLED: 4}, "All 4 filled, by Kite’s order book"),
        ({Standing.FILLED: 3, Standing.OPEN: 1}, "3 of 4 filled, 1 open, by Kite’s order book"),
        ({Standing.REJECTED: 4}, "0 of 4 filled, 4 rejected, by Kite’s order book"),
        ({Standing.FILLED: 1, Standing.UNTOLD: 2}, "At least 1 of 3 filled, 2 not told apart, by Kite’s order book"),
        ({Standing.UNTOLD: 2}, "Seen in Kite’s order book"),
        (
            {Standing.FILLED: 1, Standing.OPEN: 1, Standing.REPORTED: 2},
            "At least 1 of 4 filled, 1 open, 2 reported by Kite, by Kite’s order book",
        ),
    ],
)
def test_what_the_book_showed_is_counted_and_named(counts: dict[Standing, int], said: str) -> None:
    assert words.tally(Tally(sum(counts.values()), tuple(counts.items()))) == said
