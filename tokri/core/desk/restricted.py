"""The restricted list: securities in which the firm's people may not trade, and which orders of a basket name one.

A hit asks a question before sharing; it blocks nothing by itself. So where it cannot be told whether two symbols are
of one company, they count as one: a question too many costs a minute, one too few cannot be made good.
Source of the list itself: SEBI (Prohibition of Insider Trading) Regulations 2015, Schedule C, "restricted list".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from tokri.core.basket import OrderText
from tokri.core.instrument import Instrument, Key, Listing
from tokri.core.kinds import stem_of
from tokri.core.known import Known
from tokri.core.rules.leg import CASH, key_of
from tokri.core.underlying import share_keys, underlying

#: Where contracts are on shares.
_ON_SHARES: Final = frozenset({"NFO", "BFO"})


@dataclass(frozen=True, slots=True)
class Restriction:
    """A security in which staff may not trade. `exchange` is "" for every exchange, `isin` "" where it is not known.

    `tradingsymbol` is as Kite spells it. `until` is the last day in India on which it holds; None: until it is lifted.
    `added_by` is the id of a person, `added_at` and `lifted_at` are UTC. A restriction is never deleted.
    """

    id: str
    exchange: str
    tradingsymbol: str
    isin: str
    until: date | None
    why: str
    added_by: str
    added_at: datetime
    lifted_at: datetime | None = None

    def holds(self, today: date) -> bool:
        """Whether it holds on `today`, a day in India."""
        return self.lifted_at is None and (self.until is None or today <= self.until)


class Match(StrEnum):
    """Why an order counts as one in a restricted security. The first that applies is told."""

    SAME = "same"  #: the very symbol, in whichever series it is traded
    ISIN = "isin"  #: another symbol, the same ISIN
    OTHER_EXCHANGE = "other-exchange"  #: the same company's paper on the other exchange
    DERIVATIVE = "derivative"  #: a future or an option on it


@dataclass(frozen=True, slots=True)
class Hit:
    """The order at `place`, from 0, names what `restriction` restricts."""

    place: int
    restriction: Restriction
    match: Match


def hits(
    orders: Sequence[OrderText], restrictions: Iterable[Restriction], today: date, known: Known
) -> tuple[Hit, ...]:
    """Which orders name a restricted security, in the order of the orders, then of the restrictions.

    `known` is what the instrument list says of the orders; without a list, symbols alone are compared. Where it also
    knows the shares that contracts are on (`shares_to_know`), a contract is found by that share's ISIN too.
    """
    holding = [each for each in restrictions if each.holds(today)]
    found = (
        (place, each, _match(key_of(order), each, known)) for place, order in enumerate(orders) for each in holding
    )
    return tuple(Hit(place, each, match) for place, each, match in found if match is not None)


def shares_to_know(orders: Iterable[OrderText], known: Known) -> frozenset[Key]:
    """The shares that contracts among the orders are on, to be looked up before `hits` is asked."""
    instruments = (known.listing(*key_of(order)).instrument for order in orders)
    return frozenset(key for each in instruments if each is not None for key in share_keys(each))


def _match(key: Key, restriction: Restriction, known: Known) -> Match | None:
    listing = known.listing(*key)
    if not key.tradingsymbol:
        return None
    if _same_symbol(key, restriction):
        return Match.SAME
    if restriction.isin and restriction.isin in _isins(listing):
        return Match.ISIN
    if key.exchange in CASH and _on_other_exchange(key, listing, restriction):
        return Match.OTHER_EXCHANGE
    return Match.DERIVATIVE if _on_restricted(key, listing.instrument, restriction, known) else None


def _same_symbol(key: Key, restriction: Restriction) -> bool:
    """Whether the symbols are one, but for the series, on an exchange that the restriction is for."""
    return restriction.exchange in {"", key.exchange} and _stem(key) == _stem_of(restriction)


def _isins(listing: Listing) -> frozenset[str]:
    papers = (listing.instrument, listing.twin)
    return frozenset(each.isin for each in papers if each is not None and each.isin)


def _on_other_exchange(key: Key, listing: Listing, restriction: Restriction) -> bool:
    """Whether it is the restricted company's paper on the other exchange of shares.

    One symbol on both may be two companies: then the list has the other's as `elsewhere`, not as the twin.
    """
    if restriction.exchange not in CASH:
        return False
    if listing.twin is not None:
        return _same_symbol(listing.twin.key, restriction)
    other = any(_same_symbol(each.key, restriction) for each in listing.elsewhere)
    return _stem(key) == _stem_of(restriction) and not (other and listing.instrument is not None)


def _on_restricted(key: Key, instrument: Instrument | None, restriction: Restriction, known: Known) -> bool:
    """Whether it is a contract on what is restricted.

    A contract that the list does not have is known by its symbol: the share's, and then the year of its expiry.
    """
    if restriction.exchange and restriction.exchange not in CASH:
        return False  # a contract was restricted, and that alone
    stem = _stem_of(restriction)
    if instrument is None:
        rest = key.tradingsymbol.removeprefix(stem)
        return key.exchange in _ON_SHARES and bool(stem) and rest != key.tradingsymbol and rest[:1].isdigit()
    if not restriction.exchange and stem == underlying(instrument) != "":
        return True
    shares = share_keys(instrument)
    if any(each.tradingsymbol == stem for each in shares):
        return True
    return bool(restriction.isin) and any(restriction.isin in _isins(known.listing(*each)) for each in shares)


def _stem(key: Key) -> str:
    return stem_of(key.exchange, key.tradingsymbol)


def _stem_of(restriction: Restriction) -> str:
    """The restricted symbol without its series, which only NSE writes."""
    on = restriction.exchange or "NSE"
    return stem_of(on, restriction.tradingsymbol)
