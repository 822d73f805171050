"""Every route there is, with what one visitor has to fill its address in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.routing import Rule

from tests.client import HouseClient
from tests.journey.fakes import FakeKite
from tests.web.steps import (
    INFY,
    TCS,
    come_back,
    hand_off,
    handbacks,
    handoffs,
    id_of,
    press,
    readings,
    rows,
    save,
    there_and_back,
    to_kite,
    work,
    world,
)
from tokri.core.ports.evidence import Attachment
from tokri.web.context import KEY

#: Their addresses hold the id of something that is one visitor's alone.
OWNED: Final = {
    "attachment",
    "basket",
    "check_funds",
    "confirm_account",
    "copy",
    "delete",
    "depository",
    "download",
    "end_session",
    "go_on",
    "hand_off",
    "handoff",
    "kite_said",
    "look_again",
    "read_orders",
    "rename",
    "prices",
    "result",
    "result_upload",
    "result_upload_keep",
    "review",
    "screenshot",
    "sells_first",
    "sequence",
    "still_to_place",
    "take",
    "ticket",
    "upload",
    "which_handoff",
    "word",
}


#: Anybody may open these; what they show is the visitor's own, or the same for all.
OPEN: Final = {
    "asset",
    "baskets",
    "favicon",
    "firm_logo",
    "forget",
    "forgotten",
    "healthz",
    "home",
    "how_it_works",
    "instrument_search",
    "instruments",
    "kite_postback",
    "kite_redirect",
    "new_basket",
    "returned",
    "upload_new",
}


#: The only two GETs that change something (design: "GET changes nothing, with two named exceptions").
CHANGING_GETS: Final = {"kite_redirect", "handoff"}


#: What the firm's logo is named by.
LOGO: Final = "0" * 64


METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Route:
    """One rule of the URL map, with the values that fill it in."""

    endpoint: str
    methods: frozenset[str]
    path: str

    def __str__(self) -> str:
        return f"{self.endpoint} at {self.path}"


def rules(app: Flask) -> list[Rule]:
    """Those that are neither the desk's nor a link's, which have sweeps of their own (tests/web/link/test_sweep.py)."""
    return [rule for rule in app.url_map.iter_rules() if not _has_its_own(rule.endpoint)]


def _has_its_own(endpoint: str) -> bool:
    return endpoint == "link" or endpoint.startswith(("desk_", "link_"))


def routes(app: Flask, values: Mapping[str, str]) -> Iterator[Route]:
    adapter = app.url_map.bind("tokri.localhost")
    for rule in rules(app):
        filled = {**values, "name": "app.css" if rule.endpoint == "asset" else "unknown"}
        path = adapter.build(rule.endpoint, {name: filled[name] for name in rule.arguments})
        yield Route(rule.endpoint, frozenset(rule.methods or ()), urlsplit(path).path)


@dataclass(frozen=True)
class Hers:
    """What Asha has: a basket that was read, one whose return nobody assigned, and a hand-off about to leave."""

    values: Mapping[str, str]
    fresh: str
    unassigned: str


def make_hers(app: Flask, client: HouseClient) -> Hers:
    kite = FakeKite()
    basket = save(client, INFY, name="Of Asha")
    there_and_back(client, basket, request_token=kite.log_in())
    client.submit("form[action$='/reading']")
    work(app, kite)
    one, two = save(client, TCS), save(client, {**TCS, "quantity": "5"})
    to_kite(client, one)
    to_kite(client, two)
    unassigned = come_back(client, status="cancelled").location
    press(client, "save", INFY, TCS, at=basket, base=1)
    fresh = hand_off(client, basket, {"again": "yes"})
    with world(app).store.writing() as unit:
        unit.firm.keep_logo(LOGO, b"a picture", 1, 1, world(app).clock())
    with world(app).store.writing() as unit:
        picture = Attachment("picture", handoffs(app, basket)[0].id, "image/png", 3, "0" * 64, "", world(app).clock())
        unit.evidence.attach(picture, b"dot")
    values = {
        "attachment_id": "picture",
        "basket_id": id_of(basket),
        "handoff_id": handoffs(app, basket)[0].id,
        "handback_id": handbacks(app, basket)[0].id,
        "reading_id": readings(app, basket)[0].id,
        "sha256": LOGO,
        "hash_": app.extensions[KEY].assets.hash,
    }
    return Hers(values, fresh, unassigned)


def stored(app: Flask) -> dict[str, Any]:
    """Everything in the store but the counters of limits, which count whoever asks."""
    return {table: found for table, found in rows(app).items() if table != "rate_limits"}
