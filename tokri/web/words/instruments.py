"""What the rules that need an instrument have to say, and what is said of an instrument beside its order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tokri.core import quote as of_quote
from tokri.core.instrument import Instrument, Kind, LastPrice, Listing
from tokri.core.money import grouped, price_words
from tokri.core.problems import Problem
from tokri.web.language import N_, _, ngettext
from tokri.web.words.joined import either, either_of
from tokri.web.words.times import date_words, spoken

SENTENCES: Final[Mapping[str, str]] = {
    "symbol-renamed": N_("{order}: enter {now} as the symbol; {exchange} lists this paper under that name now."),
    "symbol-moved": N_("{order}: enter {now} as the symbol; {exchange} lists the share in that series now."),
    "exchange-wrong": N_("{order}: choose {fits} as the exchange; {symbol} is not listed on {here}."),
    "symbol-unknown": N_(
        "{order}: the instrument list has no such symbol on {exchange}.{did_you_mean} Kite leaves out an order whose "
        "symbol it does not know; accept this one only if you know that it is listed."
    ),
    "index-not-tradable": N_(
        "{order}: {symbol} is an index, which cannot be traded itself; choose a future, an option or a fund of it."
    ),
    "instrument-expired": N_("{order}: choose a contract that is still traded; this one expired on {expiry}."),
    "expires-today": N_("{order}: this contract expires today, {expiry}."),
    "other-company": N_(
        "{order}: on {here} this is {name}; {symbol} on {there} is {theirs}. By their names these may be two "
        "companies, so look whether the exchange is the one you mean."
    ),
    "sells-on-either": N_("{order}: {here} and {there} both take this sale, once the shares are settled."),
    "list-missing": N_("No instrument list is loaded: symbols, lots and price steps are not checked."),
    "list-old": N_("The instrument list is of {list_day}, {days} days old: what it alone says stops no order."),
    "lot-multiple": N_(
        "{order}: enter a quantity of {fitting}{or_all_held}; a lot is {lot}, and {quantity} is {remainder}."
    ),
    "freeze-quantity": N_(
        "{order}: {quantity} units ({lots} lots) are over the {most} units ({most_lots} lots) that the exchange takes "
        "in one order since {table_day}; this becomes {needed} orders, each with its own brokerage."
    ),
    "tick-size": N_("{order}: enter {a_field} of {fitting}; {typed} lies between two steps of ₹{tick}."),
    "delivery-only": N_(
        "{order}: choose {mend} as the {field}; {symbol} is in {called} {series}, which is traded for delivery alone."
    ),
    "delivery-only-lots": N_(
        "{order}: choose {mend} as the {field}; {symbol} is traded in lots of {lot}, as SME shares are, and those are "
        "for delivery alone."
    ),
    "delivery-only-listed": N_(
        "{order}: choose {mend} as the {field}; {symbol} is on the list of {exchange} of what is traded for delivery "
        "alone."
    ),
    "intraday-not-listed": N_(
        "{order}: choose {mend} as the {field}; {symbol} is not on the broker’s list of what can be traded intraday."
    ),
    "cover-not-listed": N_(
        "{order}: choose {mend} as the {field}; {symbol} is not on the broker’s list of what takes cover orders."
    ),
    "margin-funding-kind": N_(
        "{order}: choose {mend} as the {field}; MTF lends on shares and funds, and {symbol} is neither."
    ),
    "margin-funding-not-listed": N_(
        "{order}: choose {mend} as the {field}; {symbol} is not on the broker’s list of what MTF lends on."
    ),
    "margin-funding-account": N_("{order}: MTF has to be switched on in the Kite account that places this."),
}


#: What an exchange calls the kinds that its shares are sorted into.
_CALLED: Final = {"group": N_("group"), "series": N_("series")}


def instrument_facts(problem: Problem) -> Mapping[str, str]:
    """What the sentences above need beside the plain facts of the problem."""
    facts = problem.facts
    told = {"fitting": either(problem.mends)}
    if "alike" in facts:
        alike = either_of(str(facts["alike"]))
        told["did_you_mean"] = f" {_('Did you mean %(alike)s?', alike=alike)}" if alike else ""
    if problem.code == "lot-multiple":
        told |= _lots(int(facts["quantity"]), int(facts["lot"]), int(facts["whole"]))
        told["or_all_held"] = _(", or accept it if it is all that you hold") if facts["odd"] else ""
    if "called" in facts:
        told["called"] = _(_CALLED[str(facts["called"])])
    return told


def _lots(quantity: int, lot: int, whole: int) -> dict[str, str]:
    """The quantities on both sides in units and lots, and what the quantity is in lots."""
    fitting = [f"{grouped(lots * lot)} ({lots_words(lots)})" for lots in (whole, whole + 1) if lots]
    over = grouped(quantity % lot)
    remainder = _("%(lots)s and %(over)s over", lots=lots_words(whole), over=over) if whole else _("less than one")
    shown = {"quantity": grouped(quantity), "lot": grouped(lot)}
    return {**shown, "fitting": either(fitting), "remainder": remainder}


def lots_words(lots: int) -> str:
    """A number of lots: `1 lot`, `27 lots`."""
    return ngettext("%(count)s lot", "%(count)s lots", lots, count=grouped(lots))


def instrument_line(listing: Listing, quantity: int | None = None) -> str:
    """What the list says of an order's instrument, in one line; "" where it does not have it.

    `quantity` is told in lots beside its units, where it is whole lots of more than one unit.
    """
    instrument = listing.instrument
    if instrument is None:
        return ""
    told = (instrument.name, *_dealt(instrument, quantity), *_ends(instrument), *_last(listing.last_price))
    return " · ".join(part for part in told if part)


def _dealt(instrument: Instrument, quantity: int | None) -> tuple[str, ...]:
    if instrument.kind is Kind.INDEX:
        return (_("index, not traded itself"),)
    lot = instrument.lot_size
    size = _("lot %(lot)s", lot=grouped(lot)) if lot > 1 else ""
    if instrument.in_lots:
        size = _("quantity counts lots")
    if quantity and lot > 1 and quantity % lot == 0:
        lots = lots_words(quantity // lot)
        size = _("%(size)s, %(quantity)s is %(lots)s", size=size, quantity=grouped(quantity), lots=lots)
    return (size, _("tick %(price)s", price=price_words(instrument.tick_size)))


def _ends(instrument: Instrument) -> tuple[str, ...]:
    return (_("expires %(day)s", day=date_words(instrument.expiry)),) if instrument.expiry else ()


def _last(price: LastPrice | None) -> tuple[str, ...]:
    return (_("last %(price)s on %(day)s", price=price_words(price.price), day=moment_words(price)),) if price else ()


def moment_words(last: LastPrice) -> str:
    """When a last price was made: the minute where Kite told it, else the day."""
    return spoken(of_quote.moment_words(last))
