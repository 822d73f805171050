"""A firm with 500 clients and 20 open baskets: 10,000 links, in every stage that a link comes to."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any, Final

from flask import Flask
from pysqlite3 import dbapi2  # type: ignore[import-untyped]  # the wheel carries no types
from sqlalchemy import create_engine, insert

from bench.site import NOW, SEED, Visitor, draft, outside
from tokri.core.basket import canonical_json
from tokri.core.desk.advice import DeskBasket, Disclosures, LegAdvice, Proposal, Recipient, SharedVersion
from tokri.core.desk.client import Client, ClientDetails
from tokri.core.desk.people import DeskSession, Person, token_sha256
from tokri.core.desk.roles import Role
from tokri.core.link.link import AnswerKind, Consent, Link, LinkAnswer, Message, MessageKind, Way
from tokri.core.ports import BookOrder, Handback, Handoff, PersonsWord, Reading, Said, WritingUnit
from tokri.desk.example_firm import EXAMPLE_FIRM
from tokri.store.all_tables import metadata
from tokri.store.readings import book_json
from tokri.web.context import KEY

#: What is written, by table: one row at a time it would take as long as all that is measured.
_Rows = defaultdict[str, list[dict[str, Any]]]

CLIENTS: Final = 500
BASKETS: Final = 20

_TOKEN: Final = "of-the-bench-0123456789"  # noqa: S105 - opens a store that lives for a minute
_ORDERS: Final = 4

#: What is handed off, and the same as it is read back.
_PAYLOAD: Final = json.dumps(
    [
        {
            "variety": "regular",
            "tradingsymbol": symbol,
            "exchange": "NSE",
            "transaction_type": "BUY",
            "order_type": "MARKET",
            "quantity": 10,
            "product": "CNC",
        }
        for symbol in ("INFY", "TCS", "ITC", "SBIN")
    ],
    separators=(",", ":"),
)
_SENT: Final[list[dict[str, Any]]] = json.loads(_PAYLOAD)


def adviser(app: Flask) -> Visitor:
    """Somebody of the firm, signed in."""
    person = Person("meera", "meera", "Meera", "meera@firm.example", frozenset({Role.ADVISER}), NOW)
    session = DeskSession(
        id="session",
        token_sha256=token_sha256(_TOKEN),
        person_id="meera",
        began_at=NOW,
        seen_at=NOW,
        whole=True,
        confirmed_at=NOW,
        where_from="this machine",
        browser="Firefox on Linux",
    )
    with outside(app).store.writing() as unit:
        unit.people.add(person)
        unit.people.begin(session)
        unit.firm.save(replace(EXAMPLE_FIRM, approval_required=False, link_check=False), 0, "meera", NOW)
    return Visitor("meera", f"{app.extensions[KEY].desk_cookie}={_TOKEN}", "")


def clients(app: Flask, count: int = CLIENTS) -> None:
    """Clients in ten groups."""
    with outside(app).store.writing() as unit:
        for number in range(count):
            details = ClientDetails(
                f"Client {number}",
                phone=f"+9198{number:08}",
                groups=(f"Group {number % 10}",),
                agreement_from=date(2025, 4, 1),
            )
            unit.clients.add(Client(_client(number), f"C{number:04}", details, NOW, NOW))


def baskets(app: Flask, first: int = 0, count: int = BASKETS, meant: int = CLIENTS) -> None:
    """Baskets that are shared, and meant for so many clients each."""
    with outside(app).store.writing() as unit:
        for number in range(first, first + count):
            _basket(unit, number, meant)


def links(folder: Path) -> None:
    """A link for every client to every basket, made in the last three days, and what became of each."""
    lot = Random(SEED)  # noqa: S311 - the same links at every run, and no secret
    written: _Rows = defaultdict(list)
    for basket in range(BASKETS):
        for client in range(CLIENTS):
            _link(written, basket, client, lot)
    url = f"sqlite:///{folder / 'tokri.db'}"
    engine = create_engine(url, module=dbapi2)
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            if written[table.name]:
                connection.execute(insert(table), written[table.name])
    engine.dispose()


def _client(number: int) -> str:
    return f"client-{number}"


def _basket(unit: WritingUnit, number: int, meant: int) -> None:
    written = replace(draft(_ORDERS), name=f"Basket {number}")
    proposal = Proposal(
        written,
        (LegAdvice(why="Orders grow."),) * _ORDERS,
        why="Both earn more than their price says.",
        risk_class="moderate",
        valid_until="2026-02-25 15:30",
        disclosures=Disclosures("none", "none", "none", "none", "none"),
    )
    basket_id, at = f"basket-{number}", NOW - timedelta(days=3)
    unit.desk_baskets.add(DeskBasket(basket_id, proposal, "", 1, at, "meera", at, "meera"))
    unit.desk_baskets.share(
        SharedVersion(basket_id, 1, proposal, proposal.sha256, at, "meera", approval_required=False)
    )
    unit.desk_baskets.set_recipients(
        basket_id,
        1,
        [Recipient(basket_id, 1, _client(each), (1,) * _ORDERS, "fits", "", "meera", at) for each in range(meant)],
    )


def _link(written: _Rows, basket: int, client: int, lot: Random) -> None:
    link_id = f"link-{basket}-{client}"
    at = NOW - timedelta(minutes=lot.randint(60, 4000))
    link = Link(
        id=link_id,
        basket_id=f"basket-{basket}",
        client_id=_client(client),
        visitor_id=f"visitor-{link_id}",
        number=1,
        token_sha256=sha256(link_id.encode()).hexdigest(),
        token_sealed=f"sealed {link_id}",
        check_kind="",
        language="en",
        made_at=at,
        made_by="meera",
        expires_at=NOW + timedelta(days=lot.randint(-1, 14)),
        most_uses=5,
    )
    written["visitors"].append({"id": link.visitor_id, "created_at": at})
    drawn = lot.random()
    if drawn < _PREPARED:
        message = Message(f"message-{link_id}", link_id, 1, MessageKind.FIRST, Way.WHATSAPP, at, "meera")
        written["messages"].append(asdict(message))
    if drawn < _OPENED:
        link = replace(link, opened_at=at + timedelta(minutes=10))
    written["links"].append(asdict(link))
    if _LEFT <= drawn < _SAID_NO:
        kind = lot.choice((AnswerKind.DECLINED, AnswerKind.QUESTION, AnswerKind.ELSEWHERE))
        answer = LinkAnswer(f"answer-{link_id}", link_id, 1, kind, "Why now?", NOW, "browser")
        written["link_answers"].append({**asdict(answer), "details": "{}"})
    if drawn < _LEFT:
        _hand_off(written, link, lot)


#: How many of all links come so far, at least.
_PREPARED: Final = 0.9
_OPENED: Final = 0.7
_SAID_NO: Final = 0.5
_LEFT: Final = 0.4


def _hand_off(written: _Rows, link: Link, lot: Random) -> None:
    """A yes, a hand-off that left, and most often a return, a word or a look into the order book."""
    at = link.made_at + timedelta(minutes=20)
    orders = draft(_ORDERS)
    own = {"id": link.id, "visitor_id": link.visitor_id, "name": "", "created_at": at, "latest_number": 1}
    written["baskets"].append({**own, "saved_at": at})
    version = {"basket_id": link.id, "number": 1, "document": orders.canonical, "sha256": orders.sha256}
    written["versions"].append({**version, "saved_at": at})
    handoff = Handoff(
        id=f"handoff-{link.id}",
        basket_id=link.id,
        visitor_id=link.visitor_id,
        version_number=1,
        version_sha256=orders.sha256,
        review_sha256=orders.sha256,
        part=1,
        parts=1,
        first_order=0,
        orders=_ORDERS,
        attempt=1,
        tag=sha256(link.id.encode()).hexdigest()[:8],
        nonce=f"nonce-{link.id}",
        payload=_PAYLOAD,
        payload_sha256=orders.sha256,
        created_at=at,
        left_at=at,
        browser_id="browser",
    )
    written["handoffs"].append(asdict(handoff))
    written["consents"].append({**asdict(_consent(link, handoff)), "changes": "{}"})
    drawn = lot.random()
    if drawn < _CAME_BACK:
        back = Handback(f"back-{link.id}", link.visitor_id, handoff.id, "success", "", None, None, at=at)
        written["handbacks"].append({**asdict(back), "token_sha256": "", "log_in": back.log_in or None})
        if drawn < _READ:
            reading = Reading(f"reading-{link.id}", handoff.id, link.visitor_id, back.id, keep=False, asked_at=at)
            read = replace(reading, read_at=at + timedelta(minutes=1))
            written["readings"].append({**asdict(read), "found": "[]", "unsorted": "[]"})
            if drawn >= _READ / 4:
                refused = {0} if lot.random() < _NOT_ALL_FILLED else set[int]()
                written["sightings"].extend(
                    _seen(handoff.id, place, read.read_at or at, filled=place not in refused)
                    for place in range(_ORDERS)
                )
    elif drawn < _SAID:
        word = PersonsWord(handoff.id, Said.PLACED_ALL, at + timedelta(minutes=9))
        written["persons_words"].append({**asdict(word), "orders": "[]"})


def _seen(handoff_id: str, place: int, at: datetime, *, filled: bool) -> dict[str, Any]:
    """One order of the hand-off as the order book showed it: filled, or refused."""
    order_id, order = f"{handoff_id}-{place}", _SENT[place]
    row = {"handoff_id": handoff_id, "source": "book", "how": "tag", "place": place, "order_id": order_id}
    book = BookOrder(
        order_id=order_id,
        status="COMPLETE" if filled else "REJECTED",
        status_message=None if filled else "RMS:Rule: Check circuit limit including square off order exceeds",
        tradingsymbol=order["tradingsymbol"],
        exchange=order["exchange"],
        transaction_type=order["transaction_type"],
        order_type=order["order_type"],
        product=order["product"],
        variety=order["variety"],
        quantity=order["quantity"],
        filled_quantity=order["quantity"] if filled else 0,
        pending_quantity=0,
        cancelled_quantity=0,
        price=Decimal(),
        trigger_price=Decimal(),
        average_price=Decimal("845.50") if filled else Decimal(),
        order_timestamp=None,
        tag=None,
    )
    text = canonical_json(book_json(book))
    return {**row, "book": text, "sha256": sha256(order_id.encode()).hexdigest(), "at": at, "origin": "reading"}


#: As many of those that were read have an order that was refused.
_NOT_ALL_FILLED: Final = 0.02

_READ: Final = 0.4
_CAME_BACK: Final = 0.7
_SAID: Final = 0.85


def _consent(link: Link, handoff: Handoff) -> Consent:
    return Consent(
        id=f"consent-{link.id}",
        link_id=link.id,
        client_id=link.client_id,
        basket_id=link.basket_id,
        number=1,
        version_sha256=handoff.version_sha256,
        review_sha256=handoff.review_sha256,
        part=1,
        parts=1,
        handoff_id=handoff.id,
        text="I have read this advice.",
        language="en",
        changes={},
        check_kind="",
        checked_at=None,
        browser_id="browser",
        at=handoff.created_at,
    )
