"""A firm's link to one client's account, made as the desk makes one, and everything that can become of it.

Each function writes straight to the store, so that a test says in one line where it starts. Any store will do: that
of a use case's test (`outside`), or that of a running app (`world(app)`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from tests.journey.fakes import MORNING, payload
from tokri.core.basket import Draft, OrderText
from tokri.core.desk.advice import Decision, DeskBasket, Disclosures, LegAdvice, Proposal, Recipient, SharedVersion
from tokri.core.desk.client import CheckKind, Client, ClientDetails
from tokri.core.desk.firm import Firm
from tokri.core.desk.people import Person
from tokri.core.desk.roles import Role
from tokri.core.link.link import (
    AnswerKind,
    CheckPassed,
    Consent,
    Ended,
    GroupLink,
    Link,
    LinkAnswer,
    Message,
    MessageKind,
    Recall,
    Way,
)
from tokri.core.ports import Handback, Handoff, Outside, PersonsWord, Said
from tokri.desk.example_firm import EXAMPLE_FIRM
from tokri.link.look import token_sha256

#: A firm that lacks nothing.
FIRM = replace(EXAMPLE_FIRM, name="Sahyadri Advisers", phone="+91 22 5550 0100", approval_required=False)

#: The last four of Sunita's PAN, where she is asked.
PAN = "234F"

INFY = OrderText("regular", "INFY", "NSE", "BUY", "MARKET", product="CNC", quantity="10")
TCS = OrderText("regular", "TCS", "NSE", "BUY", "LIMIT", product="CNC", quantity="4", price="3105.50")

#: Two orders that may go to Kite as they stand, on the morning of the tests and for two weeks.
PROPOSAL = Proposal(
    Draft("Two of the large ones", (INFY, TCS)),
    (
        LegAdvice(
            why="Orders grow.",
            advised_price="1502.35",
            advised_at="2026-02-11 10:15",
            stop_loss="1380",
            target="1750",
            horizon="a year",
        ),
        LegAdvice(why="Cash returns.", advised_price="3100", advised_at="2026-02-11 10:15"),
    ),
    why="Both earn more than their price says.",
    risk_class="moderate",
    valid_until="2026-02-25 15:30",
    disclosures=Disclosures("none", "none", "none", "none", "none"),
)


class Made(NamedTuple):
    """A link, and the token of its address, which the store does not hold."""

    link: Link
    token: str

    @property
    def address(self) -> str:
        return f"/l/{self.token}"


# --- the firm, its clients, its advice ----------------------------------------------------------


def a_firm(outside: Outside, firm: Firm = FIRM) -> None:
    """Meera, who advises, and Arun, who approves; the firm's details where it has none yet."""
    with outside.store.writing() as unit:
        for name, role in (("meera", Role.ADVISER), ("arun", Role.APPROVER)):
            if unit.people.get(name) is None:
                # The demo's example firm has people of the same names.
                username = name if unit.people.by_username(name) is None else f"{name}-too"
                email = f"{username}@firm.example"
                unit.people.add(Person(name, username, name.title(), email, frozenset({role}), MORNING))
        if not unit.firm.set_up():
            unit.firm.save(firm, 0, "meera", MORNING)


def a_client(
    outside: Outside,
    code: str = "C1",
    name: str = "Sunita Rao",
    *,
    check: CheckKind = CheckKind.NONE,
    value: str = PAN,
    groups: tuple[str, ...] = (),
    **details: object,
) -> Client:
    """A client of the firm, in the register; `value` is the answer to the check, where there is one."""
    told = replace(
        ClientDetails(name, phone="+919800000001", check_kind=check, groups=groups),
        **details,  # type: ignore[arg-type]  # a test names the fields it changes
    )
    hashed = outside.passwords.hash(value) if check is not CheckKind.NONE else None
    client = Client(code.lower(), code, told, MORNING, MORNING, check_hash=hashed)
    with outside.store.writing() as unit:
        unit.clients.add(client)
    return client


def a_version(
    outside: Outside,
    *clients: Client,
    proposal: Proposal = PROPOSAL,
    basket_id: str = "basket-1",
    quantities: tuple[int | None, ...] | None = None,
) -> SharedVersion:
    """The basket's next version, shared by Meera, approved by Arun and meant for these clients.

    `quantities` are those that each client is advised; else those of the orders.
    """
    a_firm(outside)
    at = outside.clock()
    with outside.store.writing() as unit:
        number = len(unit.desk_baskets.versions(basket_id)) + 1
        if number == 1:
            unit.desk_baskets.add(DeskBasket(basket_id, proposal, "not for clients", 1, at, "meera", at, "meera"))
        version = SharedVersion(basket_id, number, proposal, proposal.sha256, at, "meera", approval_required=True)
        unit.desk_baskets.share(version)
        unit.desk_baskets.decide(Decision(basket_id, number, approved=True, by="arun", at=at))
        meant = quantities or tuple(int(order.quantity) for order in proposal.draft.orders)
        recipients = [Recipient(basket_id, number, each.id, meant, "fits", "", "meera", at) for each in clients]
        unit.desk_baskets.set_recipients(basket_id, number, recipients)
    return version


# --- the link -----------------------------------------------------------------------------------


def a_link(
    outside: Outside,
    client: Client | None = None,
    version: SharedVersion | None = None,
    *,
    check: CheckKind = CheckKind.NONE,
    language: str = "en",
    days: float = 14,
    most_uses: int = 5,
) -> Made:
    """A link for Sunita, or `client`, to a version of two orders, or `version`, which is meant for her."""
    client = client or a_client(outside, check=check)
    version = version or a_version(outside, client)
    token, at = outside.chance.token(), outside.clock()
    link_id, visitor_id = outside.chance.token(), outside.chance.token()
    link = Link(
        id=link_id,
        basket_id=version.basket_id,
        client_id=client.id,
        visitor_id=visitor_id,
        number=version.number,
        token_sha256=token_sha256(token),
        token_sealed=outside.sealer.seal(token, f"link:{link_id}"),
        check_kind=client.details.check_kind.value if client.details else "",
        language=language,
        made_at=at,
        made_by="meera",
        expires_at=at + timedelta(days=days),
        most_uses=most_uses,
    )
    with outside.store.writing() as unit:
        unit.visitors.ensure(visitor_id, at)
        unit.links.add(link)
    return Made(link, token)


def a_group_link(outside: Outside, version: SharedVersion, group: str, *, days: float = 14) -> tuple[GroupLink, str]:
    """One address for the whole group, and its token."""
    token, group_link_id, at = outside.chance.token(), outside.chance.token(), outside.clock()
    sealed = outside.sealer.seal(token, f"group-link:{group_link_id}")
    until = at + timedelta(days=days)
    made = GroupLink(group_link_id, version.basket_id, group, token_sha256(token), sealed, at, "meera", until)
    with outside.store.writing() as unit:
        unit.links.add_group(made)
    return made, token


def link_now(outside: Outside, link: Link) -> Link:
    """The link as it is kept now."""
    with outside.store.reading() as view:
        found = view.links.get(link.id)
    assert found is not None
    return found


def passed(outside: Outside, link: Link, browser_id: str) -> None:
    """That browser gave the right answer to the link's check."""
    with outside.store.writing() as unit:
        unit.links.pass_check(CheckPassed(link.id, browser_id, outside.clock()))


# --- what the firm does to it -------------------------------------------------------------------


def revoked(outside: Outside, link: Link) -> None:
    with outside.store.writing() as unit:
        assert unit.links.end(link.id, Ended.REVOKED, outside.clock())


def reissued(outside: Outside, link: Link) -> Made:
    """The link has ended for a newer one, which is answered."""
    with outside.store.writing() as unit:
        assert unit.links.end(link.id, Ended.REISSUED, outside.clock())
        client, version = unit.clients.get(link.client_id), unit.desk_baskets.version(link.basket_id, link.number)
    assert client is not None
    assert version is not None
    return a_link(outside, client, version, language=link.language)


def locked(outside: Outside, link: Link) -> None:
    with outside.store.writing() as unit:
        unit.links.change(link.id, locked_at=outside.clock())


def recalled(outside: Outside, link: Link, reason: str = "The price of order 2 was wrong.") -> None:
    """The version that it was made for is taken back."""
    with outside.store.writing() as unit:
        unit.links.recall(Recall(link.basket_id, link.number, reason, "meera", outside.clock()))


def put_away(outside: Outside, link: Link) -> None:
    with outside.store.writing() as unit:
        unit.desk_baskets.mark(link.basket_id, archived_at=outside.clock())


def replaced(outside: Outside, link: Link) -> SharedVersion:
    """A newer version is there, and is meant for nobody."""
    return a_version(outside, basket_id=link.basket_id)


def prepared(outside: Outside, link: Link, way: Way = Way.WHATSAPP) -> None:
    """A message was prepared for its client."""
    message_id, at = outside.chance.token(), outside.clock()
    with outside.store.writing() as unit:
        unit.links.prepare(Message(message_id, link.id, link.number, MessageKind.FIRST, way, at, "meera"))


# --- what the client does at it -----------------------------------------------------------------


def opened(outside: Outside, link: Link) -> None:
    with outside.store.writing() as unit:
        unit.links.open(link.id, outside.clock())


def answered(outside: Outside, link: Link, kind: AnswerKind, text: str = "", **details: object) -> None:
    """The client said no, or that they place the orders elsewhere, or asked, or whatever `kind` is."""
    answer_id, at = outside.chance.token(), outside.clock()
    with outside.store.writing() as unit:
        unit.links.answer(LinkAnswer(answer_id, link.id, link.number, kind, text, at, "browser", details))


def consented(outside: Outside, link: Link, *, part: int = 1, parts: int = 1) -> Handoff:
    """The client said yes to one part; its hand-off is stored, and nobody has left for Kite."""
    at, tag = outside.clock(), outside.chance.token()[-8:].upper().replace("_", "0").replace("-", "0")
    data, handoff_id = payload(tag), outside.chance.token()
    with outside.store.writing() as unit:
        own = unit.baskets.get(link.id, link.visitor_id)
        if own is None:
            draft = Draft("Two of the large ones", (INFY, TCS))
            version = unit.baskets.add(link.id, link.visitor_id, draft, at)
        else:
            found = unit.baskets.version(link.id, 1)
            assert found is not None
            version = found
        attempt = 1 + sum(each.part == part for each in unit.handoffs.of_basket(link.id))
        handoff = Handoff(
            id=handoff_id,
            basket_id=link.id,
            visitor_id=link.visitor_id,
            version_number=version.number,
            version_sha256=version.sha256,
            review_sha256=sha256(b"what was shown").hexdigest(),
            part=part,
            parts=parts,
            first_order=0,
            orders=2,
            attempt=attempt,
            tag=tag,
            nonce=outside.chance.token(),
            payload=data,
            payload_sha256=sha256(data.encode()).hexdigest(),
            created_at=at,
        )
        unit.handoffs.add(handoff)
        advice = unit.desk_baskets.version(link.basket_id, link.number)
        assert advice is not None
        unit.links.consent(_consent(outside, link, advice, handoff, at))
    return handoff


def _consent(outside: Outside, link: Link, advice: SharedVersion, handoff: Handoff, at: datetime) -> Consent:
    return Consent(
        id=outside.chance.token(),
        link_id=link.id,
        client_id=link.client_id,
        basket_id=link.basket_id,
        number=link.number,
        version_sha256=advice.sha256,
        review_sha256=handoff.review_sha256,
        part=handoff.part,
        parts=handoff.parts,
        handoff_id=handoff.id,
        text="I, Sunita Rao, have read this advice.",
        language=link.language,
        changes={},
        check_kind=link.check_kind,
        checked_at=None,
        browser_id="browser",
        at=at,
    )


def left(outside: Outside, link: Link, *, browser_id: str = "browser", part: int = 1, parts: int = 1) -> Handoff:
    """The client said yes, and the browser left for Kite: one use of the link."""
    handoff = consented(outside, link, part=part, parts=parts)
    with outside.store.writing() as unit:
        assert unit.handoffs.leave(handoff.id, link.visitor_id, browser_id, outside.clock())
    return handoff


def came_back(outside: Outside, link: Link, status: str = "success", *, part: int = 1, parts: int = 1) -> Handoff:
    """The client left, and Kite sent the browser back with this."""
    handoff = left(outside, link, part=part, parts=parts)
    back = Handback(outside.chance.token(), link.visitor_id, handoff.id, status, "", None, None, at=outside.clock())
    with outside.store.writing() as unit:
        unit.handoffs.take_back(back)
    return handoff


def said(outside: Outside, handoff: Handoff, word: Said) -> None:
    """The client's word on a hand-off."""
    with outside.store.writing() as unit:
        unit.handoffs.say(PersonsWord(handoff.id, word, outside.clock()))
