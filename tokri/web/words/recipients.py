"""For whom a version is meant, in words: who cannot be chosen and why, and what each figure was worked out from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tokri.core.basket import OrderText
from tokri.core.desk.choosing import Choosable
from tokri.core.desk.for_whom import Line, Share
from tokri.core.desk.left_out import LeftOut, WhyLeftOut
from tokri.core.desk.sizing import Nothing, Sizing
from tokri.core.desk.suitability import Bar, Misfit, ReasonFault, Suitability
from tokri.core.link.correcting import Evidence
from tokri.core.money import grouped
from tokri.core.problems import Problem
from tokri.core.times import date_words
from tokri.web.words.baskets import RISKS
from tokri.web.words.clients_named import few_clients
from tokri.web.words.follow_up import LIKENESS
from tokri.web.words.names import order_name
from tokri.web.words.sharing import WHY_SENT, reason_fault

CHANGED: Final = (
    "The clients, their figures, the firm or the choice changed since this page was shown. Nothing was saved. Your "
    "ticks stand below: look at them again."
)
LEFT_OUT: Final = "Nothing was saved, for not all who were ticked stand on this page. The other ticks stand below."
CLOSED: Final = "Clients are chosen for the newest version alone, and not once it was refused or put aside."

SAVED: Final = "The choice is saved."

#: Of whom nobody said that they exit it all the same.
EXITED: Final = "Another draft has what they would exit. Tick that they exit it all the same, or leave them out."

#: The filter of the list, by its value in the address.
STANDINGS: Final[Mapping[str, str]] = {
    "": "All",
    Choosable.CHOSEN: "Chosen",
    Choosable.NOT_CHOSEN: "Not chosen",
    Choosable.CANNOT: "Cannot be chosen",
}

_FAULTS: Final[Mapping[str, str]] = {
    Bar.ERASED: "Erased.",
    Bar.INACTIVE: "Set aside as inactive.",
    Bar.AGREEMENT_MISSING: "No agreement is kept; enter its date.",
    Bar.AGREEMENT_NOT_BEGUN: "The agreement has not begun.",
    Bar.AGREEMENT_ENDED: "The agreement has ended.",
    Misfit.BASKET_UNASSESSED: "The basket says no risk.",
    Misfit.CLIENT_UNASSESSED: "No risk class is kept; enter it with its day.",
    Misfit.STALE: "The risk class was found too long ago; find it anew.",
    Misfit.MISMATCH: "The basket is more risk than the client takes.",
    Nothing.QUANTITY_MISSING: "{order}: the order says no quantity.",
    Nothing.CAPITAL_MISSING: "{order}: the client’s capital is not kept.",
    Nothing.REFERENCE_MISSING: "{order}: the basket does not say for what capital it is meant.",
    Nothing.MULTIPLIER_MISSING: "{order}: the client’s multiplier is not kept.",
    Nothing.SHARE_WRONG: "{order}: the per cent of what is held is none between 0 and 100.",
    Nothing.LOT_UNKNOWN: "{order}: the instrument list does not say how large a lot is.",
    Nothing.SELL_ONLY: "{order}: what is held can be sold, not bought.",
    "nothing-left": "Every order comes to nothing, so there is nothing to send.",
    "tied-left-out": "{order} comes to nothing, and the orders go all or none.",
}

_LEFT_OUT: Final[Mapping[Nothing, str]] = {
    Nothing.ZERO: "left out: less than one {unit}",
    Nothing.NOT_HELD: "left out: none is held",
}


def clients(count: int) -> str:
    """So many clients."""
    return f"{grouped(count)} client{'' if count == 1 else 's'}"


#: Why a tick counted for nothing.
_WHY_LEFT_OUT: Final[Mapping[WhyLeftOut, str]] = {
    WhyLeftOut.NOT_MEANT: "left out. The draft is not for them.",
    WhyLeftOut.NOT_LISTED: "left out. The page did not list them; look for them and tick them there.",
    WhyLeftOut.ERASED: "left out. Their data was erased.",
}


def left_out(found: Sequence[LeftOut]) -> list[str]:
    """Whoever was ticked, and is not on the page, with why: `C2, Ravi Nair: left out` and more."""
    said = []
    for why, words in _WHY_LEFT_OUT.items():
        clients = [each.client for each in found if each.why is why and each.client is not None]
        said += [f"{few_clients(clients)}: {words}"] if clients else []
    nobody = sum(each.why is WhyLeftOut.NO_CLIENT for each in found)
    if nobody:
        said.append(f"{grouped(nobody)} tick{' was' if nobody == 1 else 's were'} for no client of the register.")
    return said


def caption(found: int, page: int, pages: int, *, all_of_them: bool) -> str:
    """What the table holds: `312 clients found, page 2 of 7`."""
    where = f", page {page} of {pages}" if pages > 1 else ""
    return f"{clients(found)}{'' if all_of_them else ' found'}{where}"


def chosen_of_all(added: int, mismatched: int, barred: int, exited: int) -> str:
    """What choosing all who can be came to."""
    came = f"{clients(added)} {'was' if added == 1 else 'were'} added to the choice."
    asking = (
        f"{clients(mismatched)} {'was' if mismatched == 1 else 'were'} left out: the basket is more risk than they "
        "take, and each takes a written reason."
    )
    cannot = f"{clients(barred)} cannot be chosen; the filter “Cannot be chosen” shows why."
    again = f"{clients(exited)} {'was' if exited == 1 else 'were'} left out: other drafts have what they would exit."
    said = ((asking, mismatched), (cannot, barred), (again, exited))
    return " ".join([came, *(sentence for sentence, count in said if count)])


def fault(problem: Problem, orders: Sequence[OrderText]) -> str:
    """Why a client cannot be chosen. An order's place is the third step of the path."""
    if problem.code in set(ReasonFault):
        return reason_fault(ReasonFault(problem.code), WHY_SENT)
    place = problem.path[2] if len(problem.path) > len(("clients", "id")) else None
    return _FAULTS[problem.code].format(order=order_name(place, orders) if isinstance(place, int) else "")


def named(line: Line) -> str:
    """A client by code and name."""
    return f"{line.client.code}, {line.details.name}"


def suits(found: Suitability | None) -> tuple[str, str, str]:
    """Shape, word and detail of whether the basket suits a client."""
    if found is None:
        return "neutral", "Not asked", "A research analyst’s basket is for all alike."
    if found.fits:
        return "proven", "Fits", _compared(found)
    if found.may_be_accepted:
        return "warning", "Mismatch", _compared(found)
    return "wrong", "Not known", ""  # what is missing stands among the faults


def _compared(found: Suitability) -> str:
    basket, client = (RISKS[each] if each is not None else "–" for each in (found.basket_risk, found.client_risk))
    day = f", found {date_words(found.client_risk_on)}" if found.client_risk_on else ""
    return f"Basket: {basket.lower()}. Client: {client.lower()}{day}."


#: By what evidence a quantity is a client's own.
OWN: Final[Mapping[str, str]] = {
    Evidence.BOOK: "seen in Kite’s order book",
    Evidence.BOOK_ALIKE: f"seen in Kite’s order book, {LIKENESS}",
    Evidence.FILE: f"by a file that was uploaded, {LIKENESS}",
    Evidence.REPORTED: "as Kite reported; not seen in the book",
    Evidence.WORD: "by their word alone",
}


def quantity(share: Share) -> str:
    """How much of an order a client gets."""
    if share.quantity is None:
        return "the client says"
    nothing = share.found.nothing if share.found is not None else None
    if nothing is not None:
        unit = "lot" if share.found is not None and _in_lots(share) else "unit"
        return _LEFT_OUT.get(nothing, "–").format(unit=unit)
    return grouped(share.quantity)


def _in_lots(share: Share) -> bool:
    facts = share.found.facts if share.found is not None else {}
    return bool(facts.get("in_lots") or facts.get("lot"))


def figures(share: Share) -> str:
    """What the quantity was worked out from: "₹4,00,000 ÷ ₹10,00,000 × 25 = 10". "" where nothing was."""
    if share.found is None or share.found.exact is None:
        return ""
    facts = {name: str(value) for name, value in share.found.facts.items()}
    lots = f", in lots of {facts['lot']}" if "lot" in facts else ""
    match facts["sizing"]:
        case Sizing.CAPITAL:
            return f"{facts['capital']} ÷ {facts['reference']} × {facts['asked']} = {facts['exact']}{lots}"
        case Sizing.MULTIPLIER:
            return f"{facts['multiplier']} × {facts['asked']} = {facts['exact']}{lots}"
        case Sizing.HELD_SHARE:
            return f"{facts['share']} % of {facts['held']} held = {facts['exact']}{lots}"
        case Sizing.HELD_ALL:
            return f"all of {facts['held']} held{lots}"
        case _:
            rests = [OWN[each] for each in facts.get("own", "").split()]
            return f"their own, {' and '.join(rests)}" if rests else "as the order says"
