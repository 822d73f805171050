"""How values are written on pages: amounts, times, orders as sentences. Templates only print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from flask import Flask

from tokri.core import money
from tokri.core.money import grouped, price_words
from tokri.core.ports import BookOrder, Handoff, Said
from tokri.core.state import State
from tokri.core.tally import Tally
from tokri.journey.reported_elsewhere import reported_elsewhere
from tokri.journey.sending import may_trade_the_same
from tokri.web import way, words
from tokri.web.context import outside
from tokri.web.language import _
from tokri.web.told_reason import reasons
from tokri.web.words.money import continue_label, totals_rows
from tokri.web.words.orders import count_of_orders, order_sentence
from tokri.web.words.plan import part as part_words
from tokri.web.words.times import date_words, ist_words
from tokri.web.words.verdicts import never_reached

if TYPE_CHECKING:
    from tokri.journey.review import Review, Sending
    from tokri.web.words.selling import SellLine


def install(app: Flask) -> None:
    """Give templates these filters."""
    app.jinja_env.filters.update(
        {
            "orders": count_of_orders,
            "ist": ist_words,
            "day": date_words,
            "whole": grouped,
            "price": price,
            "price_typed": price_typed,
            "whole_typed": whole_typed,
            "order_sentence": order_sentence,
            "totals_rows": totals_rows,
            "part_rows": part_rows,
            "continue_label": continue_label,
            "state_kind": state_kind,
            "sending_words": sending_words,
            "sell_words": sell_words,
            "sending_kind": sending_kind,
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
    app.jinja_env.globals["words_of_person"] = words.said_by_person
    app.jinja_env.globals["reasons_of_kite"] = reasons
    app.jinja_env.globals["never_reached"] = never_reached
    way.install(app)


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


def nth(number: int) -> str:
    """second, third, 4th."""
    return {1: _("first"), 2: _("second"), 3: _("third")}.get(number) or _("%(number)sth", number=number)


def price(value: Decimal | None) -> str:
    """A price for a column of them, to the paisa at least, or a dash where there is none."""
    if not value:
        return "–"
    text = price_words(value)
    return text if "." in text else f"{text}.00"


def price_typed(text: str) -> str:
    """The same of what was typed; what is no price stands as it was typed."""
    value = money.price(text)
    return text if isinstance(value, money.NumberFault) else price(value)


def whole_typed(text: str) -> str:
    """A quantity that was typed, for a column of them; what is none stands as it was typed."""
    value = money.whole(text)
    return text if isinstance(value, money.NumberFault) else grouped(value) if value else "–"


def part_rows(review: Review) -> list[tuple[str, str]]:
    """The parts for the macro: done, here or later, and what became of each.

    Here is the part that may go now: one that is at Kite, or never got there, until it has come back.
    """
    rows = []
    here = review.offered() if review.next_part else None
    for part in review.parts:
        count = part_words(part.part, review.plan)
        became = f"{count}: {sending_words(part.last)}" if part.last else count
        rows.append(("here" if part is here else "done" if part.last else "later", became))
    return rows


def sending_words(sending: Sending, counted: Tally | None = None) -> str:
    """Where a hand-off stands; of one whose orders were seen, how many stood how: its own, or all that are `counted`.

    Of one that Kite reported in an account which is not the person's, whose that is.
    """
    stands = words.stands(sending.state, counted or sending.tally, sending.release.opens if sending.release else None)
    user = reported_elsewhere(outside(), sending)
    if not user:
        return stands
    elsewhere = words.reported_elsewhere(user)
    return elsewhere if counted in {None, sending.tally} else f"{stands}. {elsewhere}"


def sell_words(line: SellLine, sendings: Sequence[Sending]) -> str:
    """How a sell stands that buys wait for; `sendings` are those of its basket.

    Of one that only Kite reported, and in an account which is not the person's, whose that is.
    """
    if line.sell.verdict is not None or not line.sell.reported:
        return line.word
    told = (each for each in sendings if each.state is State.REPORTED)
    its = [each for each in told if may_trade_the_same(each.handoff, [line.sell.planned.order])]
    users = {reported_elsewhere(outside(), each) for each in its}
    user = users.pop() if len(users) == 1 else ""
    return words.reported_elsewhere(user) if user else line.word


def sending_kind(sending: Sending) -> str:
    """The shape that goes with it."""
    return state_kind(sending.state, sending.tally)


_KINDS = {
    State.READ_NONE: "wrong",
    State.NOT_IN_FILE: "wrong",
    State.SENT_FOR_LATER: "waiting",
    State.QUEUED: "waiting",
    State.RELEASED: "warning",
    State.PREPARED: "neutral",
    State.AT_KITE: "waiting",
    State.NO_RETURN: "warning",
}


def state_kind(state: State, tally: Tally | None = None) -> str:
    """The shape a state is shown with; what Kite's redirect or a person says is a claim.

    Green is for all filled by a document, and red for nothing filled and nothing left that could be.
    """
    if tally and state in {State.READ, State.IN_FILE} and tally.firm:
        return "proven" if tally.all_filled else "wrong" if tally.nothing_filled else "waiting"
    return _KINDS.get(state, "claim")


def said_words(said: Said) -> str:
    return _(words.SAID[said])


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
