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
    """The totals for the macro: words, amount, a quieter note."""
    return [(_(_SUMS[each.kind]), _amount(each), _note(each)) for each in totals.sums]


def _amount(each: Sum) -> str:
    if each.known:
        return rupees(each.paise)
    if each.at_last and each.at_last.orders == each.at_market:
        return _("about %(amount)s", amount=rupees(each.at_last.paise))
    return _("Not known here")


def _note(each: Sum) -> str | None:
    notes = [_at_market(each)] if each.at_market else []
    if each.kite_decides:
        notes.append(_("Kite decides the margin"))
    return "; ".join(notes) or None


def _at_market(each: Sum) -> str:
    """What the orders at market price come to at the last prices; the amount itself where that is the whole sum."""
    which = count_of_orders(each.at_market)
    last = each.at_last
    if last is None:
        if each.known:
            return _("without %(which)s at market price", which=which)
        return _("%(which)s at market price", which=which)
    facts = {"which": which, "days": _days(last), "amount": rupees(last.paise)}
    many = last.orders
    if last.orders < each.at_market and each.known:
        return ngettext(
            "without %(which)s at market price; %(num)s of them about %(amount)s at the last price of %(days)s",
            "without %(which)s at market price; %(num)s of them about %(amount)s at the last prices of %(days)s",
            many,
            **facts,
        )
    if last.orders < each.at_market:
        return ngettext(
            "%(which)s at market price; %(num)s of them about %(amount)s at the last price of %(days)s",
            "%(which)s at market price; %(num)s of them about %(amount)s at the last prices of %(days)s",
            many,
            **facts,
        )
    if each.known:
        return ngettext(
            "without %(which)s at market price, which is about %(amount)s at the last price of %(days)s",
            "without %(which)s at market price, which is about %(amount)s at the last prices of %(days)s",
            many,
            **facts,
        )
    return ngettext(
        "%(which)s at market price, counted at the last price of %(days)s",
        "%(which)s at market price, counted at the last prices of %(days)s",
        many,
        **facts,
    )


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
