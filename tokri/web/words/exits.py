"""What other drafts have of a client's fills, and that one asks for more of them than is left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from tokri.core.desk.exits import Exit, How, Over
from tokri.core.desk.own_quantities import Key
from tokri.core.money import grouped
from tokri.desk.drafted import DraftedFor

#: How a draft has them.
HOW: Final[Mapping[How, str]] = {
    How.OFFERED: "they were sent it, and can still act on it",
    How.ASIDE: "it was put aside, or they were, so their link is shut and may open again; recall it to free it",
    How.AT_KITE: "it went to Kite from there",
    How.ELSEWHERE: "they place it elsewhere, by their word",
}

_SIDES: Final = {"BUY": "bought back", "SELL": "sold"}


def exit_words(found: Exit) -> str:
    """What one draft has: `In “Follow-up: Banks” already: 4 INFY on NSE to be sold; it went to Kite from there`."""
    listed = ", ".join(_much(key, quantity) for key, quantity in sorted(found.quantities.items()) if quantity)
    return f"In “{found.title}” already: {listed}; {HOW[found.how]}."


def _much(key: Key, quantity: int) -> str:
    exchange, tradingsymbol, side, _ = key
    return f"{grouped(quantity)} {tradingsymbol} on {exchange} to be {_SIDES.get(side, side)}"


def over(found: Over) -> str:
    """Why a client is left out of a draft: what it would exit, of how much, and what has that already."""
    return " ".join(_over(found))


def of_clients(found: Mapping[str, Over], drafted: DraftedFor | None) -> list[str]:
    """The same of each client by their code, in the order of the codes."""
    if drafted is None:
        return []
    return [f"{drafted.codes.get(each, each)}: {over(found[each])}" for each in drafted.client_ids if each in found]


def _over(found: Over) -> Iterator[str]:
    for (exchange, tradingsymbol, _, _), (wanted, filled) in sorted(found.quantities.items()):
        of = f"of {grouped(filled)} that filled" if filled else "of which nothing is known to have filled now"
        yield f"This exits {grouped(wanted)} {tradingsymbol} on {exchange}, {of}."
    yield from (exit_words(each) for each in found.exits)
