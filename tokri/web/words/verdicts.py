"""What became of one order: its state, by what that is known, and how its price compares with the advised one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from tokri.core.by_word import contradicted, placed_by_word
from tokri.core.evidence import How, Source, View
from tokri.core.money import grouped, price_words
from tokri.core.ports import PersonsWord, Said
from tokri.core.verdict import Standing, Verdict
from tokri.web.language import N_, _
from tokri.web.words.outcomes import book_status
from tokri.web.words.times import ist_words

if TYPE_CHECKING:
    from tokri.core.ports.evidence import Upload

#: The shape and the word of each; of one that is partly filled the word says how its rest stands.
_STANDINGS: Final[Mapping[Standing, tuple[str, str]]] = {
    Standing.FILLED: ("proven", N_("Filled")),
    Standing.PARTLY: ("waiting", N_("Partly filled")),
    Standing.OPEN: ("waiting", N_("Open")),
    Standing.QUEUED: ("waiting", N_("Queued for the next session")),
    Standing.CANCELLED: ("neutral", N_("Cancelled")),
    Standing.REJECTED: ("wrong", N_("Rejected")),
    Standing.UNTOLD: ("neutral", N_("Cannot be told apart: see below")),
    Standing.MISSING: ("wrong", N_("Not in the order book")),
    Standing.NOT_TRADED: ("neutral", N_("No trade on that day")),
    Standing.REPORTED: ("claim", N_("Reported by Kite")),
    Standing.UNKNOWN: ("neutral", N_("Not known")),
}

_FINEST: Final = Decimal("0.0001")

#: Of an order that the book must have, and has not.
NEVER_REACHED: Final = N_("Never reached the order book: refused by Kite’s own check, removed by you, or not accepted.")


def standing(verdict: Verdict) -> tuple[str, str]:
    """The shape and the word of an order's state."""
    kind, word = _STANDINGS[verdict.standing]
    if verdict.standing is not Standing.PARTLY:
        return kind, _(word)
    if verdict.still_open:
        return kind, _("Partly filled, the rest open")
    return "neutral", _("Partly filled, the rest over") if verdict.left or verdict.taken_out else _(word)


def by_likeness(verdict: Verdict, seen: str) -> str:
    """What was seen, and that it goes by likeness where nothing names the hand-off."""
    return _("%(seen)s, matched by share, side, quantity and time", seen=seen) if verdict.how is How.LIKENESS else seen


def evidence(verdict: Verdict, uploads: Sequence[Upload], said: PersonsWord | None) -> str:
    """By what it is known, and when that was seen; the person's own word where there is nothing else."""
    return by_likeness(verdict, _seen(verdict, uploads, said))


def _seen(verdict: Verdict, uploads: Sequence[Upload], said: PersonsWord | None) -> str:
    if verdict.source is None or verdict.at is None:
        return _("Your own word, %(at)s", at=ist_words(said.at)) if said is not None else ""
    at = ist_words(verdict.at)
    if verdict.source is Source.BOOK:
        if verdict.standing is Standing.MISSING:
            return _("Kite’s order book was read %(at)s", at=at)
        return _("Seen in Kite’s order book, %(at)s", at=at)
    if verdict.source is Source.POSTBACK:
        return _("Reported by Kite, not seen in the book, %(at)s", at=at)
    by_firm = any(each.by.startswith("user:") for each in uploads if each.at == verdict.at)
    if by_firm:
        return _("From the file that your adviser uploaded, %(at)s", at=at)
    return _("From the file you uploaded, %(at)s", at=at)


def reported(view: View, *, alone: bool) -> str:
    """What a postback says beyond what is seen: it stands beside it and changes nothing."""
    if alone:
        if len(view.books) == 1 and view.over and view.filled < view.quantity:
            status = book_status(view.books[0])
            return _("By that report: %(status)s, %(filled)s filled.", status=status, filled=grouped(view.filled))
        return _("By that report %(filled)s filled.", filled=grouped(view.filled))
    return _(
        "Kite reported %(filled)s filled, %(at)s; not seen in the book.",
        filled=grouped(view.filled),
        at=ist_words(view.at),
    )


def of_their_word(said: PersonsWord, verdict: Verdict) -> str:
    """What the person said of this order, and whether it was seen otherwise; "" where they did not say of which."""
    if said.said is not Said.PLACED_SOME or not said.orders:
        return ""
    if contradicted(said, verdict):
        if placed_by_word(said, verdict.order):
            return _("You placed it, by your word. What was seen says otherwise, and counts.")
        return _("You did not place it, by your word. What was seen says otherwise, and counts.")
    if placed_by_word(said, verdict.order):
        return _("You placed it, by your word.")
    return _("You did not place it, by your word.")


def exact(average: Decimal) -> Decimal:
    """An average as it is shown: to the hundredth of a paisa, as finely as any price is quoted."""
    return average.quantize(_FINEST)


def slippage(side: str, per_unit: Decimal, against: Decimal, *, advised: bool) -> str:
    """How the price at which it filled compares with the one that was advised, or that was its limit.

    `per_unit` is positive where it is the worse (tokri/core/slippage.py).
    """
    asked, apart = price_words(against), price_words(exact(abs(per_unit)))
    if not exact(per_unit):
        return _("At the advised price") if advised else _("At its limit")
    more = (per_unit > 0) == (side == "BUY")
    if advised:
        if side == "BUY":
            said = (
                N_("%(apart)s more than advised (%(asked)s)") if more else N_("%(apart)s less than advised (%(asked)s)")
            )
        else:
            said = N_("%(apart)s over the advised %(asked)s") if more else N_("%(apart)s under the advised %(asked)s")
    else:
        worse = per_unit > 0
        said = (
            N_("%(apart)s worse than its limit, %(asked)s")
            if worse
            else N_("%(apart)s better than its limit, %(asked)s")
        )
    return _(said, apart=apart, asked=asked)


def never_reached() -> str:
    """Of orders that the book must have, and has not."""
    return _(NEVER_REACHED)


def none_found(looked_at: datetime) -> str:
    """Never empty: what a look that found nothing says."""
    return _(
        "No orders found in the book for this basket (checked %(at)s). Kite itself is the final word.",
        at=ist_words(looked_at),
    )
