"""What filled at a client's, as the register and the packs tell it: with what it is known by, and no more than that."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tests.core.making import AT, HANDOFF, in_book
from tokri.core.desk.link_told import LinkTold, fills
from tokri.core.evidence import Source
from tokri.core.link.state import Stage
from tokri.core.verdict import Standing, Verdict, Verdicts


def test_the_register_tells_what_filled_and_by_what_it_is_known() -> None:
    handoff = replace(
        HANDOFF,
        orders=2,
        payload=(
            '[{"exchange":"NSE","tradingsymbol":"M&M","transaction_type":"BUY","quantity":10},'
            '{"exchange":"NSE","tradingsymbol":"INFY","transaction_type":"SELL","quantity":4}]'
        ),
    )
    bought = in_book("1", filled_quantity=6, average_price=Decimal("1499.50"))
    told = fills(
        [
            (
                handoff,
                Verdicts(
                    (
                        Verdict(0, 10, Standing.PARTLY, filled=6, source=Source.BOOK, at=AT, books=(bought,)),
                        Verdict(1, 4, Standing.UNKNOWN),
                    )
                ),
            )
        ]
    )
    link = LinkTold(Stage.SEEN, fills=told)
    assert link.filled("NSE", "m&m", "buy") == "6 of 10 at 1499.5, by Kite’s order book"
    assert link.filled("NSE", "INFY", "SELL") == ""


def test_the_same_share_at_several_hand_offs_is_told_once_with_all_that_it_is_known_by() -> None:
    handoff = replace(
        HANDOFF, payload='[{"exchange":"NSE","tradingsymbol":"ITC","transaction_type":"BUY","quantity":10}]'
    )
    book = in_book("1", average_price=Decimal(100))
    file = in_book("2", average_price=Decimal(101))
    (told,) = fills(
        (handoff, Verdicts((Verdict(0, 10, Standing.FILLED, filled=10, source=source, at=AT, books=(each,)),)))
        for source, each in ((Source.TRADE_FILE, file), (Source.BOOK, book))
    )
    assert told.words == "20 of 20 at 100.5, by Kite’s order book and an uploaded tradebook"
