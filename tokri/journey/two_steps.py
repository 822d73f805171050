"""Sells before buys, on one page: how far the sells are, what money there is, and the person's own "go on"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tokri.core.ports import Outside, Reading, WritingUnit
from tokri.core.ports.private import Noun
from tokri.core.refusals import Refusal
from tokri.core.selling import Allowed, Sale, allowed, wants_authorisation
from tokri.core.two_steps import Money, Sell, money
from tokri.core.verdict import Verdict
from tokri.journey.private import (
    Account,
    Asked,
    account_of,
    ask_account,
    ask_authorisation,
    asked,
    kept_reading,
)
from tokri.journey.result import Result, get_result
from tokri.journey.review import PartReview

#: Kinds of product that are delivered out of a demat account when they are sold.
_DELIVERED = frozenset({"CNC", "MTF"})


@dataclass(frozen=True, slots=True)
class TwoSteps:
    """The part that waits for sells; `reading` is the session that is kept, `known` what it has shown."""

    result: Result
    part: PartReview
    reading: Reading | None
    known: Mapping[Noun, Asked]
    account: Account | None

    @property
    def sells(self) -> tuple[Sell, ...]:
        return self.part.waits

    @property
    def done(self) -> bool:
        """Whether documents show every sell filled."""
        return all(each.done for each in self.sells)

    @property
    def money(self) -> Money | None:
        """What the buys cost beside what there is, if Kite showed it."""
        return money(self.part.totals, self.account.net) if self.account is not None else None

    @property
    def look(self) -> Asked | None:
        """The look at the money and the shares, if one was asked for."""
        return self.known.get(Noun.ACCOUNT)

    @property
    def checking(self) -> bool:
        """Whether the runner is about to find something out."""
        return self.result.working or any(each.waiting for each in self.known.values())


@dataclass(frozen=True, slots=True)
class Depository:
    """The sales of a basket that the depository may have to be asked for.

    `refused` says that the broker's own words, or those that the person says Kite said, ask for it. `request_id` names
    the request with which the person goes to Kite's own page, "" where there is none; `allowed` is how the sales stand
    by the holdings, where Kite showed them.
    """

    result: Result
    sales: tuple[Sale, ...]
    refused: bool
    reading: Reading | None
    known: Mapping[Noun, Asked]
    allowed: tuple[Allowed, ...] | None
    account: Account | None

    @property
    def request(self) -> Asked | None:
        return self.known.get(Noun.AUTHORISATION)

    @property
    def request_id(self) -> str:
        request = self.request
        return str(request.value.get("request_id", "")) if request is not None and request.value else ""

    @property
    def checking(self) -> bool:
        return self.result.working or any(each.waiting for each in self.known.values())


def two_steps(outside: Outside, visitor_id: str, basket_id: str) -> TwoSteps | Result | None:
    """The next part and what it waits for; the result where it waits for no sells. None: not this visitor's."""
    result = get_result(outside, visitor_id, basket_id)
    part = result.review.next_part if result is not None else None
    if result is None or part is None or not part.waits:
        return result
    reading, known = _kept(outside, result)
    return TwoSteps(result, part, reading, known, account_of(known))


def depository(outside: Outside, visitor_id: str, basket_id: str) -> Depository | Result | None:
    """What of the basket is sold out of a demat account, and how the depository stands to it.

    The result where nothing is. None: not this visitor's.
    """
    result = get_result(outside, visitor_id, basket_id)
    if result is None:
        return None
    sales = _sales(result)
    if not sales:
        return result
    reading, known = _kept(outside, result)
    account = account_of(known)
    stand = allowed(sales, account.holdings, account.at) if account is not None else None
    refused = any(_refused(each) for sending in result.sendings for each in sending.verdicts.orders)
    said = (each.reason for sending in result.sendings for each in sending.news.kite_said)
    refused = refused or Refusal.AUTHORISATION.value in said
    return Depository(result, sales, refused, reading, known, stand, account)


def asks_depository(verdict: Verdict) -> bool:
    """Whether the broker refused this order because the depository has not been asked."""
    return _refused(verdict)


def check_again(outside: Outside, visitor_id: str, basket_id: str) -> bool | None:
    """Have money, shares and order book looked at; False: no session is kept. None: not this visitor's."""
    return _with_session(outside, visitor_id, basket_id, lambda unit, reading: ask_account(outside, unit, reading))


def open_request(outside: Outside, visitor_id: str, basket_id: str) -> bool | None:
    """Have a request opened at Kite to let the shares be sold; False and None as above; False: nothing is sold."""
    found = depository(outside, visitor_id, basket_id)
    if not isinstance(found, Depository):
        return None if found is None else False
    sales = found.sales
    return _with_session(
        outside, visitor_id, basket_id, lambda unit, reading: ask_authorisation(outside, unit, reading, sales)
    )


def go_on(outside: Outside, visitor_id: str, basket_id: str, part: int) -> bool | None:
    """The person opens the part themselves, whatever is known of the sells.

    False: it is not the part that waits. None: not this visitor's.
    """
    found = two_steps(outside, visitor_id, basket_id)
    if not isinstance(found, TwoSteps) or found.part.part.number != part:
        return None if found is None else False
    at, number = outside.clock(), found.result.review.version.number
    with outside.store.writing() as unit:
        if unit.handoffs.go_on(basket_id, number, part, at):
            filled = sum(each.done for each in found.sells)
            facts = {"version": number, "part": part, "sells": len(found.sells), "filled": filled}
            unit.record(outside.event("went on before the sells", basket_id, at, facts))
    return True


def _kept(outside: Outside, result: Result) -> tuple[Reading | None, Mapping[Noun, Asked]]:
    readings = [reading for sending in result.sendings for reading in sending.news.readings]
    reading = kept_reading(readings, outside.clock())
    if reading is None:
        return None, {}
    with outside.store.reading() as unit:
        return reading, asked(outside, unit, reading)


def _with_session(
    outside: Outside, visitor_id: str, basket_id: str, ask: Callable[[WritingUnit, Reading], None]
) -> bool | None:
    with outside.store.writing() as unit:
        if unit.baskets.get(basket_id, visitor_id) is None:
            return None
        handoffs = [each.id for each in unit.handoffs.of_basket(basket_id)]
        reading = kept_reading(unit.readings.of_handoffs(handoffs), outside.clock())
        if reading is None:
            return False
        ask(unit, reading)
    return True


def _sales(result: Result) -> tuple[Sale, ...]:
    """The shares that the version sells out of a demat account, each company once."""
    found: dict[tuple[str, str], int] = {}
    for order in result.review.plan.orders:
        if order.exchange in {"NSE", "BSE"} and order.transaction_type == "SELL" and order.product in _DELIVERED:
            key = (order.exchange, order.tradingsymbol)
            found[key] = found.get(key, 0) + order.quantity
    return tuple(Sale(*key, quantity) for key, quantity in found.items())


def _refused(verdict: Verdict) -> bool:
    return any(wants_authorisation(each.status_message, each.status_message_raw) for each in verdict.books)
