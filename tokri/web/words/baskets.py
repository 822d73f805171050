"""What the firm's baskets say of themselves: states and choices, who saved them when, where two writings differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tokri.core.basket import OrderText
from tokri.core.desk.advice import DeskBasket, MayChange, SharedVersion
from tokri.core.desk.brief import Brief
from tokri.core.desk.difference import Change, Kind
from tokri.core.desk.firm import FirmKind
from tokri.core.desk.people import Person
from tokri.core.desk.sizing import Sizing, sizing_of, sizings_allowed
from tokri.core.desk.states import BasketState
from tokri.core.desk.suitability import RiskClass
from tokri.core.times import ist_clock, ist_words
from tokri.web.language import N_
from tokri.web.words.advice import LABELS, label
from tokri.web.words.plan import POLICIES

#: Shape and words of each state.
STATES: Final[Mapping[BasketState, tuple[str, str]]] = {
    BasketState.DRAFT: ("neutral", "Draft"),
    BasketState.WAITING: ("waiting", "Waits for a second person"),
    BasketState.REFUSED: ("wrong", "Refused by a second person"),
    BasketState.READY: ("proven", "Ready for clients"),
    BasketState.CHANGED: ("claim", "Changed since it was shared"),
    BasketState.ARCHIVED: ("neutral", "Put aside"),
}


def stands(state: BasketState, shared_with: int) -> tuple[str, str]:
    """Shape and words of where a basket stands; `shared_with` is how many clients have a link to it."""
    kind, word = STATES[state]
    return kind, f"Shared with {shared_with:,}" if state is BasketState.READY and shared_with else word


def filter_of(state: BasketState) -> str:
    """What the list's filter calls a state: of what is ready, some is shared already."""
    return f"{STATES[state][1]}, or shared" if state is BasketState.READY else STATES[state][1]


RISKS: Final[Mapping[RiskClass, str]] = {
    RiskClass.LOW: N_("Low"),
    RiskClass.LOW_TO_MODERATE: N_("Low to moderate"),
    RiskClass.MODERATE: N_("Moderate"),
    RiskClass.MODERATELY_HIGH: N_("Moderately high"),
    RiskClass.HIGH: N_("High"),
    RiskClass.VERY_HIGH: N_("Very high"),
}

MAY_CHANGE: Final[Mapping[MayChange, tuple[str, str]]] = {
    MayChange.NOTHING: ("Nothing", "They take all of it or none."),
    MayChange.LEAVE_OUT: ("Leave orders out", "Whole orders, not quantities."),
    MayChange.SCALE: ("Scale it", "All quantities by one factor."),
    MayChange.QUANTITIES: ("Quantities", "Each by itself."),
}

SIZINGS: Final[Mapping[Sizing, str]] = {
    Sizing.FIXED: "As the order says",
    Sizing.CAPITAL: "By the client’s capital",
    Sizing.MULTIPLIER: "By the client’s multiplier",
    Sizing.HELD_ALL: "All that is held",
    Sizing.HELD_SHARE: "A share of what is held",
}

#: The same where the client says what it is worked out from.
TYPED_SIZINGS: Final[Mapping[Sizing, str]] = {
    **SIZINGS,
    Sizing.CAPITAL: "By an amount that the client types",
}


def in_words(field: str, value: str) -> str:
    """A value as the form shows it: closed lists by their words, anything else as typed."""
    words: Mapping[str, str] = {}
    if field == "risk_class":
        words = {each.value: said for each, said in RISKS.items()}
    elif field == "may_change":
        words = {each.value: said for each, (said, _) in MAY_CHANGE.items()}
    elif field == "sizing":
        words = {each.value: said for each, said in SIZINGS.items()}
    return words.get(value, value)


def choices(kind: FirmKind, sizings: Iterable[str]) -> Mapping[str, Sequence[tuple[str, str]]]:
    """What each select of the form offers, as value and words. Of `sizings` those in use stay, whatever the firm is."""
    allowed = [*sizings_allowed(kind)]
    named = TYPED_SIZINGS if kind is FirmKind.ANALYST else SIZINGS
    used = [each for each in Sizing if each.value in set(sizings) and each not in allowed]
    return {
        "risk_class": [("", "Choose"), *((each.value, text) for each, text in RISKS.items())],
        "sizing": [(each.value, named[each]) for each in (*allowed, *used)],
        "may_change": [(each.value, text) for each, (text, _) in MAY_CHANGE.items()],
        "sequence": [("", "By what is in it"), *((each.value, name) for each, (name, _) in POLICIES.items())],
    }


def sizing_line(sizing: str, share: str) -> str:
    """From what a client's quantity is worked out, in words; "" where it is as the order says."""
    meant = sizing_of(sizing)
    if meant is None or meant is Sizing.FIXED:
        return ""
    return f"{share.strip()} % of what is held" if meant is Sizing.HELD_SHARE and share.strip() else SIZINGS[meant]


def symbols(orders: Sequence[OrderText]) -> str:
    """What is in a basket, shortly: `3 orders: INFY, TCS, …`."""
    return contents(len(orders), list(dict.fromkeys(order.tradingsymbol for order in orders if order.tradingsymbol)))


def contents(orders: int, named: Sequence[str]) -> str:
    """The same of so many orders, of these symbols."""
    count = f"{orders or 'No'} order{'' if orders == 1 else 's'}"
    if not named:
        return count
    return f"{count}: {', '.join(named[:_MOST_SYMBOLS])}{', …' if len(named) > _MOST_SYMBOLS else ''}"


_MOST_SYMBOLS: Final = 4


def name_of(person_id: str, people: Mapping[str, Person]) -> str:
    """Somebody by their name."""
    return people[person_id].name if person_id in people else "somebody who is not here any more"


def saved_line(basket: DeskBasket | Brief, people: Mapping[str, Person]) -> str:
    """When the basket was saved last, and by whom."""
    return f"Saved {ist_words(basket.saved_at)} by {name_of(basket.saved_by, people)}"


def shared_line(version: SharedVersion, people: Mapping[str, Person]) -> str:
    """When a version was shared, and by whom."""
    return f"Shared {ist_words(version.shared_at)} by {name_of(version.shared_by, people)}"


def saved_now(basket: DeskBasket) -> str:
    """What the line of a form says whose pause in typing was saved."""
    return f"Saved {ist_clock(basket.saved_at)}"


def meanwhile(theirs: DeskBasket, people: Mapping[str, Person], me: str) -> str:
    """Who saved the basket while this page was open."""
    at = ist_words(theirs.saved_at)
    if theirs.saved_by == me:
        return f"You saved this basket in another window, {at}."
    return f"{name_of(theirs.saved_by, people)} saved this basket while your page was open, {at}."


def not_saved(theirs: DeskBasket, people: Mapping[str, Person], me: str) -> str:
    """What the line of a form says that must not be saved over somebody else's."""
    return f"Not saved: {meanwhile(theirs, people, me)} Press Save to see both."


ARCHIVED_MEANWHILE: Final = (
    "This basket was put aside while your page was open. What you typed is below and not saved: take the basket back, "
    "then save again."
)


@dataclass(frozen=True, slots=True)
class ClashRow:
    """One thing that two people wrote differently, in words."""

    what: str
    mine: str
    theirs: str


_NOTHING: Final = "Nothing"


def clash_rows(changes: Iterable[Change], notes: tuple[str, str]) -> list[ClashRow]:
    """Every difference between theirs and mine. `notes` are theirs and mine."""
    rows = [_row(each) for each in changes]
    if notes[0] != notes[1]:
        rows.append(ClashRow(LABELS["notes"], notes[1] or _NOTHING, notes[0] or _NOTHING))
    return rows


def _row(change: Change) -> ClashRow:
    order = "" if change.place is None else f"Order {change.place + 1}"
    order += f", {change.symbol}" if change.symbol else ""
    if change.kind is Kind.ADDED:
        return ClashRow(order, "There", "Not there")
    if change.kind is Kind.REMOVED:
        return ClashRow(order, "Not there", "There")
    what = f"{order}: {label(change.field).lower()}" if order else label(change.field)
    mine, theirs = in_words(change.field, change.after), in_words(change.field, change.before)
    return ClashRow(what, mine or _NOTHING, theirs or _NOTHING)
