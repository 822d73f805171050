"""Whether a basket suits a client, and whether the client may be sent anything today.

An investment adviser answers for the first before a link is made; of a research analyst it is not asked.
Source: SEBI (Investment Advisers) Regulations 2013, 16 (risk profiling) and 17 (suitability), as the firm's compliance
officer reads them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum, StrEnum
from functools import total_ordering
from typing import Final

from tokri.core.desk.firm import FirmKind

#: A risk profile is gone over again at least yearly, unless the firm says sooner.
ASSESSED_FOR: Final = timedelta(days=365)

#: What a written reason has at least, and at most: words that are not the same, and letters.
FEWEST_WORDS: Final = 4
LONGEST_REASON: Final = 1000


@total_ordering
class RiskClass(Enum):
    """How much risk a basket is, or a client takes: the six words of the risk-o-meter, lowest first.

    The value is what is stored. They compare by risk, never by letters. Source: SEBI circular of 5 October 2020,
    SEBI/HO/IMD/DF3/CIR/P/2020/197 (product labelling in mutual fund schemes, risk-o-meter)
    """

    LOW = "low"
    LOW_TO_MODERATE = "low-to-moderate"
    MODERATE = "moderate"
    MODERATELY_HIGH = "moderately-high"
    HIGH = "high"
    VERY_HIGH = "very-high"

    @property
    def rank(self) -> int:
        """Its place from the lowest, 0."""
        return _RISING.index(self)

    def __lt__(self, other: object) -> bool:
        return self.rank < other.rank if isinstance(other, RiskClass) else NotImplemented


_RISING: Final = tuple(RiskClass)


def risk_class(text: str) -> RiskClass | None:
    """The class of that value, as it is stored or a form sends it; None where it is none."""
    return next((each for each in RiskClass if each.value == text), None)


def needs_suitability(kind: FirmKind) -> bool:
    """Whether what such a firm sends a client needs a suitability result: all that an investment adviser sends."""
    return kind is not FirmKind.ANALYST


class Misfit(StrEnum):
    """Why a basket cannot go to a client as things stand."""

    BASKET_UNASSESSED = "basket-unassessed"  #: nobody has said how much risk the basket is
    CLIENT_UNASSESSED = "client-unassessed"  #: no risk class of the client, or none with a day that has come
    STALE = "assessment-stale"  #: the client's was found too long ago
    MISMATCH = "mismatch"  #: the basket is more risk than the client takes


@dataclass(frozen=True, slots=True)
class Suitability:
    """What was found, and what it was found from.

    `misfits` is empty where it fits. `client_risk_on` is the day of the client's assessment, `last_day` the last one on
    which that counts; None without a day that has come. `reason` is why it is sent in spite of a mismatch, "" where
    nobody gave one.
    """

    misfits: tuple[Misfit, ...]
    basket_risk: RiskClass | None
    client_risk: RiskClass | None
    client_risk_on: date | None
    last_day: date | None
    reason: str = ""

    @property
    def fits(self) -> bool:
        return not self.misfits

    @property
    def may_be_accepted(self) -> bool:
        """Whether a written reason is all that is missing: it cures a mismatch, and nothing else."""
        return self.misfits == (Misfit.MISMATCH,)

    @property
    def passes(self) -> bool:
        """Whether the basket may go to the client: it fits, or a reason was written why it goes all the same."""
        return self.fits or (self.may_be_accepted and bool(self.reason))

    @property
    def outcome(self) -> str:
        """The outcome's code for the record: "fits", "accepted", or the first misfit."""
        if self.fits:
            return "fits"
        return "accepted" if self.passes else self.misfits[0].value


def suitable(
    basket_risk: RiskClass | None,
    client_risk: RiskClass | None,
    client_risk_on: date | None,
    today: date,
    max_age: timedelta = ASSESSED_FOR,
) -> Suitability:
    """Compare the basket's risk with the client's, found on the day `client_risk_on`. Days are days in India.

    A basket of less risk than the client takes fits. An assessment counts through the day `max_age` after its own.
    """
    last_day = client_risk_on + max_age if client_risk_on and client_risk_on <= today else None
    assessed = client_risk is not None and last_day is not None
    misfits = {
        Misfit.BASKET_UNASSESSED: basket_risk is None,
        Misfit.CLIENT_UNASSESSED: not assessed,
        Misfit.STALE: assessed and last_day is not None and last_day < today,
        Misfit.MISMATCH: assessed and basket_risk is not None and client_risk is not None and basket_risk > client_risk,
    }
    found = tuple(each for each, so in misfits.items() if so)
    return Suitability(found, basket_risk, client_risk, client_risk_on, last_day)


class ReasonFault(StrEnum):
    """Why a text is no reason that answers for anything."""

    MISSING = "reason-missing"
    SHORT = "reason-short"
    LONG = "reason-long"


def reason_fault(reason: str) -> ReasonFault | None:
    """What is wrong with a written reason; None: nothing. "ok ok ok ok" is one word."""
    words = {each.casefold() for each in reason.split() if any(letter.isalnum() for letter in each)}
    if not words:
        return ReasonFault.MISSING
    if len(reason.strip()) > LONGEST_REASON:
        return ReasonFault.LONG
    return ReasonFault.SHORT if len(words) < FEWEST_WORDS else None


def accepted_with(suitability: Suitability, reason: str) -> Suitability:
    """The same, sent in spite of a mismatch, with the reason as written.

    Raises ValueError where a reason does not cure it (`may_be_accepted`), or is none (`reason_fault`).
    """
    if not suitability.may_be_accepted:
        raise ValueError("a reason is written for a mismatch, and for nothing else")
    if reason_fault(reason) is not None:
        raise ValueError("a reason is at least a few words, and at most a page of them")
    return replace(suitability, reason=reason.strip())


class Bar(StrEnum):
    """Why a client gets nothing today."""

    ERASED = "erased"  #: nothing is known of them any more
    INACTIVE = "inactive"
    AGREEMENT_MISSING = "agreement-missing"
    AGREEMENT_NOT_BEGUN = "agreement-not-begun"
    AGREEMENT_ENDED = "agreement-ended"


def may_receive(
    agreement_from: date | None, agreement_until: date | None, today: date, *, inactive: bool, erased: bool
) -> tuple[Bar, ...]:
    """Why a client may be sent nothing on `today`, a day in India; empty where nothing is in the way.

    An agreement counts from its first through its last day; without a last day, until further notice.
    """
    if erased:
        return (Bar.ERASED,)
    bars = {
        Bar.INACTIVE: inactive,
        Bar.AGREEMENT_MISSING: agreement_from is None,
        Bar.AGREEMENT_NOT_BEGUN: agreement_from is not None and today < agreement_from,
        Bar.AGREEMENT_ENDED: agreement_until is not None and agreement_until < today,
    }
    return tuple(each for each, so in bars.items() if so)
