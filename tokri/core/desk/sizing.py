"""How much of an order a client gets: as it stands, by their money, or by what they hold.

Quantities are Kite's: units on NSE, BSE, NFO and BFO, lots on MCX, CDS and BCD. Money is exact rupees. Every figure is
counted in fractions and floored once, at the end, so that nobody is ever asked to trade more than was worked out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from typing import Final

from tokri.core.basket import plain
from tokri.core.desk.firm import FirmKind
from tokri.core.money import grouped, price_words

_NFO_AND_BFO: Final = frozenset({"NFO", "BFO"})
_COUNTED_IN_LOTS: Final = frozenset({"MCX", "CDS", "BCD"})
_WHOLE: Final = Decimal(100)

#: Decimal places of an unrounded figure for people; what goes on behind them is an ellipsis.
_PLACES: Final = 4


class Sizing(StrEnum):
    """From what a client's quantity is worked out."""

    FIXED = "fixed"  #: as the order says
    CAPITAL = "capital"  #: × the client's capital ÷ the capital that the basket is meant for
    MULTIPLIER = "multiplier"  #: × the client's multiplier
    HELD_ALL = "all"  #: all that the client holds; SELL alone
    HELD_SHARE = "share"  #: a per cent of what the client holds; SELL alone


#: What is worked out from what the client holds.
BY_HOLDING: Final = frozenset({Sizing.HELD_ALL, Sizing.HELD_SHARE})


def sizing_of(text: str) -> Sizing | None:
    """The sizing of that value, as it is stored or a form sends it; None where it is none."""
    return next((each for each in Sizing if each.value == text), None)


def sizings_allowed(kind: FirmKind) -> tuple[Sizing, ...]:
    """What such a firm's baskets may be sized by, in the order in which they are offered.

    A research analyst's basket knows no client: no multiplier of theirs, and no capital but the amount that the
    client types. A firm that is both may do what an adviser may; whether it acts as one, the basket's link says.
    Source: our own reading: an analyst's research is for all who get it alike; by one client's means an adviser sizes
    """
    return tuple(each for each in Sizing if kind is not FirmKind.ANALYST or each is not Sizing.MULTIPLIER)


def client_says(kind: FirmKind, sizing: Sizing) -> bool:
    """Whether what it is worked out from is the client's to type, and never taken from the firm's own books."""
    return kind is FirmKind.ANALYST and sizing is not Sizing.FIXED


class Nothing(StrEnum):
    """Why there is no quantity. All but the first want something to be filled in or mended."""

    ZERO = "zero-after-floor"  #: worked out, and less than one unit or lot: the order is named and left out
    QUANTITY_MISSING = "quantity-missing"  #: the order says none, and it is needed
    CAPITAL_MISSING = "capital-missing"
    REFERENCE_MISSING = "reference-capital-missing"  #: nobody said what capital the quantities are meant for
    MULTIPLIER_MISSING = "multiplier-missing"
    SHARE_WRONG = "share-wrong"  #: no per cent, or none above 0 and up to 100
    LOT_UNKNOWN = "lot-unknown"  #: a contract that the instrument list does not have
    NOT_HELD = "not-held"
    HOLDINGS_UNKNOWN = "holdings-unknown"  #: nothing was uploaded: the client types what they hold
    SELL_ONLY = "sell-only"  #: what is held can be sold, not bought


@dataclass(frozen=True, slots=True)
class Ask:
    """One order as far as its size goes. `quantity` and `lot_size` are None where they are not known.

    `share` is in per cent, above 0 and up to 100; only HELD_SHARE asks for it. `lot_size` is the instrument's own: in
    units where quantities are units, 1 where they are lots.
    """

    exchange: str
    transaction_type: str
    quantity: int | None
    lot_size: int | None
    sizing: Sizing = Sizing.FIXED
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Means:
    """What is known of a client. Capital and the capital that the basket is meant for are rupees; None: not known.

    `held` is in the order's own units or lots; None where there was no upload, 0 where it does not have it.
    """

    capital: Decimal | None = None
    reference_capital: Decimal | None = None
    multiplier: Decimal | None = None
    held: int | None = None


@dataclass(frozen=True, slots=True)
class Sized:
    """What a client gets of an order: `quantity`, or `nothing` says why there is none (then it is 0).

    `exact` is the figure before it was floored; None where nothing could be worked out. `facts` are what it was worked
    out from, for a sentence such as "₹4,00,000 ÷ ₹10,00,000 × 25 = 10": `sizing`, `in_lots`, and of `capital`,
    `reference`, `multiplier`, `share`, `held`, `lot`, `asked` (the order's own quantity) and `exact` those it leans on.
    """

    quantity: int
    nothing: Nothing | None = None
    exact: Fraction | None = None
    facts: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def left_out(self) -> bool:
        """Whether the order is named and left out, with nothing to be filled in: it comes to less than one."""
        return self.nothing is Nothing.ZERO

    @property
    def client_types(self) -> bool:
        """Whether the client is asked how much they hold."""
        return self.nothing is Nothing.HOLDINGS_UNKNOWN


def sized(ask: Ask, means: Means) -> Sized:
    """What a client of these means gets of an order. Never negative, never more than is held where it is sized by that.

    What is scaled is floored to whole lots of NFO and BFO, and of shares that are traded in lots. Where all is sold,
    an odd holding of shares is sold whole: the exchange has a way for those. What is fixed is left as it was typed.
    """
    facts: dict[str, str | int] = {"sizing": ask.sizing.value, "in_lots": int(ask.exchange in _COUNTED_IN_LOTS)}
    if ask.sizing in BY_HOLDING:
        return _by_holding(ask, means, facts)
    if ask.quantity is None or ask.quantity <= 0:
        return Sized(0, Nothing.QUANTITY_MISSING, facts=facts)
    facts["asked"] = grouped(ask.quantity)
    if ask.sizing is Sizing.FIXED:
        return Sized(ask.quantity, exact=Fraction(ask.quantity), facts=facts)
    factor = _by_capital(means, facts) if ask.sizing is Sizing.CAPITAL else _by_multiplier(means, facts)
    if isinstance(factor, Nothing):
        return Sized(0, factor, facts=facts)
    return _floored(ask.quantity * factor, _step(ask), facts)


def _by_capital(means: Means, facts: dict[str, str | int]) -> Fraction | Nothing:
    capital, reference = _positive(means.capital), _positive(means.reference_capital)
    if capital is not None:
        facts["capital"] = price_words(capital)
    if reference is None:
        return Nothing.REFERENCE_MISSING
    facts["reference"] = price_words(reference)
    return Nothing.CAPITAL_MISSING if capital is None else Fraction(capital) / Fraction(reference)


def _by_multiplier(means: Means, facts: dict[str, str | int]) -> Fraction | Nothing:
    multiplier = _positive(means.multiplier)
    if multiplier is None:
        return Nothing.MULTIPLIER_MISSING
    facts["multiplier"] = plain(multiplier)
    return Fraction(multiplier)


def _by_holding(ask: Ask, means: Means, facts: dict[str, str | int]) -> Sized:
    if ask.transaction_type != "SELL":
        return Sized(0, Nothing.SELL_ONLY, facts=facts)
    share = _WHOLE if ask.sizing is Sizing.HELD_ALL else _positive(ask.share)
    if share is None or share > _WHOLE:
        return Sized(0, Nothing.SHARE_WRONG, facts=facts)
    if ask.sizing is Sizing.HELD_SHARE:
        facts["share"] = plain(share)
    if means.held is None:
        return Sized(0, Nothing.HOLDINGS_UNKNOWN, facts=facts)
    facts["held"] = grouped(max(means.held, 0))
    if means.held <= 0:
        return Sized(0, Nothing.NOT_HELD, facts=facts)
    odd_may_go = ask.sizing is Sizing.HELD_ALL and ask.exchange not in _NFO_AND_BFO
    return _floored(means.held * Fraction(share) / 100, 1 if odd_may_go else _step(ask), facts)


def _step(ask: Ask) -> int | None:
    """In what steps a quantity of it goes; None where only the instrument list could tell, and it does not."""
    if ask.exchange in _COUNTED_IN_LOTS:
        return 1
    if ask.lot_size is None:
        return None if ask.exchange in _NFO_AND_BFO else 1
    return max(ask.lot_size, 1)


def _floored(exact: Fraction, step: int | None, facts: dict[str, str | int]) -> Sized:
    facts["exact"] = exact_words(exact)
    if step is None:
        return Sized(0, Nothing.LOT_UNKNOWN, exact, facts)
    if step > 1:
        facts["lot"] = grouped(step)
    quantity = floor(exact / step) * step
    return Sized(quantity, None if quantity else Nothing.ZERO, exact, facts)


def least_capital(ask: Ask, reference_capital: Decimal | None) -> int | None:
    """The least capital in whole rupees with which an order sized by capital comes to anything.

    Of a basket it is the most among its orders. None where the order is not sized by capital, or it cannot be told.
    """
    reference, step = _positive(reference_capital), _step(ask)
    if ask.sizing is not Sizing.CAPITAL or reference is None or step is None or not ask.quantity or ask.quantity < 0:
        return None
    return ceil(Fraction(reference) * step / ask.quantity)


def unspent(found: Sized, price: Decimal) -> int | None:
    """What flooring leaves over, in whole paise at `price` in rupees; None where nothing could be worked out.

    Only where quantities are units: what a lot is worth needs a dated multiplier.
    """
    if found.exact is None or found.facts.get("in_lots"):
        return None
    return floor((found.exact - found.quantity) * Fraction(price) * 100)


def exact_words(exact: Fraction) -> str:
    """An unrounded figure for people: 10, 1,234.5, 3.3333…, where the ellipsis stands for what goes on."""
    scaled = exact * 10**_PLACES
    whole, rest = divmod(floor(scaled), 10**_PLACES)
    decimals = f"{rest:0{_PLACES}}"
    goes_on = scaled.denominator != 1
    decimals = decimals if goes_on else decimals.rstrip("0")
    return grouped(whole) + (f".{decimals}" if decimals else "") + ("…" if goes_on else "")


def _positive(number: Decimal | None) -> Decimal | None:
    return number if number is not None and number.is_finite() and number > 0 else None
