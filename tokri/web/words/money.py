"""What orders come to, in the language of the page: separate sums, and the size of the button that leaves for Kite."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from tokri.core.money import rupees
from tokri.core.totals import AtLastPrices, Kind, Sum, Totals
from tokri.web.language import N_, _, ngettext
from tokri.web.words.orders import count_of_orders
from tokri.web.words.times import date_words

if TYPE_CHECKING:
    from tokri.journey.review import PartReview

_SUMS: Final[Mapping[Kind, str]] = {
    Kind.TO_PAY: N_("To pay for shares"),
    Kind.ON_MARGIN: N_("Shares bought on margin, their value"),
    Kind.SALES: N_("Value of sales"),
    Kind.PREMIUM_PAID: N_("Premium to pay"),
    Kind.PREMIUM_RECEIVED: N_("Premium to receive"),
    Kind.FUTURES: N_("Futures, contract value"),
    Kind.NOT_VALUED: N_("Contracts counted in lots"),
}


def totals_rows(totals: Totals) -> list[tuple[str, str, str | None]]:
    """The totals for the macro: words, amount, a quieter note.

    What orders at market price come to at the last prices has a row of its own beside an exact sum: it may be most of
    the money, and is no part of that sum.
    """
    return [row for each in totals.sums for row in ((_(_SUMS[each.kind]), _amount(each), _note(each)), *_beside(each))]


def _amount(each: Sum) -> str:
    if each.known:
        return rupees(each.paise)
    if each.at_last and each.at_last.orders == each.at_market:
        return _about(each.at_last)
    return _("Not known here")


def _about(last: AtLastPrices) -> str:
    return _("about %(amount)s", amount=rupees(last.paise))


def _note(each: Sum) -> str | None:
    notes = [_at_market(each)] if each.at_market else []
    if each.kite_decides:
        notes.append(_("Kite decides the margin"))
    return "; ".join(notes) or None


def _at_market(each: Sum) -> str:
    """How many orders at market price are not in the amount; at which prices they are, where they are the whole sum."""
    which = count_of_orders(each.at_market)
    last = each.at_last
    if each.known:
        return _("without %(which)s at market price", which=which)
    if last is None or last.orders < each.at_market:
        return _("%(which)s at market price", which=which)
    return ngettext(
        "%(which)s at market price, counted at the last price of %(days)s",
        "%(which)s at market price, counted at the last prices of %(days)s",
        last.orders,
        which=which,
        days=_days(last),
    )


def _beside(each: Sum) -> list[tuple[str, str, str | None]]:
    """The row of what is at market price, where the sum's own amount does not tell it."""
    last = each.at_last
    if last is None or not last.orders or (not each.known and last.orders == each.at_market):
        return []
    what = _("%(sum)s: %(which)s at market price", sum=_(_SUMS[each.kind]), which=count_of_orders(last.orders))
    at = ngettext("at the last price of %(days)s", "at the last prices of %(days)s", last.orders, days=_days(last))
    return [(what, _about(last), at)]


def _days(last: AtLastPrices) -> str:
    if last.oldest == last.newest:
        return date_words(last.oldest)
    return _("%(first)s to %(last)s", first=date_words(last.oldest), last=date_words(last.newest))


def continue_label(part: PartReview) -> str:
    """The button that leaves for Kite, with the size of the act: never less than it, as far as that is known."""
    sums = part.totals
    facts = {"orders": count_of_orders(len(part.part.orders)), "part": part.part.number, "amount": rupees(sums.to_pay)}
    split = part.part.of > 1
    if not sums.to_pay or sums.more_to_pay:
        if split:
            return _("Continue to Kite: part %(part)s, %(orders)s", **facts)
        return _("Continue to Kite: %(orders)s", **facts)
    if sums.kite_decides:
        if split:
            return _("Continue to Kite: part %(part)s, %(orders)s, about %(amount)s to pay and margin", **facts)
        return _("Continue to Kite: %(orders)s, about %(amount)s to pay and margin", **facts)
    if split:
        return _("Continue to Kite: part %(part)s, %(orders)s, about %(amount)s to pay", **facts)
    return _("Continue to Kite: %(orders)s, about %(amount)s to pay", **facts)
