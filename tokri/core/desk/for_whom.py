"""What each client would get of a shared version, how it suits them, and what is in the way. One client is one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from tokri.core import money
from tokri.core.desk.advice import Proposal, Recipient
from tokri.core.desk.client import Client, ClientDetails, Holding
from tokri.core.desk.client_holdings import held_of
from tokri.core.desk.exits import Over
from tokri.core.desk.firm import FirmKind
from tokri.core.desk.own_quantities import ForWhom
from tokri.core.desk.sizing import BY_HOLDING, Ask, Means, Nothing, Sized, Sizing, client_says, sized, sizing_of
from tokri.core.desk.suitability import (
    Bar,
    Suitability,
    may_receive,
    needs_suitability,
    reason_fault,
    risk_class,
    suitable,
)
from tokri.core.known import Known
from tokri.core.problems import Problem, Severity
from tokri.core.rules.leg import key_of

#: An order that comes to nothing for these reasons is named and left out; all others want something filled in.
_LEFT_OUT: Final = frozenset({Nothing.ZERO, Nothing.NOT_HELD})

#: The code of the fault that other drafts have what a client would exit.
EXITED: Final = "exited-elsewhere"


@dataclass(frozen=True, slots=True)
class Share:
    """What a client would get of one order. `found` is None where the client says how much, by an amount."""

    found: Sized | None

    @property
    def quantity(self) -> int | None:
        """In Kite's units; None where the client types it, 0 where the order is left out."""
        return None if self.found is None or self.found.client_types else self.found.quantity

    @property
    def lacks(self) -> Nothing | None:
        """What has to be filled in or mended before there is a quantity."""
        if self.found is None or self.found.client_types or self.found.nothing in _LEFT_OUT:
            return None
        return self.found.nothing


@dataclass(frozen=True, slots=True)
class Line:
    """One client beside the version. `suitability` is None where it is not asked; `saved` is what was chosen before.

    `tied` says that the orders go all or none. `over` is what of it they would exit though other drafts have it; then
    they are chosen only where somebody says so for them.
    """

    client: Client
    details: ClientDetails
    bars: tuple[Bar, ...]
    suitability: Suitability | None
    shares: tuple[Share, ...]
    tied: bool
    saved: Recipient | None = None
    over: Over | None = None

    @property
    def id(self) -> str:
        return self.client.id

    @property
    def quantities(self) -> tuple[int | None, ...]:
        return tuple(each.quantity for each in self.shares)

    @property
    def faults(self) -> tuple[Problem, ...]:
        """Why the client cannot be chosen, whatever reason is written: under ("clients", id), or one order more."""
        return tuple(self._faults())

    def _faults(self) -> Iterator[Problem]:
        yield from (self._fault(bar.value) for bar in self.bars)
        if self.suitability is not None and not self.suitability.may_be_accepted:
            yield from (self._fault(misfit.value) for misfit in self.suitability.misfits)
        lacking = [(place, share.lacks) for place, share in enumerate(self.shares) if share.lacks is not None]
        yield from (self._fault(lacks.value, place) for place, lacks in lacking)
        if lacking:
            return
        if all(each == 0 for each in self.quantities):
            yield self._fault("nothing-left")
        elif self.tied and 0 in self.quantities:
            yield self._fault("tied-left-out", self.quantities.index(0))

    @property
    def needs_reason(self) -> bool:
        """Whether a written reason is what is missing."""
        return self.suitability is not None and self.suitability.may_be_accepted

    @property
    def asks_again(self) -> bool:
        """Whether it is to be said that they exit it all the same: not where that was said, and nothing changed."""
        return self.over is not None and (self.saved is None or self.saved.quantities != self.quantities)

    def faults_with(self, reason: str, *, again: bool) -> tuple[Problem, ...]:
        """Why the client cannot be chosen with this reason; none: they can. `again`: they exit it all the same."""
        fault = reason_fault(reason) if self.needs_reason else None
        found = [] if fault is None else [self._fault(fault.value)]
        return (*self.faults, *found, *([self._fault(EXITED)] if self.asks_again and not again else []))

    @property
    def as_shown(self) -> list[object]:
        """What makes the page another one when it changes, for a hash."""
        suits = "" if self.suitability is None else self.suitability.outcome
        over = self.over.as_shown if self.over is not None else None
        return [self.id, suits, list(self.quantities), [[each.code, *each.path[2:]] for each in self.faults], over]

    def _fault(self, code: str, place: int | None = None) -> Problem:
        return Problem(code, Severity.ERROR, ("clients", self.id, *(() if place is None else (place,))))


class Lines:
    """Makes the line of each client: what is the same for all of them is read once.

    `today` is a day in India; `known` what is known of the orders; `drafted_for` for whom alone the basket was drafted.
    """

    def __init__(
        self, proposal: Proposal, kind: FirmKind, known: Known, today: date, drafted_for: ForWhom | None = None
    ) -> None:
        self._proposal, self._known, self._today = proposal, known, today
        self._drafted_for = drafted_for
        self._risk = risk_class(proposal.risk_class) if needs_suitability(kind) else None
        self._suitability_asked = needs_suitability(kind)
        self._reference = _number(proposal.reference_capital)
        asks = [ask_of(proposal, place, known) for place in range(len(proposal.legs))]
        self._lots = [ask.lot_size for ask in asks]
        self._asks = [None if client_says(kind, ask.sizing) else ask for ask in asks]

    @property
    def by_holding(self) -> bool:
        """Whether it matters what a client holds."""
        return any(ask is not None and ask.sizing in BY_HOLDING for ask in self._asks)

    def line(
        self,
        client: Client,
        details: ClientDetails,
        holdings: Sequence[Holding] = (),
        saved: Recipient | None = None,
        over: Callable[[str, Sequence[int | None]], Over | None] | None = None,
    ) -> Line:
        """The client beside the version. `details` are the client's own: who was erased has none, and no line.

        `over` tells what of a client's quantities other drafts have already.
        """
        bars = may_receive(
            details.agreement_from,
            details.agreement_until,
            self._today,
            inactive=client.inactive_at is not None,
            erased=client.erased_at is not None,
        )
        suits = suitable(self._risk, risk_class(details.risk_class), details.risk_on, self._today)
        own = self._own(client.id)
        shares = tuple(
            Share(own[place] or (None if ask is None else sized(ask, self._means(details, holdings, place))))
            for place, ask in enumerate(self._asks)
        )
        found = over(client.id, [each.quantity for each in shares]) if over is not None else None
        asked = suits if self._suitability_asked else None
        return Line(client, details, bars, asked, shares, self._proposal.tied, saved, found)

    def _own(self, client_id: str) -> tuple[Sized | None, ...]:
        """What is the client's own of each order, where the basket was drafted for certain clients."""
        if self._drafted_for is None:
            return (None,) * len(self._asks)
        return self._drafted_for.shares(client_id, self._proposal.draft.orders, self._lots)

    def _means(self, details: ClientDetails, holdings: Sequence[Holding], place: int) -> Means:
        return Means(details.capital, self._reference, details.multiplier, self._held(holdings, place))

    def _held(self, holdings: Sequence[Holding], place: int) -> int | None:
        """How much of the order's security they held; None where nothing was uploaded. One paper has one ISIN."""
        if not holdings:
            return None
        key = key_of(self._proposal.draft.orders[place])
        instrument = self._known.listing(*key).instrument
        isin = instrument.isin if instrument is not None else ""
        return held_of(holdings, *key, isin=isin)


def ask_of(proposal: Proposal, place: int, known: Known) -> Ask:
    """The order at `place`, from 0, as far as its size goes, by what is known of its instrument."""
    order, leg = proposal.draft.orders[place], proposal.legs[place]
    quantity, instrument = money.whole(order.quantity), known.listing(*key_of(order)).instrument
    return Ask(
        exchange=order.exchange,
        transaction_type=order.transaction_type,
        quantity=quantity if isinstance(quantity, int) else None,
        lot_size=instrument.lot_size if instrument is not None else None,
        sizing=sizing_of(leg.sizing) or Sizing.FIXED,
        share=_number(leg.share.strip().removesuffix("%").strip()),
    )


def _number(text: str) -> Decimal | None:
    read = money.price(text)
    return read if isinstance(read, Decimal) else None
