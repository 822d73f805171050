"""How values are written on pages: amounts, times, orders as sentences. Templates only print."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal

from flask import Flask

from tokri.core.basket import Order
from tokri.core.money import grouped, price_words, rupees
from tokri.core.ports import BookOrder, Handoff, Said
from tokri.core.state import State
from tokri.core.tally import Tally
from tokri.core.times import date_words, ist_words
from tokri.core.totals import Kind, Sum, Totals
from tokri.journey.review import PartReview, Review
from tokri.web import words
from tokri.web.words.plan import part as part_words


def install(app: Flask) -> None:
    """Give templates these filters."""
    app.jinja_env.filters.update(
        {
            "orders": orders,
            "ist": ist_words,
            "day": date_words,
            "whole": grouped,
            "price": price,
            "order_sentence": order_sentence,
            "totals_rows": totals_rows,
            "part_rows": part_rows,
            "continue_label": continue_label,
            "state_kind": state_kind,
            "state_words": state_words,
            "said_words": said_words,
            "left_words": left_words,
            "book_kind": book_kind,
            "book_words": book_words,
            "pretty_json": pretty_json,
            "nth": nth,
            "pickable": pickable,
            "picked": picked,
        }
    )
    app.jinja_env.globals["words_of_person"] = words.SAID


def pickable(text: str) -> bool:
    """Whether a browser's picker of day and time can show the text; it would empty any other."""
    try:
        return _PICKABLE.fullmatch(text) is not None and bool(datetime.fromisoformat(text))
    except ValueError:
        return False


_PICKABLE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}", re.ASCII)


def picked(text: str) -> str:
    """The text as a picker wants it, where it can show it; any other as it is."""
    return text.replace(" ", "T") if pickable(text) else text


def orders(count: int) -> str:
    """1 order, 4 orders."""
    return f"{count} order" if count == 1 else f"{count} orders"


def nth(number: int) -> str:
    """second, third, 4th."""
    return {1: "first", 2: "second", 3: "third"}.get(number, f"{number}th")


def price(value: Decimal | None) -> str:
    """A price for a column of them, to the paisa at least, or a dash where there is none."""
    if not value:
        return "–"
    text = price_words(value)
    return text if "." in text else f"{text}.00"


def order_sentence(order: Order) -> str:
    """One order as a sentence: what it asks Kite to do, in the order in which one would say it."""
    unit = "lot" if order.exchange in {"MCX", "CDS", "BCD"} else "share" if order.exchange in {"NSE", "BSE"} else "unit"
    count = f"{grouped(order.quantity)} {unit}" + ("" if order.quantity == 1 else "s")
    side = "Buy" if order.transaction_type == "BUY" else "Sell"
    sentence = f"{side} {count} of {order.tradingsymbol} on {order.exchange}{_at(order)}"
    if order.variety == "co" and order.trigger_price:
        sentence += f", as a cover order that closes itself at {price_words(order.trigger_price)}"
    if order.variety == "amo":
        sentence += ", after market hours"
    if order.product:
        sentence += f" ({_PRODUCTS[order.product]})"
    else:
        sentence += " (product left to Kite)"
    return sentence + "."


_PRODUCTS = {
    "CNC": "CNC, to keep",
    "MIS": "MIS, closed the same day",
    "NRML": "NRML, to carry",
    "MTF": "MTF, on borrowed money",
}


def _at(order: Order) -> str:
    bound = "at most" if order.transaction_type == "BUY" else "at least"
    limit = f"{bound} {price_words(order.price)} each" if order.price else "the market price"
    if order.order_type in {"SL", "SL-M"} and order.trigger_price:
        moves = "rises" if order.transaction_type == "BUY" else "falls"
        comes_to = f"{moves} to {price_words(order.trigger_price)}"
        return f", once the price {comes_to}, {'for' if order.price else 'at'} {limit}"
    return f" for {limit}" if order.price else f" at {limit}"


_SUMS = {
    Kind.TO_PAY: "To pay for shares",
    Kind.ON_MARGIN: "Shares bought on margin, their value",
    Kind.SALES: "Value of sales",
    Kind.PREMIUM_PAID: "Premium to pay",
    Kind.PREMIUM_RECEIVED: "Premium to receive",
    Kind.FUTURES: "Futures, contract value",
    Kind.NOT_VALUED: "Contracts counted in lots",
}


def totals_rows(totals: Totals) -> list[tuple[str, str, str | None]]:
    """The totals for the macro: words, amount, a quieter note."""
    return [(_SUMS[each.kind], _amount(each), _note(each)) for each in totals.sums]


def _amount(each: Sum) -> str:
    if each.known:
        return rupees(each.paise)
    if each.at_last and each.at_last.orders == each.at_market:
        return f"about {rupees(each.at_last.paise)}"
    return "Not known here"


def _note(each: Sum) -> str | None:
    notes = []
    if each.at_market:
        without = f"{'without ' if each.known else ''}{orders(each.at_market)} at market price"
        notes.append(f"{without}{_estimate(each)}")
    if each.kite_decides:
        notes.append("Kite decides the margin")
    return "; ".join(notes) or None


def _estimate(each: Sum) -> str:
    """What the orders at market price come to at the last prices; the amount itself where that is the whole sum."""
    last = each.at_last
    if last is None:
        return ""
    days = dict.fromkeys((date_words(last.oldest), date_words(last.newest)))
    prices = f"at the last price{'' if last.orders == 1 else 's'} of {' to '.join(days)}"
    if last.orders < each.at_market:
        return f"; {last.orders} of them about {rupees(last.paise)} {prices}"
    return f", which is about {rupees(last.paise)} {prices}" if each.known else f", counted {prices}"


def continue_label(part: PartReview) -> str:
    """The button that leaves for Kite, with the size of the act: never less than it, as far as that is known."""
    count = orders(len(part.part.orders))
    which = f"part {part.part.number}, " if part.part.of > 1 else ""
    label = f"Continue to Kite: {which}{count}"
    return f"{label}{_cost(part.totals)}"


def _cost(sums: Totals) -> str:
    if not sums.to_pay or sums.more_to_pay:
        return ""
    return f", about {rupees(sums.to_pay)} to pay{' and margin' if sums.kite_decides else ''}"


def part_rows(review: Review) -> list[tuple[str, str]]:
    """The parts for the macro: done, here or later, and what became of each.

    Here is the part that may go now: one that is at Kite, or never got there, until it has come back.
    """
    rows = []
    here = review.offered() if review.next_part else None
    for part in review.parts:
        count = part_words(part.part, review.plan)
        became = f"{count}: {state_words(part.last.state, part.last.tally)}" if part.last else count
        rows.append(("here" if part is here else "done" if part.last else "later", became))
    return rows


def state_words(state: State, tally: Tally | None = None) -> str:
    """Where a hand-off stands; of one whose orders were seen, how many stood how."""
    return words.tally(tally) if tally and state is State.READ else words.STATES[state]


_KINDS = {
    State.READ_NONE: "wrong",
    State.PREPARED: "neutral",
    State.AT_KITE: "waiting",
    State.NO_RETURN: "waiting",
}


def state_kind(state: State, tally: Tally | None = None) -> str:
    """The shape a state is shown with; what Kite's redirect or a person says is a claim.

    Green is for all filled, and red for nothing filled and nothing left that could be.
    """
    if tally and state is State.READ:
        return "proven" if tally.all_filled else "wrong" if tally.nothing_filled else "waiting"
    return _KINDS.get(state, "claim")


def said_words(said: Said) -> str:
    return words.SAID[said]


def left_words(handoff: Handoff) -> str:
    """When a hand-off left."""
    part = f"Part {handoff.part} of {handoff.parts}, " if handoff.parts > 1 else ""
    return f"{part}{ist_words(handoff.left_at or handoff.created_at)}"


_FINAL = {"COMPLETE": "proven", "REJECTED": "wrong", "CANCELLED": "neutral"}


def book_kind(order: BookOrder) -> str:
    return _FINAL.get(order.status, "waiting")


def book_words(order: BookOrder) -> str:
    return words.book_status(order)


_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s"\[\]{},:]+')


def pretty_json(text: str) -> str:
    """The same JSON with line breaks: every key and value exactly as it is sent."""
    lines: list[str] = []
    line, depth = "", 0
    for piece in _PIECE.findall(text):
        if piece in "[{":
            line += piece
            lines.append(line)
            depth += 1
            line = "  " * depth
        elif piece in "]}":
            lines.append(line)
            depth -= 1
            line = "  " * depth + piece
        elif piece == ",":
            lines.append(line + piece)
            line = "  " * depth
        elif piece == ":":
            line += ": "
        else:
            line += piece
    return "\n".join(each for each in [*lines, line] if each.strip())
