"""What the journey may ask of Kite Connect, and everything that can come of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from tokri.core.instrument import Key
    from tokri.core.ports.kept import BookOrder
    from tokri.core.quote import Quote

#: Kite tells at most 500 quotes at a time; in so many its question stays a short one.
MOST_QUOTES: Final = 100


@dataclass(frozen=True, slots=True)
class Session:
    """A Kite Connect session. The token never prints."""

    kite_user_id: str
    access_token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Trade:
    """One fill of one order, at an exact price in rupees. Times are text as Kite writes them (IST)."""

    trade_id: str
    order_id: str
    exchange_order_id: str | None
    tradingsymbol: str
    exchange: str
    transaction_type: str
    product: str
    quantity: int
    average_price: Decimal
    fill_timestamp: str | None


@dataclass(frozen=True, slots=True)
class Segment:
    """The money of one segment, in rupees.

    `net` is what is left to trade with; `used` what is blocked. Kite's own sums are inexact: 99725.05000000002.
    """

    enabled: bool
    net: Decimal
    cash: Decimal
    live_balance: Decimal
    collateral: Decimal
    used: Decimal


@dataclass(frozen=True, slots=True)
class Funds:
    """The money of an account: shares and their derivatives, and commodities."""

    equity: Segment
    commodity: Segment


@dataclass(frozen=True, slots=True)
class Holding:
    """Shares held: `quantity` in the demat account, `t1_quantity` bought yesterday, `used_quantity` sold today.

    `authorised_quantity` is how many of them the depository lets be sold on the day of `authorised_date`.
    """

    tradingsymbol: str
    exchange: str
    isin: str
    product: str
    quantity: int
    used_quantity: int
    t1_quantity: int
    authorised_quantity: int
    authorised_date: str | None


@dataclass(frozen=True, slots=True)
class ToAuthorise:
    """So many shares of one company (by its ISIN) that are to be sold."""

    isin: str
    quantity: int


class Kite(Protocol):
    """The calls of Kite Connect that Tokri makes. Each raises a KiteFault, and nothing else.

    What only reads may be tried again after any fault that may pass: OutcomeUnknown, KiteUnreachable, KiteBusy,
    KiteDown, KiteNonsense. After a KiteRefused the same call says the same. What else holds is said of each call.
    """

    def exchange(self, request_token: str) -> Session:
        """`POST /session/token`. Never tried twice: after OutcomeUnknown the token may be spent."""
        ...

    def orders(self, session: Session) -> Sequence[BookOrder]:
        """`GET /orders`: today's order book, oldest first. Safe to try again."""
        ...

    def history(self, session: Session, order_id: str) -> Sequence[BookOrder]:
        """`GET /orders/<order_id>`: one order as it stood after each step, oldest first. Safe to try again."""
        ...

    def trades(self, session: Session) -> Sequence[Trade]:
        """`GET /trades`: today's fills. Safe to try again."""
        ...

    def margins(self, session: Session) -> Funds:
        """`GET /user/margins`: what money there is. Safe to try again."""
        ...

    def holdings(self, session: Session) -> Sequence[Holding]:
        """`GET /portfolio/holdings`: which shares are held. Safe to try again."""
        ...

    def quotes(self, session: Session, keys: Sequence[Key]) -> Mapping[Key, Quote]:
        """`GET /quote`: what the market says now of at most MOST_QUOTES instruments. Safe to try again.

        One that Kite does not know is missing. Apps of the free kind have no quotes: NotAllowed.
        """
        ...

    def authorise(self, session: Session, wanted: Sequence[ToAuthorise]) -> str:
        """`POST /portfolio/holdings/authorise`: the id of a request, with which the person goes to Kite's own page.

        None wanted stands for all holdings. Safe to try again: a request authorises nothing before the person does,
        and one that nobody goes on with is forgotten.
        """
        ...

    def end(self, session: Session) -> None:
        """`DELETE /session/token`. A session that is dead already counts as ended, so it is safe to try again."""
        ...


class KiteFault(Exception):
    """Kite did not do what it was asked. `kite_said` is its own sentence, or ""."""

    def __init__(self, kite_said: str = "") -> None:
        super().__init__(kite_said)
        self.kite_said = kite_said


class KiteUnreachable(KiteFault):
    """The request never arrived: no connection. Safe to try again."""


class OutcomeUnknown(KiteFault):
    """The request was sent, and no whole answer came back: it may have been carried out."""


class KiteNonsense(KiteFault):
    """An answer that is not Kite's: HTML, another shape, too long, a redirect."""


class KiteBusy(KiteFault):
    """429: too many requests."""


class KiteDown(KiteFault):
    """5xx with Kite's own envelope: it did not do it."""


class KiteRefused(KiteFault):
    """Kite said no. Another try says the same."""


class TokenRefused(KiteRefused):
    """403 TokenException: the token is invalid, used, or out of date."""


class NotAllowed(KiteRefused):
    """403 PermissionException: this key or this person may not."""
