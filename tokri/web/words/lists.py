"""What is said of dated lists, of the last days of a contract, and of a basket as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tokri.core.problems import Problem
from tokri.web.language import N_, _, ngettext
from tokri.web.words.joined import all_of

SENTENCES: Final[Mapping[str, str]] = {
    "fo-ban": N_(
        "{order}: {underlying} is in the F&O ban period by the list of {list_day}, in which only an order that "
        "reduces a position is taken; accept this one only if it does."
    ),
    "gsm": N_("{order}: {symbol} is under graded surveillance (GSM{at_stage}), list of {list_day}: {measure}."),
    "asm": N_("{order}: {symbol} is under additional surveillance (ASM{at_stage}), list of {list_day}: {measure}."),
    "esm": N_("{order}: {symbol} is under enhanced surveillance (ESM{at_stage}), list of {list_day}: {measure}."),
    "sme-watch": N_(
        "{order}: {symbol} is on the list of watched SME shares of {list_day}; few trade it, and Kite may refuse it."
    ),
    "currency-exposure": N_(
        "{order}: a fresh position in {pair} needs a declaration of exposure with the broker; without one, only an "
        "order that reduces a position is taken."
    ),
    "commodity-far-month": N_(
        "{order}: this contract expires only on {expiry}; as far as we know Kite takes the nearest two on MCX, and few "
        "trade a later one."
    ),
    "stock-contract-near-expiry": N_(
        "{order}: this contract ends {when}, {expiry}, and is settled in shares: its margin rises daily, and the "
        "broker may close the position."
    ),
    "stock-option-last-days": N_(
        "{order}: this option ends {when}, {expiry}, and is settled in shares; a fresh BUY in its last two days may be "
        "refused."
    ),
    "index-option-near-expiry": N_(
        "{order}: this option ends {when}, {expiry}; on an index it is settled in cash, and nothing is delivered."
    ),
    "sells-fund-buys": N_(
        "{selling} and {buying}: a buy that is sent before the sells fill may bounce. Money from shares that were "
        "bought yesterday can be used only from the next trading day{from_options}."
    ),
    "several-parts": N_(
        "This is sent as {orders} orders, and Kite’s page takes {most} at a time: it goes there in {parts} parts, one "
        "after the other."
    ),
    "shares-to-release": N_(
        "{selling} shares out of a demat account. If no DDPI is signed, open Kite → Holdings → Authorisation first, "
        "between 08:00 and 17:00 on the day itself."
    ),
}

_MEASURES: Final[Mapping[tuple[str, int], str]] = {
    ("gsm", 1): N_("the whole value is asked as margin, and the price moves at most 5 % a day"),
    ("gsm", 2): N_("it is traded for delivery alone, and a buyer leaves half its value as a deposit"),
    ("gsm", 3): N_("it is traded for delivery alone, once a week, and a buyer leaves its value as a deposit"),
    ("gsm", 4): N_(
        "it is traded for delivery alone, once a week, never at a higher price, and a buyer leaves its value as a "
        "deposit"
    ),
    ("asm", 4): N_("it is traded for delivery alone, with its whole value as margin"),
    ("esm", 1): N_("it is traded for delivery alone, with its whole value as margin"),
    ("esm", 2): N_("it is traded in auctions alone, for delivery"),
}
_OTHERWISE: Final = {
    "gsm": N_("trading in it is narrowed, and Kite may refuse a BUY"),
    "asm": N_("up to the whole value is asked as margin, and Kite may refuse intraday orders"),
    "esm": N_("trading in it is narrowed, and Kite may refuse a BUY"),
}
_TERMS: Final = {"long-term": N_("long-term"), "short-term": N_("short-term")}


def list_facts(problem: Problem) -> Mapping[str, str]:
    """What the sentences above need beside the plain facts of the problem."""
    facts = problem.facts
    told: dict[str, str] = {}
    if "stage" in facts:
        measures = (problem.code, int(facts["stage"]))
        measure = _MEASURES.get(measures) or _OTHERWISE.get(problem.code)
        told["measure"] = _(measure) if measure else ""
        told["at_stage"] = _stage(str(facts["term"]), int(facts["stage"]), str(facts["listed"]))
    if "days_left" in facts:
        told["when"] = _when(int(facts["days_left"]))
    if "sells" in facts:
        sells = str(facts["sells"])
        told["selling"] = ngettext(
            "Order %(numbers)s sells", "Orders %(numbers)s sell", _many(sells), numbers=all_of(sells)
        )
    if "buys" in facts:
        buys = str(facts["buys"])
        told["buying"] = ngettext("order %(numbers)s buys", "orders %(numbers)s buy", _many(buys), numbers=all_of(buys))
        sold = _("; money from options that were sold buys only options of the same segment")
        told["from_options"] = sold if facts["options"] else ""
    return told


def _stage(term: str, number: int, listed: str) -> str:
    if number:
        if term:
            return _(", %(term)s stage %(number)s", term=_(_TERMS[term]), number=number)
        return _(", stage %(number)s", number=number)
    return f", “{listed}”" if listed else ""


def _when(days_left: int) -> str:
    if days_left == 0:
        return _("today")
    return _("on the next trading day") if days_left == 1 else _("in %(days)s trading days", days=days_left)


def _many(numbers: str) -> int:
    return numbers.count(",") + 1
