"""What only the plan of a basket shows: how many orders it is sent as."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tokri.core.basket import MOST_ORDERS
from tokri.core.plan import most_in_one, pieces
from tokri.core.problems import Severity
from tokri.core.rules.leg import Whole
from tokri.core.rules.rule import Finding, rule


@rule("too-many-pieces", Severity.ERROR)
def too_many_pieces(whole: Whole) -> Iterator[Finding]:
    """Orders that are sent as several count as several: no more are sent than a basket may hold.

    Source: Kite's publisher.js takes no more than 50; https://kite.trade/forum/discussion/comment/42709
    """
    if len(whole.legs) > MOST_ORDERS:
        return
    sent = {place: pieces(order, whole.known) for place, order in whole.understood}
    if sum(sent.values()) > MOST_ORDERS:
        place, order = max(whole.understood, key=lambda each: sent[each[0]])
        facts = {"orders": sum(sent.values()), "most": MOST_ORDERS, "number": place + 1, "pieces": sent[place]}
        yield Finding(facts={**facts, "in_one": most_in_one(order, whole.known) or 0})


RULES: Final = (too_many_pieces,)
