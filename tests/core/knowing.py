"""What the check knows beside the orders, for the tests of the core: a small instrument list on the day of its data."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from tokri.core.instrument import Instrument, Key, Kind, LastPrice, Listing, MasterState
from tokri.core.known import Known
from tokri.core.underlying import share_keys

#: Wednesday 11 February 2026, 10:30 in India.
MORNING = datetime(2026, 2, 11, 5, 0, tzinfo=UTC)
DAY = date(2026, 2, 11)
MASTER = MasterState(DAY, datetime(2026, 2, 11, 3, 0, tzinfo=UTC), 155_910, "0" * 64)


def share(tradingsymbol: str = "INFY", exchange: str = "NSE", **fields: object) -> Instrument:
    """A share on a tick of five paise, with these fields otherwise."""
    plain = Instrument(exchange, tradingsymbol, tradingsymbol, Kind.SHARE, "EQ", exchange, Decimal("0.05"), 1)
    return replace(plain, **fields)  # type: ignore[arg-type]  # each field as the test has it


def last_price(rupees: str, on: date = DAY) -> LastPrice:
    """A last price of that day."""
    return LastPrice(Decimal(rupees), on, "prices.csv")


def knowing(*listed: Instrument | tuple[Key, Listing], **fields: object) -> Known:
    """What is known with these on the list: an instrument alone, or a key with all that the list says of it.

    A contract is on a share where that share is one of them.
    """
    listings = dict((each.key, Listing(each)) if isinstance(each, Instrument) else each for each in listed)
    shares = {key for key, each in listings.items() if each.instrument and each.instrument.kind is Kind.SHARE}
    for key, listing in listings.items():
        if listing.instrument and not shares.isdisjoint(share_keys(listing.instrument)):
            listings[key] = replace(listing, on_share=True)
    return replace(Known(MORNING, MASTER, listings), **fields)  # type: ignore[arg-type]  # as above
