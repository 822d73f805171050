"""A client's page with 20 orders, its check passed, against a bare template page; and what a first visit fetches.

The bare page is a view of two lines in the same application. It looks nothing up and knows no rule. Its template
extends the same frame, with the firm, the languages, the form's token and the sentences that are always there; of the
page's main part it has the HTML as it stands, and puts every text between its tags in as a value. It prints the page
of the client to the byte. So what such a page costs for being one (session, token, headers, log, frame, values) is on
both sides, and all else is on one: the store, the rules, the plan, the words, macros.

The other baseline is the page's own template, given the same values ready: it tells how much of the page is drawing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from typing import Any, Final

import brotli  # type: ignore[import-untyped]  # the wheel carries no types
from flask import Flask, render_template, template_rendered
from jinja2 import ChoiceLoader, DictLoader

from bench.measure import Figure, compare, milliseconds
from bench.site import NOW, Visitor, draft, outside, request, send, visitor
from tokri.core.desk.advice import DeskBasket, Disclosures, LegAdvice, Proposal, Recipient, SharedVersion
from tokri.core.desk.client import CheckKind, Client, ClientDetails
from tokri.core.desk.people import Person
from tokri.core.desk.roles import Role
from tokri.core.link.link import CheckPassed, Link
from tokri.core.ports import WritingUnit
from tokri.desk.example_firm import EXAMPLE_FIRM
from tokri.link.look import Looked, look, token_sha256
from tokri.web.context import KEY, Tools
from tokri.web.link.frame import enter

ORDERS: Final = 20

#: What a first visit may fetch: bytes by brotli, and requests.
_BYTES: Final = 20_000
_REQUESTS: Final = 4

#: What is asked for is 2.5 times, and it cannot be had: the bare page costs about 1.2 ms, and what no page of ours does
#: without costs more than twice that. Of 15 ms on a busy machine 4 are its template, 3 the seventeen questions to the
#: store, 3 the rules on twenty orders at this very moment, 2 the plan, the payload and the prices, 1 the words. Only a
#: page kept from the visit before would be quicker, and what stands on it depends on the second at which it is asked.
_HELD: Final = 12.0

_ROUNDS: Final = 60
_TOKEN: Final = "of-the-bench-0123456789"  # noqa: S105 - opens a store that lives for a minute
_ADDRESS: Final = f"/l/{_TOKEN}"
_BARE: Final = "bare_client_page.html"
_OPENS: Final = '<main class="measure" id="main" tabindex="-1">'
_CSRF: Final = re.compile(r'(?<=name="csrf_token" value=")[^"]+')
_OWN_WORDS: Final = re.compile(r'(?<=name="csrf_token" value=")[^"]+|(?<=name="at" value=")[^"]+')
_TEXT: Final = re.compile(r"(?<=>)[^<>]*\S[^<>]*(?=<)")

#: What the page itself names: the sheet, the module, the shapes within the text, of which one is the tab's.
_NAMED: Final = re.compile(r'(?:href|src)="/static/[0-9a-f]+/([a-z/.-]+)')

_MARK: Final = re.compile(r'data-module="')


class _Ready:
    """What the two baselines print, once the page has been seen."""

    looked: Looked
    words: tuple[str, ...] = ()
    values: dict[str, Any]


def install(app: Flask) -> None:
    """Add the baselines to the application; before its first request."""
    templates: dict[str, str] = {}
    ready = _Ready()
    app.extensions["bench_client_page"] = (templates, ready)
    app.add_url_rule("/bare-client-page", "bare_client_page", lambda: _bare(ready))
    app.add_url_rule("/drawn-client-page", "drawn_client_page", lambda: _drawn(ready))
    app.jinja_env.loader = ChoiceLoader([DictLoader(templates), app.jinja_env.loader or DictLoader({})])


def _bare(ready: _Ready) -> str:
    enter(ready.looked, _TOKEN)
    return render_template(_BARE, words=ready.words)


def _drawn(ready: _Ready) -> str:
    enter(ready.looked, _TOKEN)
    return render_template("link/page.html", **ready.values)


def figures(app: Flask) -> Iterator[Figure]:
    """Every figure of the page."""
    who = visitor(app, "client")
    link = advised(app, who.id)
    page = _seen(app, who, link)
    _flatten(app, page)
    asked = request(_ADDRESS, who)
    baselines: tuple[tuple[str, str, float | None], ...] = (
        ("/bare-client-page", "a bare template page", _HELD),
        ("/drawn-client-page", "its template, values ready", None),
    )
    for path, what, hold in baselines:
        theirs = request(path, who)
        if _OWN_WORDS.sub("", send(app, theirs).body.decode()) != _OWN_WORDS.sub("", page):
            raise SystemExit(f"{path} no longer prints the client's page: see bench/client_page.py.")
        cost = compare(lambda theirs=theirs: send(app, theirs), lambda: send(app, asked), _ROUNDS)  # type: ignore[misc]  # the default binds the request of this turn
        plain = f"{milliseconds(cost.second)} to {milliseconds(cost.first)}"
        yield Figure(f"client's page, {ORDERS} orders", what, cost.ratio, hold, plain=plain)
    yield from _first_visit(app, page)


def _seen(app: Flask, who: Visitor, link: Link) -> str:
    """The page as its client sees it; what its template was given is kept for the baseline."""
    _, ready = app.extensions["bench_client_page"]
    given: list[dict[str, Any]] = []

    def keep(_app: Flask, context: dict[str, Any], **_rest: object) -> None:
        given.append(dict(context))

    with template_rendered.connected_to(keep, app):
        page = send(app, request(_ADDRESS, who)).body.decode()
    found = look(outside(app), _TOKEN, who.id)
    if found is None or found.link.id != link.id:
        raise SystemExit("The link that was just made is not there.")
    ready.looked = found
    of_request = {"g", "request", "session", "csrf_token"}
    ready.values = {name: value for name, value in given[-1].items() if name not in of_request}
    return page


def _flatten(app: Flask, page: str) -> None:
    """The page's main part, with every text between two tags put in as a value."""
    templates, ready = app.extensions["bench_client_page"]
    main = page[page.index(_OPENS) + len(_OPENS) + 1 : page.index("\n</main>")]
    ready.words = tuple(unescape(each) for each in _TEXT.findall(main))
    places = iter(range(len(ready.words)))
    flat = _CSRF.sub("{{ csrf_token() }}", _TEXT.sub(lambda _: f"{{{{ words[{next(places)}] }}}}", main))
    title = "{% block title %}{{ words[0] }}{% endblock %}"
    templates[_BARE] = f'{{% extends "link/base.html" %}}{title}{{% block main %}}{flat}{{% endblock %}}'


def _first_visit(app: Flask, page: str) -> Iterator[Figure]:
    """All that a browser fetches which was never here, of a firm without a logo; one with a logo fetches that too.

    The word that the page was opened is no part of it: it is sent once the page is there, and brings nothing back.
    """
    tools: Tools = app.extensions[KEY]
    names = list(dict.fromkeys(_NAMED.findall(page)))
    if _MARK.search(page):
        raise SystemExit("The client's page loads more modules than its one: count them in bench/client_page.py.")
    bodies = [page.encode(), *(tools.assets.files[name].body for name in names)]
    packed = [len(brotli.compress(body, quality=11 if place else 5)) for place, body in enumerate(bodies)]
    parts = ", ".join(f"{name} {size:,}" for name, size in zip(["page", *names], packed, strict=True))
    cold = f"{sum(packed):,} bytes by brotli: {parts}"
    yield Figure("client's page, first visit: bytes", f"{_BYTES:,} bytes", sum(packed) / _BYTES, 1.0, plain=cold)
    yield Figure("client's page, first visit: requests", "one", len(bodies), _REQUESTS, plain=", ".join(names))


def advised(app: Flask, browser_id: str) -> Link:
    """A client of the firm, advised 20 orders yesterday; that browser opened the link and passed its check."""
    at = NOW - timedelta(days=1)
    link = Link(
        id="link-1",
        basket_id="basket-1",
        client_id="client-1",
        visitor_id="visitor-1",
        number=1,
        token_sha256=token_sha256(_TOKEN),
        token_sealed="sealed",  # noqa: S106 - nobody opens it
        check_kind=CheckKind.PAN.value,
        language="en",
        made_at=at,
        made_by="meera",
        expires_at=NOW + timedelta(days=14),
        most_uses=5,
        opened_at=at,
    )
    with outside(app).store.writing() as unit:
        _firm(unit, _proposal())
        unit.visitors.ensure(link.visitor_id, at)
        unit.visitors.ensure(browser_id, at)
        unit.links.add(link)
        unit.links.pass_check(CheckPassed(link.id, browser_id, NOW))
    return link


def _proposal() -> Proposal:
    written = draft(ORDERS)
    return Proposal(
        written,
        tuple(
            LegAdvice(why="Orders grow, and debt falls.", advised_price=order.price or "1500", stop_loss="")
            for order in written.orders
        ),
        why="Both earn more than their price says.",
        risk_class="moderate",
        valid_until="2026-02-25 15:30",
        disclosures=Disclosures("none", "none", "none", "none", "none"),
    )


def _firm(unit: WritingUnit, proposal: Proposal) -> None:
    at = NOW - timedelta(days=1)
    told = ClientDetails("Sunita Rao", phone="+919800000001", check_kind=CheckKind.PAN, agreement_from=date(2025, 4, 1))
    quantities = tuple(int(order.quantity) for order in proposal.draft.orders)
    version = SharedVersion("basket-1", 1, proposal, proposal.sha256, at, "meera", approval_required=False)
    unit.people.add(Person("meera", "meera", "Meera", "meera@firm.example", frozenset({Role.ADVISER}), at))
    unit.firm.save(replace(EXAMPLE_FIRM, approval_required=False), 0, "meera", at)
    unit.clients.add(Client("client-1", "C1", told, at, at, check_hash="of the bench"))
    unit.desk_baskets.add(DeskBasket("basket-1", proposal, "", 1, at, "meera", at, "meera"))
    unit.desk_baskets.share(version)
    unit.desk_baskets.set_recipients(
        "basket-1", 1, [Recipient("basket-1", 1, "client-1", quantities, "fits", "", "meera", at)]
    )
