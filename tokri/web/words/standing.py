"""What is said of advice at a moment, in the language of the page: why it cannot be sent, and how the market stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tokri.core.basket import OrderText
from tokri.core.problems import Problem
from tokri.web.language import N_, _
from tokri.web.words.choosing import order_named
from tokri.web.words.times import spoken

#: By the code of the problem; with a second word where a fact is not there.
SENTENCES: Final[Mapping[str | tuple[str, str], str]] = {
    "past-valid-until": N_(
        "This advice was valid until %(until)s, and nothing of it can be sent any more. Ask the firm for new advice."
    ),
    "valid-until-unknown": N_(
        "Nothing of this advice can be sent, as it does not say until when it is valid. Ask the firm for new advice."
    ),
    "outside-entry-range": N_(
        "%(order)s cannot be sent now: the advice is to act between %(from)s and %(to)s, and the last known price, of "
        "%(last_day)s, is %(last)s. Wait for a price in that range, or ask the firm."
    ),
    "outside-entry-range-before": N_(
        "%(order)s: the advice is to act between %(from)s and %(to)s. The last price known here, %(last)s, is of "
        "%(last_day)s and older than the advice: look at the price on Kite before you place it."
    ),
    "price-moved": N_(
        "%(order)s cannot be sent now: it was advised at %(advised)s on %(advised_at)s, and the last known price, of "
        "%(last_day)s, is %(last)s, which is %(percent)s %% away. Ask the firm whether the advice still stands."
    ),
    "price-moved-before": N_(
        "%(order)s was advised at %(advised)s on %(advised_at)s. The last price known here, of %(last_day)s, is "
        "%(last)s, which is %(percent)s %% away: look at the price on Kite before you place it."
    ),
    ("price-moved", "no-time"): N_(
        "%(order)s cannot be sent now: it was advised at %(advised)s, and the last known price, of %(last_day)s, is "
        "%(last)s, which is %(percent)s %% away. Ask the firm whether the advice still stands."
    ),
    ("price-moved-before", "no-time"): N_(
        "%(order)s was advised at %(advised)s. The last price known here, of %(last_day)s, is %(last)s, which is "
        "%(percent)s %% away: look at the price on Kite before you place it."
    ),
    "last-price-unknown": N_("%(order)s: no last price is known here. Look at the price on Kite before you place it."),
    "order-has-error": N_(
        "%(order)s cannot be sent as it stands, as Kite or the exchange would refuse it now. Ask the firm to change it."
    ),
    "basket-has-error": N_(
        "These orders cannot be sent together as they stand, as Kite would refuse them now. Ask the firm to "
        "change them."
    ),
    "market-open": N_("%(exchange)s is open until %(until)s."),
    "market-closing-soon": N_(
        "%(exchange)s closes at %(until)s, in %(minutes)s min. What is placed later waits for the next session."
    ),
    "market-opening": N_("%(exchange)s opens at %(opens)s."),
    ("market-opening", "unknown"): N_("%(exchange)s is about to open."),
    "market-closing-session": N_(
        "%(exchange)s has ended its continuous trading; its closing session lasts until %(until)s."
    ),
    "market-closed": N_("%(exchange)s is closed until %(opens)s. What is placed now waits until then."),
    ("market-closed", "unknown"): N_("%(exchange)s is closed; when it opens next is not known here."),
    ("market-closed", "holiday"): N_(
        "%(exchange)s is closed for %(holiday)s until %(opens)s. What is placed now waits until then."
    ),
    "market-hours-unknown": N_("The hours of %(exchange)s on this day are not known here. Look at them on Kite."),
    "cut-off-soon": N_(
        "Intraday orders on %(exchange)s are ended at %(until)s, in %(minutes)s min. What is bought or sold "
        "intraday is closed then."
    ),
}

_FOR_DELIVERY: Final = N_(
    "%(order)s cannot be sent: it is traded for delivery alone now, and this is not for delivery (CNC). Ask the firm "
    "to change it."
)
_CLOSED: Final = N_(
    "%(order)s cannot be sent now: while the market is closed such an order is not taken. Wait until it opens, or ask "
    "the firm."
)

#: Why an order would be refused, by the rule that finds it, where it came about since the advice was shared: what is in
#: a client's own words. All others are the firm's to mend, and told to it in theirs.
REASONS: Final[Mapping[str, str]] = {
    "instrument-expired": N_("%(order)s cannot be sent: the contract has expired. Ask the firm for new advice."),
    "symbol-renamed": N_(
        "%(order)s cannot be sent: it has another name at the exchange now. Ask the firm to change it."
    ),
    "symbol-moved": N_(
        "%(order)s cannot be sent: it is listed in another series now, under another name. Ask the firm to change it."
    ),
    "exchange-wrong": N_("%(order)s cannot be sent: it is not listed on this exchange. Ask the firm to change it."),
    "lot-multiple": N_(
        "%(order)s cannot be sent: its quantity is not in whole lots as they are now. Ask the firm to change it."
    ),
    "tick-size": N_(
        "%(order)s cannot be sent: its price or trigger is no multiple of the step in which it trades now. Ask the "
        "firm to change it."
    ),
    "circuit-limits": N_(
        "%(order)s cannot be sent now: its price or trigger is outside the limits within which it may trade today. "
        "Wait for another day, or ask the firm."
    ),
    "delivery-only": _FOR_DELIVERY,
    "delivery-only-listed": _FOR_DELIVERY,
    "intraday-not-listed": N_(
        "%(order)s cannot be sent now: the broker does not take it for intraday at present. Ask the firm to change it."
    ),
    "intraday-late": N_(
        "%(order)s cannot be sent now: it is too late in the day for an intraday order. Wait for the next trading day, "
        "or ask the firm."
    ),
    "amo-while-open": N_(
        "%(order)s cannot be sent now: it is for after the market (AMO), and the market is open or about to be. Wait "
        "until it has closed, or ask the firm."
    ),
    "market-not-queued": _CLOSED,
    "call-auction-not-queued": _CLOSED,
    "cover-after-hours": _CLOSED,
    "market-refused": N_(
        "%(order)s cannot be sent: an order at the market price is not taken for it. Ask the firm for a limit price."
    ),
}


def standing_sentence(problem: Problem, orders: Sequence[OrderText]) -> str:
    """What blocks the sending, or is told of the moment; `orders` are the advice's."""
    facts: dict[str, object] = {name: spoken(str(fact)) for name, fact in problem.facts.items()}
    if problem.order is not None:
        facts["order"] = order_named(problem.order, orders)
    return _(_pattern(problem), **facts) if facts else _(_pattern(problem))


def _pattern(problem: Problem) -> str:
    facts = problem.facts
    if problem.code == "order-has-error" and facts.get("rule") in REASONS:
        return REASONS[str(facts["rule"])]
    if "advised_at" in facts and not facts["advised_at"]:
        return SENTENCES[problem.code, "no-time"]
    if "opens" in facts and not facts["opens"]:
        return SENTENCES[problem.code, "unknown"]
    return SENTENCES[problem.code, "holiday"] if facts.get("holiday") else SENTENCES[problem.code]
