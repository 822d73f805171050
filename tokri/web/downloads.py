"""A basket to take away: what kinds of file there are, the files, and the ticket on a page. Always the last version."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from flask import Response, abort, render_template, request

from tokri.core import formats
from tokri.core.basket import MOST_ORDERS, Draft, Order, OrderText
from tokri.core.formats import csv_file, kite_file
from tokri.core.formats import ticket as ticket_file
from tokri.core.formats.kite_file import MOST_IN_FILE
from tokri.core.plan import Part, plan
from tokri.core.ports import Basket
from tokri.core.rules import Checked
from tokri.core.times import demo_words
from tokri.core.totals import totals
from tokri.journey.baskets import get_basket
from tokri.web.checking import check_orders
from tokri.web.context import known_visitor, now, outside
from tokri.web.words.money import totals_rows
from tokri.web.words.names import order_name
from tokri.web.words.plan import cut

#: Letters of a basket's name that the name of its file keeps.
_LONGEST_NAME: Final = 60
_IN_A_NAME: Final = frozenset(" &().,-_")


@dataclass(frozen=True, slots=True)
class ForKite:
    """The basket as files for Kite's own Baskets screen: `parts`, or the sentence `why` there are none.

    The orders are as they would be sent from here: in sequence of sending, `moved` where that is not as listed, and in
    slices. `locked`: a lock stays behind. `sliced`: a sentence for each order of the basket that stands as several.
    """

    parts: tuple[Part, ...] = ()
    why: str = ""
    locked: bool = False
    moved: bool = False
    sliced: tuple[str, ...] = ()

    def label(self, part: Part) -> str:
        """The words on the button of one file."""
        if part.of == 1:
            return "Download for Kite"
        first, last = part.first + 1, part.first + len(part.orders)
        return f"Download orders {first} to {last} for Kite" if first < last else f"Download order {first} for Kite"


def take(basket_id: str) -> str:
    """What the basket can be taken away as, in words."""
    basket = _basket(basket_id)
    draft = basket.latest.draft
    return render_template("take.html", basket=basket, kite=_for_kite(draft, check_orders(draft.orders)))


def ticket(basket_id: str) -> str:
    """The ticket, to be read out or copied."""
    basket = _basket(basket_id)
    return render_template("ticket.html", basket=basket, ticket=_ticket(basket))


def download(basket_id: str) -> Response:
    """The basket as a file that can be read again here; as JSON unless the address says another kind."""
    basket = _basket(basket_id)
    write = _KINDS.get(request.args.get("as", "json"))
    if write is None:
        abort(404)
    body, mimetype, name = write(basket)
    answer = Response(body, mimetype=mimetype)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def file_name(basket: str, ending: str) -> str:
    """The name of a file: the basket's, without what a file system or a shell would make something of."""
    kept = "".join(each if _in_a_name(each) else " " for each in basket)
    kept = " ".join(kept.split())[:_LONGEST_NAME].strip(" .-")
    return f"{kept or 'basket'}{ending}"


def _in_a_name(character: str) -> bool:
    """Letters, digits and the marks on letters, without which Hindi cannot be written; and a few signs."""
    return character in _IN_A_NAME or unicodedata.category(character)[0] in "LNM"


def _basket(basket_id: str) -> Basket:
    basket = get_basket(outside(), known_visitor(), basket_id)
    if basket is None:
        abort(404)
    return basket


def _json(basket: Basket) -> tuple[str, str, str]:
    draft = basket.latest.draft
    body = formats.write(basket.name, draft.orders, draft.sequence)
    return body, "application/json", file_name(basket.name, ".json")


def _csv(basket: Basket) -> tuple[str, str, str]:
    return csv_file.write(basket.latest.draft.orders), "text/csv", file_name(basket.name, ".csv")


def _as_ticket(basket: Basket) -> tuple[str, str, str]:
    return _ticket(basket), "text/plain", file_name(basket.name, " ticket.txt")


def _kite(basket: Basket) -> tuple[str, str, str]:
    draft = basket.latest.draft
    checked = check_orders(draft.orders)
    asked = request.args.get("part", "1")
    part = next((each for each in _for_kite(draft, checked).parts if str(each.number) == asked), None)
    if part is None:
        abort(404)
    ending = ".json" if part.of == 1 else f" ({part.number} of {part.of}).json"
    return kite_file.write(part.orders, checked.known), "application/json", file_name(f"Kite {basket.name}", ending)


_KINDS: Final[Mapping[str, Callable[[Basket], tuple[str, str, str]]]] = {
    "json": _json,
    "csv": _csv,
    "ticket": _as_ticket,
    "kite": _kite,
}


def _for_kite(draft: Draft, checked: Checked) -> ForKite:
    """Kite's file says of every order what product it is, and takes no order that has an error."""
    orders = draft.orders
    if not checked.ready:
        return ForKite(why="First put right what stands in the way of a review.")
    open_ones = [order_name(place, orders) for place, order in enumerate(checked.orders) if order and not order.product]
    if open_ones:
        more = f" and {len(open_ones) - 1} more" if len(open_ones) > 1 else ""
        return ForKite(why=f"First choose a product for {open_ones[0]}{more}: Kite’s file cannot leave it open.")
    whole = [_timeless(order, typed) for order, typed in zip(checked.orders, orders, strict=True) if order]
    sending = plan(whole, MOST_IN_FILE, checked.known, draft.sequence)
    return ForKite(
        sending.parts,
        locked=any(order.readonly for order in whole),
        moved=sending.moved,
        sliced=tuple(said for each in sending.wholes if (said := cut(each))),
    )


def _timeless(order: Order, typed: OrderText) -> Order:
    """A variety that was left to the clock is Kite's usual one: nobody knows at what hour the file is used."""
    return order if typed.variety else replace(order, variety="regular")


def _ticket(basket: Basket) -> str:
    draft, orders = basket.latest.draft, basket.latest.draft.orders
    checked = check_orders(orders)
    above = [f"Version {basket.latest.number}, written {demo_words(now())}. Prices are in rupees."]
    sent: list[tuple[int, tuple[int, ...]]] = []
    if checked.ready:
        whole = [order for order in checked.orders if order]
        sending = plan(whole, MOST_ORDERS, checked.known, draft.sequence)
        sent = [(each[0].place, tuple(piece.order.quantity for piece in each)) for each in sending.wholes]
        if sending.moved:
            above.append("The orders stand in the order in which they are sent; their numbers are those of the basket.")
    sums = totals([order for order in checked.orders if order], checked.known)
    said = [f"{words}: {amount}{f' ({note})' if note else ''}" for words, amount, note in totals_rows(sums)]
    missing = sum(order is None for order in checked.orders)
    if missing:
        said.append(f"Not counted, since something in it is to be put right: {missing} of {len(orders)} orders")
    above.append("A ticket places nothing.")
    return ticket_file.write(basket.name, orders, above, ["", *said], sequence=draft.sequence, sent=sent)
