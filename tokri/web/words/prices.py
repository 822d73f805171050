"""What is said of a price beside the last one known, and of orders at the market price."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tokri.core.money import grouped
from tokri.core.problems import Problem
from tokri.web.language import N_, _
from tokri.web.words.times import spoken

SENTENCES: Final[Mapping[str, str]] = {
    "circuit-limits": N_(
        "{order}: enter a {field} {within}, the limits of the day as Kite told them on {at}; {typed} lies outside."
    ),
    "stop-beyond-market": N_(
        "{order}: the trigger price of {trigger} is not {beyond} the last known price, {last} of {last_day}; a stop "
        "order to {to_do} needs one {beyond} it, or it is refused."
    ),
    "option-range": N_(
        "{order}: the exchange takes {low} to {high} for this option, by the last known price of {last} ({last_day}); "
        "{price} lies outside. The range moves with the market."
    ),
    "price-split": N_(
        "{order}: {price} is {grouped_percent} % {way} the last known price, {last} of {last_day}; {asks} Look at "
        "price and quantity."
    ),
    "price-distance": N_(
        "{order}: {price} is {grouped_percent} % {way} the last known price, {last} of {last_day}; accept it if it is "
        "meant."
    ),
    "market-refused": N_("{order}: choose LIMIT as the order type, and a price; options on {what} take no MARKET."),
    "market-thin-option": N_(
        "{order}: MARKET may be refused, since {why}; choose LIMIT and a price, or accept that it may come back."
    ),
    "market-fund-opening": N_(
        "{order}: some funds take no MARKET order from 09:15 to 09:17; choose LIMIT and a price, or wait until then."
    ),
    "ioc-mcx": N_(
        "{order}: choose DAY as the validity; as far as we know MCX takes no IOC of an order that comes from outside "
        "Kite."
    ),
    "market-protection": N_(
        "{order}: Kite makes {a_becomes} of {a_typed} order, {at_limit}, and what does not fill there stays "
        "open{offer}."
    ),
}

_TYPES: Final = {"MARKET": N_("a MARKET"), "LIMIT": N_("a LIMIT"), "SL": N_("an SL"), "SL-M": N_("an SL-M")}

#: Per cent over and under the last price from which it is more than ten times off.
_TENFOLD: Final = {"over": 900, "under": 90}
_SLIP: Final = N_("is it a slip of the keyboard?")
_SPLIT: Final = N_("was there a split or a bonus since it was decided?")
_WAYS: Final = {"over": N_("over"), "under": N_("under")}


def price_facts(problem: Problem) -> Mapping[str, str]:
    """What the sentences above need beside the plain facts of the problem."""
    facts = problem.facts
    told: dict[str, str] = {}
    if problem.code == "circuit-limits":
        told = {"within": _within(str(facts["low"]), str(facts["high"])), "at": spoken(str(facts["at"]))}
    elif problem.code == "stop-beyond-market":
        buys = facts["side"] == "BUY"
        told = {"beyond": _("over") if buys else _("under"), "to_do": _("buy") if buys else _("sell")}
    elif problem.code in {"price-split", "price-distance"}:
        percent = int(facts["percent"])
        slip = percent > _TENFOLD[str(facts["way"])]
        asks, way = _(_SLIP if slip else _SPLIT), _(_WAYS[str(facts["way"])])
        told = {"grouped_percent": grouped(percent), "asks": asks, "way": way}
    elif problem.code == "market-refused":
        told["what"] = _("shares") if facts["options_on"] == "shares" else "MCX"
    elif problem.code == "market-thin-option":
        told["why"] = _why_thin(facts)
    elif problem.code == "market-protection":
        told = _protection(facts)
    return told


def _within(low: str, high: str) -> str:
    if low and high:
        return _("from %(low)s to %(high)s", low=low, high=high)
    return _("of %(low)s or more", low=low) if low else _("of %(high)s or less", high=high)


def _why_thin(facts: Mapping[str, str | int]) -> str:
    if "expiry" in facts:
        day = spoken(str(facts["expiry"]))
        return _("this option expires only on %(expiry)s and few trade it", expiry=day)
    return _(
        "at its last known price of %(last)s (%(last_day)s) this option is deep in the money, and few trade it",
        last=facts["last"],
        last_day=spoken(str(facts["last_day"])),
    )


def _protection(facts: Mapping[str, str | int]) -> dict[str, str]:
    told = {"a_becomes": _(_TYPES[str(facts["becomes"])]), "a_typed": _(_TYPES[str(facts["typed"])])}
    if "limit" not in facts:
        return {**told, "at_limit": _("at its protection price, a little beyond the market"), "offer": ""}
    percent, limit = facts["percent"], facts["limit"]
    if "last" in facts:
        where = _(
            "%(percent)s %% beyond the market, which is %(limit)s by the last known price of %(last)s (%(last_day)s)",
            percent=percent,
            limit=limit,
            last=facts["last"],
            last_day=spoken(str(facts["last_day"])),
        )
    else:
        where = _("%(percent)s %% beyond the trigger price, which is %(limit)s", percent=percent, limit=limit)
    offer = _(
        "; %(a_becomes)s at %(limit)s does the same, and shows it beforehand", a_becomes=told["a_becomes"], limit=limit
    )
    return {**told, "at_limit": where, "offer": offer}
