"""The plan in words: in which order the orders are sent and why, what was cut into several, what is in each part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from tokri.core.money import grouped
from tokri.core.plan import Group, Part, Plan, Planned, Policy
from tokri.web.language import _, ngettext

#: By the id of the rule.
SENTENCES: Final[Mapping[str, str]] = {
    "too-many-pieces": (
        "The basket would be sent as {orders} orders and may be sent as {most}: order {number} alone becomes {pieces}, "
        "since the exchange takes at most {in_one} in one. Lower its quantity, or make another basket."
    ),
}

#: What each sequence of sending is called, and why one would want it.
POLICIES: Final[Mapping[Policy, tuple[str, str]]] = {
    Policy.AS_LISTED: ("As listed", "As they stand in the basket, from the top."),
    Policy.SELLS_FIRST: (
        "Sells first",
        "Shares are sold before any are bought. Buys sent before the sells fill may bounce for want of money.",
    ),
    Policy.HEDGES_FIRST: (
        "Hedges first",
        "Options are bought before any are sold, at entry and at exit: a bought one lowers the margin of a sold one.",
    ),
    Policy.SELLS_AND_HEDGES_FIRST: (
        "Sells first, then hedges",
        "Shares are sold first, then options are bought; options are sold last.",
    ),
    Policy.SELLS_THEN_BUYS: (
        "Sells, then buys, in two steps",
        "Shares are sold in a part of their own. The buys open once the order book shows it filled, or you say so.",
    ),
}

_EXCHANGES: Final = {"NFO": "NSE", "BFO": "BSE"}


def chosen_by(policy: Policy, *, person: bool) -> str:
    """Who chose the sequence of sending: the person, or nobody."""
    name, _ = POLICIES[policy]
    return f"“{name}” is your choice." if person else f"“{name}” is set by what is in the basket."


def cut(whole: Sequence[Planned]) -> str:
    """Why one order of the basket is sent as several, and what that costs; "" where it is sent whole."""
    first = whole[0]
    if first.most is None or len(whole) == 1:
        return ""
    quantities = [grouped(each.order.quantity) for each in whole]
    return _(
        "Order %(number)s, %(symbol)s, is sent as %(pieces)s orders of %(first)s and %(last)s, since %(exchange)s "
        "takes at most %(most)s in one; each is an order of its own, with its own brokerage.",
        number=first.place + 1,
        symbol=first.order.tradingsymbol,
        pieces=len(whole),
        first=", ".join(quantities[:-1]),
        last=quantities[-1],
        exchange=_EXCHANGES.get(first.order.exchange, first.order.exchange),
        most=grouped(first.most),
    )


def part(planned: Part, plan: Plan) -> str:
    """What is in a part, in the sequence of sending: `10 orders: 4 sells first, then 6 buys`."""
    count = ngettext("%(num)s order", "%(num)s orders", len(planned.planned))
    if plan.policy is Policy.AS_LISTED:
        return count
    groups = Counter(each.group for each in planned.planned)
    if [*groups] == [Group.REST] and len({_side(each) for each in planned.planned}) > 1:
        return count
    pieces = [
        _called(group, [each for each in planned.planned if each.group is group], more=place > 0)
        for place, group in enumerate(sorted(groups))
    ]
    started = planned.number > 1 and plan.parts[planned.number - 2].planned[-1].group is planned.planned[0].group
    if len(pieces) > 1 and not started and Group.REST is not planned.planned[0].group:
        pieces[0] = _("%(orders)s first", orders=pieces[0])
    then = pieces[0]
    for piece in pieces[1:]:
        then = _("%(first)s, then %(next)s", first=then, next=piece)
    return _("%(count)s: %(orders)s", count=count, orders=then)


def _called(group: Group, planned: Sequence[Planned], *, more: bool) -> str:
    sides = frozenset(_side(each) for each in planned)
    called = _NOUNS.get(group) or _REST.get(sides) or (_more if more else _other)
    return called(len(planned))


def _side(planned: Planned) -> str:
    return planned.order.transaction_type


_Count = Callable[[int], str]

_NOUNS: Final[Mapping[Group, _Count]] = {
    Group.SALES: lambda count: ngettext("%(num)s sell", "%(num)s sells", count),
    Group.HEDGES: lambda count: ngettext("%(num)s option buy", "%(num)s option buys", count),
    Group.WRITTEN: lambda count: ngettext("%(num)s option sell", "%(num)s option sells", count),
}
_REST: Final[Mapping[frozenset[str], _Count]] = {
    frozenset({"BUY"}): lambda count: ngettext("%(num)s buy", "%(num)s buys", count),
    frozenset({"SELL"}): lambda count: ngettext("%(num)s other sell", "%(num)s other sells", count),
}


def _more(count: int) -> str:
    """Buys and sells together, after another group. There are two of them at least."""
    return ngettext("%(num)s more order", "%(num)s more orders", count)


def _other(count: int) -> str:
    """The same, before one."""
    return ngettext("%(num)s other order", "%(num)s other orders", count)
