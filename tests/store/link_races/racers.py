"""What each of the two processes does at links, in browsers of its own. They import this: plain functions alone.

Nothing here looks into the store: they know what a browser knows, and the addresses that they were sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.page import Page
from tests.store.desk_races.names import ADVISERS
from tests.store.desk_races.racers import RACERS, Answer, Browser, line_up
from tests.store.link_races.furnishing import Place


@dataclass
class Phone(Browser):
    """A client's browser: it begins with no cookie."""

    name: str = ""

    def __post_init__(self) -> None:
        self.cookies = {}

    def look(self, path: str) -> Answer:
        """A page, whatever its status."""
        return self._ask("GET", path)


@dataclass(frozen=True, slots=True)
class Visit:
    """What one browser met in a round.

    `said` is what the yes came back with, `handoff` where it led, `left` whether a page gave the form that goes to
    Kite, `after` whether one did once the other's act had been answered. `did` is what the desk's act came back with.
    """

    said: int = 0
    handoff: str = ""
    left: bool = False
    after: bool = field(default=False, kw_only=True)
    did: int = field(default=0, kw_only=True)


def _yes(phone: Phone, place: Place) -> tuple[str, dict[str, str]]:
    """The address and the fields of the yes on the client's page, with the box ticked."""
    form = Page(phone.get(f"/l/{place.token}").html).form("#send")
    ticks = {name: "yes" for name in form.offered if name.startswith("accept-")}
    return form.action, {**dict(form.fields), **ticks, "consent": "yes"}


def _gives_the_form(phone: Phone, path: str) -> bool:
    answer = phone.look(path)
    assert answer.status in {200, 303, 410}, f"{path} answered {answer.status}"
    return 'id="basket-form"' in answer.html


def consent_and_leave(places: Sequence[Place], port: int, racer: int, rounds: int) -> list[Visit]:
    """Two browsers have one link open: both say yes at once, and both leave at once."""
    del racer
    told = []
    for place in places[:rounds]:
        phone = Phone(port)
        action, fields = _yes(phone, place)
        line_up()
        said = phone.post(action, fields)
        line_up()
        left = said.status == 303 and _gives_the_form(phone, said.location)
        told.append(Visit(said.status, said.location, left))
    return told


def make(places: Sequence[Place], port: int, racer: int, rounds: int) -> list[Visit]:
    """Two advisers make the links of one version at once."""
    adviser = Browser(port, ADVISERS[racer])
    told = []
    for place in places[:rounds]:
        path = f"/desk/baskets/{place.basket_id}/versions/1/links"
        form = adviser.form(path, "#make")
        line_up()
        told.append(Visit(did=adviser.post(path, form).status))
    return told


def reissue(places: Sequence[Place], port: int, racer: int, rounds: int) -> list[Visit]:
    """One says yes and leaves while the other makes the link anew."""
    return _against("reissue", places, port, racer, rounds)


def recall(places: Sequence[Place], port: int, racer: int, rounds: int) -> list[Visit]:
    """One leaves, and in every other round says yes first, while the other takes the advice back."""
    return _against("recall", places, port, racer, rounds)


def _against(act: str, places: Sequence[Place], port: int, racer: int, rounds: int) -> list[Visit]:
    """`act` is an adviser's against a client's: the first process is the client, the second the adviser."""
    assert RACERS == 2
    run = _desk if racer else _client
    return [run(act, place, port, number) for number, place in enumerate(places[:rounds])]


def _client(act: str, place: Place, port: int, number: int) -> Visit:
    phone = Phone(port)
    action, fields = _yes(phone, place)
    said = phone.post(action, fields) if number % 2 and act == "recall" else None
    line_up()
    if said is None:
        said = phone.post(action, fields)
    handoff = said.location if said.status == 303 else ""
    left = bool(handoff) and _gives_the_form(phone, handoff)
    line_up()  # from here on the adviser has their answer
    again = phone.post(action, fields)
    paths = {each for each in (handoff, again.location) if each}
    after = any(_gives_the_form(phone, path) for path in sorted(paths))
    return Visit(said.status, handoff, left, after=after)


def _desk(act: str, place: Place, port: int, _number: int) -> Visit:
    adviser = Browser(port, ADVISERS[0])
    page = f"/desk/links/{place.link_id}" if act == "reissue" else f"/desk/baskets/{place.basket_id}/versions/1/recall"
    form = Page(adviser.get(page).html).form("#reissue" if act == "reissue" else f'main form[action="{page}"]')
    fields = {**dict(form.fields), "reason": "The price of order 2 was wrong."}
    line_up()
    did = adviser.post(form.action, fields)
    line_up()
    return Visit(did=did.status)
