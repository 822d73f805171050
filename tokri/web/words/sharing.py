"""What is said on the way from a basket to what its clients get: sharing, versions, decisions, the restricted list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from tokri.core.basket import OrderText
from tokri.core.desk.advice import Proposal
from tokri.core.desk.approval import DecisionBar
from tokri.core.desk.difference import Change, Kind
from tokri.core.desk.restricted import Hit, Match, Restriction
from tokri.core.desk.suitability import FEWEST_WORDS, LONGEST_REASON, ReasonFault
from tokri.core.plan import Policy
from tokri.core.problems import Problem
from tokri.core.times import date_words, ist_words
from tokri.web.words.advice import basket_problem, field_id, label
from tokri.web.words.baskets import MAY_CHANGE, in_words
from tokri.web.words.names import order_name
from tokri.web.words.plan import POLICIES

#: What is asked before sharing, by the field of Disclosures: the question, and a hint.
QUESTIONS: Final[Mapping[str, tuple[str, str]]] = {
    "firm_holding": (
        "What does the firm hold of these securities?",
        "For each: none, or how much. Also what the firm’s people hold in its name.",
    ),
    "associates_holding": (
        "What do the firm’s associates and relatives hold of them?",
        "For each: none, or how much.",
    ),
    "conflict": (
        "Is there any other conflict of interest?",
        "None, or what it is: work for the company, a mandate, a family tie.",
    ),
    "from_brokers": (
        "What does the firm receive from any broker?",
        "None, or from whom and what for.",
    ),
    "ai_use": (
        "Did software write or choose any of this?",
        "None, or which tool did what, and who looked it over.",
    ),
}

#: What each disclosure is called where its answer stands.
DISCLOSURES: Final[Mapping[str, str]] = {
    "firm_holding": "Held by the firm",
    "associates_holding": "Held by associates",
    "conflict": "Other conflict of interest",
    "from_brokers": "Received from brokers",
    "ai_use": "Use of AI tools",
}

_LACKS: Final[Mapping[str, str]] = {
    "archived": "Take the basket back before you share it; it was put aside.",
    "template": "Make a basket from this template and share that; a template is not shared.",
    "left-of-recalled": "Version {number}, of which this places what was left, was taken back: “{reason}” I advise it "
    "anew all the same.",
    "title-missing": "Enter a title.",
    "why-missing": "Write why: over the whole basket, or beside every order. Your firm wants it.",
    "why-of-order-missing": "{order}: write why, as beside the other orders, or say it over the whole basket.",
    "risk-missing": "Choose the risk of the basket; without it nobody can say whom it suits.",
    "disclosure-missing": "Answer before sharing: “{question}” None is an answer.",
    "disclosure-long": "“{question}” Shorten the answer to {most} characters.",
}

NOT_ENDING: Final = "Enter until when the basket is valid."


def in_the_way(problem: Problem, orders: Sequence[OrderText]) -> str:
    """What stands in the way of sharing, or wants a tick."""
    if problem.code == "valid-until-missing" and problem.mend is not None:
        return NOT_ENDING
    pattern = _LACKS.get(problem.code)
    if pattern is None:
        return basket_problem(problem, orders)
    place, field = problem.order, str(problem.path[-1]) if problem.path else ""
    facts: dict[str, str | int] = {**problem.facts, "question": QUESTIONS.get(field, ("", ""))[0]}
    return pattern.format_map({**facts, "order": order_name(place, orders) if place is not None else ""})


def mended_at(problem: Problem) -> tuple[str, str]:
    """Where it is put right: "disclosures" or "basket", and the id of the field there."""
    if problem.path[:1] == ("disclosures",):
        return "disclosures", str(problem.path[-1])
    return "basket", field_id(problem.path)


# --- the restricted list ----------------------------------------------------------------------------

_MATCHES: Final[Mapping[Match, str]] = {
    Match.SAME: "is on the restricted list",
    Match.ISIN: "is the same paper as {security}, which is on the restricted list",
    Match.OTHER_EXCHANGE: "is the same company’s as {security}, which is on the restricted list",
    Match.DERIVATIVE: "is a contract on {security}, which is on the restricted list",
}


def hit(found: Hit, orders: Sequence[OrderText]) -> str:
    """Which order names a restricted security, and until when."""
    named = _MATCHES[found.match].format(security=security(found.restriction))
    return f"{order_name(found.place, orders)}, {named} {until(found.restriction)}: {found.restriction.why}"


def security(restriction: Restriction) -> str:
    """A restricted security by its symbol and exchange."""
    on = f" on {restriction.exchange}" if restriction.exchange else ""
    return f"{restriction.tradingsymbol}{on}"


def until(restriction: Restriction) -> str:
    """Until when it holds."""
    return f"until {date_words(restriction.until)}" if restriction.until else "until it is lifted"


RESTRICTION_FAULTS: Final[Mapping[str, str]] = {
    "exchange-unknown": "Choose an exchange from the list, or every exchange.",
    "symbol-missing": "Enter the symbol as Kite writes it, like INFY.",
    "symbol-unreadable": "Enter the symbol as Kite writes it: letters, digits, & and -, at most 50.",
    "symbol-unlisted": (
        "The instrument list has no {symbol} there. Mend the symbol, or tick below that it is to be kept as it stands."
    ),
    "already-restricted": "{symbol} is on the list already; lift that entry first if its date is to change.",
    "day-unreadable": "Enter the last day as a date, like 2026-03-31, or leave it empty.",
    "day-past": "Enter a last day from today on, or leave it empty.",
    "why-missing": "Write why it is restricted; whoever shares a basket reads it.",
    "why-long": "Shorten the reason to {most} characters.",
}


def restriction_fault(problem: Problem) -> str:
    return RESTRICTION_FAULTS[problem.code].format_map(problem.facts)


# --- why nothing happened ---------------------------------------------------------------------------

NOT_SHARED: Final = {
    "changed": (
        "The basket, the firm’s settings, the restricted list or what the rules say changed since this page was shown. "
        "Nothing was shared. Look at it again as it stands now."
    ),
    "not-ready": "Nothing was shared. Put right what is named below first.",
    "not-ticked": "Tick every warning that you accept, or change the basket. Nothing was shared.",
}

#: Said where the protection of a form against forged posts had run out.
STALE: Final = "Your page had been open a long time. What you typed stands below: look through it and send it again."

SAVED_MEANWHILE: Final = (
    "The basket was saved or put aside since this page was shown. Your answers stand below and are not saved: look at "
    "them again and save them."
)

BARS: Final[Mapping[DecisionBar, str]] = {
    DecisionBar.NOT_ASKED: "The firm asked for no second person when this was shared.",
    DecisionBar.DECIDED: "This was decided already.",
    DecisionBar.SUPERSEDED: "There is a newer version; that one is to be decided.",
    DecisionBar.ARCHIVED: "The basket was put aside.",
    DecisionBar.SHARED_IT: "You shared this version, so somebody else decides.",
    DecisionBar.WROTE_IT: "You wrote some of what this version froze, so somebody else decides.",
}

NOT_THIS: Final = "The form was of another content than this version. Nothing was decided. Read it again as it stands."

_REASONS: Final[Mapping[ReasonFault, str]] = {
    ReasonFault.MISSING: "Write {what}.",
    ReasonFault.SHORT: f"Write {{what}} in at least {FEWEST_WORDS} different words.",
    ReasonFault.LONG: f"Shorten {{what}} to {LONGEST_REASON} characters.",
}

WHY_REFUSED: Final = "why you refuse"
WHY_APPROVED: Final = "the reason"
WHY_SHARED: Final = "why this may be shared although it is on the restricted list"
WHY_SENT: Final = "why it goes to this client in spite of the mismatch"


def reason_fault(fault: ReasonFault, what: str) -> str:
    """What is wrong with something that is to be written; `what` names it within the sentence."""
    return _REASONS[fault].format(what=what)


# --- a proposal, read -------------------------------------------------------------------------------

_PLAIN: Final = ("risk_class", "valid_until", "reference_capital")


def told_basket(proposal: Proposal) -> list[tuple[str, str]]:
    """What is said of the whole basket, as name and words; nothing of what was left empty."""
    pairs = [
        ("why", proposal.why),
        *((name, in_words(name, getattr(proposal, name))) for name in _PLAIN),
        ("tied", "Yes" if proposal.tied else "No"),
        ("may_change", _may_change(proposal.may_change)),
        ("sequence", sequence(proposal.draft.sequence)),
    ]
    return [(label(name), f"{text} IST" if name == "valid_until" else text) for name, text in pairs if text]


def told_disclosures(proposal: Proposal) -> list[tuple[str, str]]:
    """Each disclosure, as name and answer."""
    return [(name, getattr(proposal.disclosures, field) or "Not answered yet") for field, name in DISCLOSURES.items()]


def unanswered(proposal: Proposal) -> str:
    """Which disclosures still have no answer; "" where each has one."""
    missing = [name for field, name in DISCLOSURES.items() if not getattr(proposal.disclosures, field)]
    if len(missing) == len(DISCLOSURES):
        return "No disclosure is answered yet"
    return f"Disclosures not answered yet: {', '.join(missing)}" if missing else ""


def disclosed_line(at: datetime | None) -> str:
    """That all is answered, and since when, where the record tells."""
    return "Disclosures: all answered" + (f", {ist_words(at)}" if at is not None else "") + ". Look at them"


def _may_change(value: str) -> str:
    return next((said for each, (said, _) in MAY_CHANGE.items() if each.value == value), value)


def sequence(value: str) -> str:
    """The sequence of sending, where somebody chose it."""
    return next((POLICIES[each][0] for each in Policy if each.value == value), value)


def changes(found: Sequence[Change]) -> list[str]:
    """What is not as it was in the version before, a sentence each."""
    return [_change(each) for each in found]


def _change(change: Change) -> str:
    order = "" if change.place is None else f"Order {change.place + 1}"
    order += f", {change.symbol}" if change.symbol else ""
    if change.kind is Kind.ADDED:
        return f"{order}: added."
    if change.kind is Kind.REMOVED:
        return f"{order} of the version before: taken out."
    name = DISCLOSURES.get(change.field) or label(change.field)
    what = f"{order}: {name[:1].lower()}{name[1:]}" if order else name
    before, after = (_value(change.field, text) for text in (change.before, change.after))
    if not before:
        return f"{what} is now “{after}”; before, there was none."
    return f"{what} is now “{after}”, before “{before}”." if after else f"{what} is gone; before, “{before}”."


def _value(field: str, text: str) -> str:
    if field == "may_change":
        return _may_change(text)
    return sequence(text) if field == "sequence" else in_words(field, text)
