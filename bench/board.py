"""The board of a firm with 10,000 links, and 200 links made in one act: what is promised of each, and a bare answer."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from flask import Flask

from bench import many_links
from bench.bare import bare
from bench.measure import Figure, compare, compare_costs, milliseconds
from bench.site import NOW, build, environment, outside, request, send
from tokri.core.known import Known
from tokri.desk.by import By
from tokri.desk.link_preview import Fate, preview
from tokri.desk.links import Ask, Made, make

#: Baskets whose links are made by the act itself, counted from here; they are put away before the board is looked at.
_FIRST: Final = 100

#: What a look at the board may cost at most, in seconds of processor time, on a file that was read before.
_BUDGET: Final = 0.2

_ROUNDS: Final = 9
_ACTS: Final = 3
_LINKS: Final = 200
_MEERA: Final = By("meera", "this machine")


def figures(folder: Path) -> Iterator[Figure]:
    """Every figure of the board, in a store of its own in `folder`."""
    app = build(environment(folder))
    who = many_links.adviser(app)
    many_links.clients(app)
    yield _in_one_act(app)
    many_links.baskets(app)
    many_links.links(folder)
    flask, hello = bare(), request("/")
    for path, what in (("/desk/board", "the board"), ("/desk/board/news", "its news"), ("/desk", "the desk")):
        asked = request(path, who)
        cost = compare(lambda: send(flask, hello), lambda asked=asked: send(app, asked), _ROUNDS)  # type: ignore[misc]  # the default binds the request of this turn
        plain = f"{milliseconds(cost.second)} to {milliseconds(cost.first)}"
        yield Figure(f"10,000 links: {what}", "a bare Flask answer", cost.ratio, plain=plain)
        yield Figure(f"  its time, {what}", "200 ms", cost.second / _BUDGET, 1.0, plain=milliseconds(cost.second))


def _in_one_act(app: Flask) -> Figure:
    """200 links in one act cost no more than 20 acts."""
    numbers = iter(range(_FIRST, _FIRST + 20))

    def act(clients: int) -> float:
        number = next(numbers)
        many_links.baskets(app, first=number, count=1, meant=clients)
        began = time.process_time()
        made = _make(app, f"basket-{number}")
        cost = time.process_time() - began
        if made != clients:
            raise SystemExit(f"{clients} links were to be made, and {made} were.")
        with outside(app).store.writing() as unit:
            unit.desk_baskets.mark(f"basket-{number}", archived_at=NOW)
        return cost

    cost = compare_costs(lambda: act(1), lambda: act(_LINKS), _ACTS)
    plain = f"{milliseconds(cost.second)} to {milliseconds(cost.first)}"
    return Figure("200 links made in one act", "one link in one act", cost.ratio, _LINKS / 10, plain=plain)


def _make(app: Flask, basket_id: str) -> int:
    """Make a link for everybody the basket is meant for; answers how many."""
    world = outside(app)
    shown = preview(world, basket_id, 1)
    if shown is None:
        raise SystemExit("The basket that was just shared is not there.")
    chosen = frozenset(line.id for line in shown.of(Fate.NEW))
    made = make(world, _MEERA, basket_id, 1, Ask(shown.sha256, chosen), know=lambda _orders: Known(at=NOW))
    return len(made.made) if isinstance(made, Made) else 0
