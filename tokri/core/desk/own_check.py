"""The check of a draft for certain clients: of what each of them gets, and not of the quantities in which it stands.

Those are the most that one client has of each order, so that together they may be nobody's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from tokri.core.basket import OrderText
from tokri.core.desk.own_quantities import ForWhom, which_of
from tokri.core.desk.own_quantities import key_of as key_of_order
from tokri.core.desk.sizing import Sized
from tokri.core.known import Known
from tokri.core.problems import Problem, Severity
from tokri.core.rules import Checked, check
from tokri.core.rules.leg import key_of

#: By what a problem is known: its rule, where it stands, and how much it weighs.
Found = tuple[str, tuple[str | int, ...], Severity]

#: What is told of a draft for certain clients alone.
CODES: Final = frozenset({"drafted-product", "drafted-exchange", "not-drafted"})


@dataclass(frozen=True, slots=True)
class OwnCheck:
    """The orders as typed after the check, with every problem that one of the clients would have, each once.

    `whose` are the ids of those who have it, where it is not everybody's.
    """

    checked: Checked
    whose: Mapping[Found, tuple[str, ...]] = field(default_factory=dict)

    def of(self, problem: Problem) -> tuple[str, ...]:
        """Whose problem it is; nobody: everybody's."""
        return self.whose.get(found_by(problem), ())


def found_by(problem: Problem) -> Found:
    return problem.code, problem.path, problem.severity


def lots_of(orders: Sequence[OrderText], known: Known) -> tuple[int | None, ...]:
    """The lot of each order's instrument; None where it is not known."""
    instruments = (known.listing(*key_of(order)).instrument for order in orders)
    return tuple(None if each is None else each.lot_size for each in instruments)


def orders_of(
    client_id: str, orders: Sequence[OrderText], known: Known, for_whom: ForWhom
) -> tuple[tuple[int, OrderText], ...]:
    """What the client gets of the draft: the orders in their own quantities, each with its place in the draft."""
    shares = for_whom.shares(client_id, orders, lots_of(orders, known))
    return tuple(
        (place, order if share is None else replace(order, quantity=str(share.quantity)))
        for place, (order, share) in enumerate(zip(orders, shares, strict=True))
        if share is None or share.quantity
    )


def check_for(orders: Sequence[OrderText], known: Known, for_whom: ForWhom | None) -> OwnCheck:
    """Check a basket by what each of its clients gets; one that was drafted for nobody in particular as it stands.

    An order that nobody gets any of is checked as it was typed, and of one that was not drafted it is told.
    """
    typed = check(orders, known)
    shares = for_whom.everybodys(orders, lots_of(orders, known)) if for_whom is not None else {}
    given = {client_id: each for client_id, each in shares.items() if any(_gets(share) for share in each)}
    if not given:
        return OwnCheck(typed)
    nobodys = {place for place in range(len(orders)) if not any(_gets(each[place]) for each in given.values())}
    problems = {found_by(each): each for each in typed.problems if each.order in nobodys}
    whose: dict[Found, set[str]] = {each: set(given) for each in problems}
    for quantities, clients in _alike(given).items():
        for problem in _of_one(orders, known, quantities, _least(given)):
            problems.setdefault(found_by(problem), problem)
            whose.setdefault(found_by(problem), set()).update(clients)
    some = {found: tuple(each for each in given if each in mine) for found, mine in whose.items() if mine != set(given)}
    every = [*problems.values(), *not_drafted(orders, for_whom)]
    return OwnCheck(replace(typed, problems=tuple(sorted(every, key=_place))), some)


def not_drafted(orders: Sequence[OrderText], for_whom: ForWhom | None) -> Iterator[Problem]:
    """The orders that stand as none that was drafted: of these nobody gets their own.

    What may be one of them, changed, is put right: it could not be told how much of it is whose. What is another
    one is accepted: each client gets as much as the order says.
    """
    drafted = for_whom.most() if for_whom is not None else {}
    for place, order in enumerate(orders):
        key = key_of_order(order)
        if not order.tradingsymbol or which_of(key, drafted) is not None:
            continue
        products = tuple(each[3] for each in drafted if each[:3] == key[:3])
        exchanges = tuple(dict.fromkeys(each[0] for each in drafted if each[1:3] == key[1:3]))
        if products:
            yield _changed("drafted-product", place, "product", products)
        elif exchanges:
            yield _changed("drafted-exchange", place, "exchange", exchanges)
        else:
            yield Problem("not-drafted", Severity.WARNING, ("orders", place))


def _changed(code: str, place: int, name: str, mends: tuple[str, ...]) -> Problem:
    return Problem(code, Severity.ERROR, ("orders", place, name), mend=mends[0], other_mends=mends[1:])


def _gets(share: Sized | None) -> bool:
    """Whether any of it is theirs; an order that the adviser added is as it stands."""
    return share is None or share.quantity > 0


def _alike(given: Mapping[str, Sequence[Sized | None]]) -> dict[tuple[int | None, ...], list[str]]:
    """The clients by what they get: many have the same."""
    found: dict[tuple[int | None, ...], list[str]] = {}
    for client_id, shares in given.items():
        found.setdefault(tuple(None if each is None else each.quantity for each in shares), []).append(client_id)
    return found


def _least(given: Mapping[str, Sequence[Sized | None]]) -> tuple[int | None, ...]:
    """The least that somebody gets of each order."""
    every = zip(*given.values(), strict=True)
    return tuple(
        min((each.quantity for each in place if each is not None and each.quantity), default=None) for place in every
    )


def _of_one(
    orders: Sequence[OrderText], known: Known, quantities: Sequence[int | None], least: Sequence[int | None]
) -> Iterator[Problem]:
    """What is wrong with what one client gets.

    An order that they get none of stands there in the least that somebody gets, so that the others keep their numbers;
    nothing is told of it. A quantity of their own has no mend: the form's is not theirs.
    """
    none = {place for place, quantity in enumerate(quantities) if quantity == 0}
    much = [least[place] if quantity == 0 else quantity for place, quantity in enumerate(quantities)]
    own = [
        order if each is None else replace(order, quantity=str(each)) for order, each in zip(orders, much, strict=True)
    ]
    for each in check(own, known).problems:
        if each.order not in none:
            yield replace(each, mend=None, other_mends=()) if each.field_name == "quantity" else each


def _place(problem: Problem) -> int:
    return -1 if problem.order is None else problem.order
