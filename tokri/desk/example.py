"""A firm with people, clients and baskets in every state, for the demo.

It goes the way that everybody goes: each step by its use case, each recorded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, TypeVar

from tokri.core.desk.advice import Decision, Proposal, SharedVersion
from tokri.core.desk.client import CheckKind
from tokri.core.desk.meant import Choice
from tokri.core.desk.people import Person
from tokri.core.desk.roles import Role
from tokri.core.link.link import MessageKind, Way
from tokri.core.ports import Outside
from tokri.desk import approvals, baskets, clients, firm, links, recipients, restrictions, sending, sharing
from tokri.desk.by import By
from tokri.desk.example_baskets import BANKS, ENERGY, INDEX, OLD, SOFTWARE, TEMPLATE, UNFINISHED
from tokri.desk.example_clients import ASKED, EXAMPLE_CLIENTS, LEFT
from tokri.desk.example_firm import EXAMPLE_FIRM
from tokri.desk.link_preview import Fate, preview
from tokri.desk.people import Newcomer, person_of, put
from tokri.desk.restrictions import Know
from tokri.link.tokens import token_of

Wanted = TypeVar("Wanted")

_WHERE: Final = "this machine"

#: Everybody's password in the demo, which is printed at its start and protects nothing.
PASSWORD: Final = "four baskets in the shade"  # noqa: S105 - of the demo alone

_PEOPLE: Final = (
    (Newcomer("anita", "Anita Example", "officer@firm.example"), frozenset({Role.ADMINISTRATOR})),
    (Newcomer("meera", "Meera Iyer", "meera@firm.example"), frozenset({Role.ADVISER})),
    (Newcomer("arun", "Arun Bose", "arun@firm.example"), frozenset({Role.APPROVER})),
    (Newcomer("devika", "Devika Menon", "devika@firm.example"), frozenset({Role.COMPLIANCE})),
)


#: For whom the approved basket is meant: those whose risk class it fits.
_MEANT: Final = frozenset({"C001", "C004", "C006", "C011"})


@dataclass(frozen=True, slots=True)
class SignIn:
    """With what somebody of the demo signs in, and what they are there for."""

    username: str
    password: str
    roles: str


@dataclass(frozen=True, slots=True)
class ClientLink:
    """A link of one of the demo's clients: their name, its token, and what is answered when it asks ("": nothing)."""

    name: str
    token: str
    answer: str


class ExampleRefused(Exception):
    """A step that the demo takes was refused: its values and the rules have gone apart. The message says which."""


def seed(outside: Outside, know: Know) -> tuple[SignIn, ...]:
    """Set the firm up, unless it has people; answers how to sign in, also the second time."""
    with outside.store.reading() as view:
        there = bool(view.people.all())
    if not there:
        _seed(outside, know)
    return tuple(SignIn(each.username, PASSWORD, ", ".join(sorted(roles))) for each, roles in _PEOPLE)


def client_links(outside: Outside) -> tuple[ClientLink, ...]:
    """The links of the demo's clients that are open, in the order of their codes."""
    now = outside.clock()
    with outside.store.reading() as view:
        clients_of = {client.id: client for client in view.clients.all()}
        live = [each for each in view.links.all() if each.ended_at is None and each.expires_at > now]
    found = sorted(((clients_of[each.client_id], each) for each in live), key=lambda pair: pair[0].code)
    return tuple(ClientLink(who.name, token_of(outside, link), ASKED.get(who.code, "")) for who, link in found)


def _seed(outside: Outside, know: Know) -> None:
    anita, meera, arun, _ = (_add(outside, each, roles) for each, roles in _PEOPLE)
    _done("the firm", firm.set_up(outside, anita, EXAMPLE_FIRM), firm.Saved)
    for typed in EXAMPLE_CLIENTS:
        pan = ASKED.get(typed.code)
        check = clients.CheckTyped(CheckKind.PAN, pan) if pan else clients.CheckTyped()
        _done(typed.code, clients.add(outside, meera, typed, check), clients.Saved)
    _set_aside(outside, meera)
    typed_restriction = restrictions.Typed(
        "NSE", "TCS", "2026-03-31", "The firm has seen results before they were out."
    )
    if isinstance(restrictions.restrict(outside, anita, typed_restriction), tuple):
        raise ExampleRefused("the restricted list")
    _in_every_state(outside, meera, arun, know)


def _in_every_state(outside: Outside, meera: By, arun: By, know: Know) -> None:
    banks = _shared(outside, meera, BANKS, know)
    _decide(outside, arun, banks, approved=True)
    _choose(outside, meera, banks, know)
    _link(outside, meera, banks, know)
    _shared(outside, meera, ENERGY, know)
    _decide(
        outside,
        arun,
        _shared(outside, meera, SOFTWARE, know),
        approved=False,
        reason="Name the price at which steel is bought back.",
    )
    index = _shared(outside, meera, INDEX, know)
    _decide(outside, arun, index, approved=True)
    changed = replace(INDEX, why=f"{INDEX.why} From March on, ten units more.")
    _done("a change", baskets.save_basket(outside, meera, index.basket_id, changed, "", after=1), baskets.Saved)
    baskets.make_basket(outside, meera, UNFINISHED, "Ask Arun about the tax on cigarettes.")
    old = baskets.make_basket(outside, meera, OLD)
    baskets.set_archived(outside, meera, old.id, archived=True)
    pattern = baskets.make_basket(outside, meera, TEMPLATE)
    baskets.set_template(outside, meera, pattern.id, template=True)


def _add(outside: Outside, newcomer: Newcomer, roles: frozenset[Role]) -> By:
    at = outside.clock()
    person: Person = person_of(outside, newcomer, roles, at)
    hashed = outside.passwords.hash(PASSWORD)
    with outside.store.writing() as unit:
        put(unit, By(person.id, _WHERE), replace(person, password_hash=hashed, password_at=at), at)
    return By(person.id, _WHERE)


def _set_aside(outside: Outside, by: By) -> None:
    code, why = LEFT
    with outside.store.reading() as view:
        client = view.clients.by_code(code)
    if client is None or not clients.set_aside(outside, by, client.id, why, inactive=True):
        raise ExampleRefused(code)


def _shared(outside: Outside, by: By, proposal: Proposal, know: Know) -> SharedVersion:
    basket = baskets.make_basket(outside, by, proposal)
    looked = sharing.look_at(outside, basket.id, know)
    if looked is None:
        raise ExampleRefused(proposal.draft.name)
    ask = sharing.Ask(basket.edition, basket.proposal.sha256, looked.sha256, looked.to_accept)
    return _done(proposal.draft.name, sharing.share(outside, by, basket.id, ask, know), SharedVersion)


def _decide(outside: Outside, by: By, version: SharedVersion, *, approved: bool, reason: str = "") -> None:
    verdict = approvals.Verdict(version.sha256, approved, reason)
    _done("a decision", approvals.decide(outside, by, version.basket_id, version.number, verdict), Decision)


def _choose(outside: Outside, by: By, version: SharedVersion, know: Know) -> None:
    looked = recipients.look_at(outside, version.basket_id, version.number, know)
    if looked is None:
        raise ExampleRefused("clients")
    listed = frozenset(line.client.id for line in looked.lines)
    fitting = frozenset(line.client.id for line in looked.lines if line.client.code in _MEANT)
    choice = Choice(looked.sha256, listed, fitting)
    _done(
        "clients",
        recipients.choose(outside, by, version.basket_id, version.number, choice, know=know),
        recipients.Kept,
    )


def _link(outside: Outside, by: By, version: SharedVersion, know: Know) -> None:
    """A link for everybody the version is meant for, and for the first of them a message, as if it had been sent."""
    shown = preview(outside, version.basket_id, version.number)
    if shown is None:
        raise ExampleRefused("links")
    chosen = frozenset(line.id for line in shown.of(Fate.NEW))
    ask = links.Ask(shown.sha256, chosen)
    made = _done("links", links.make(outside, by, version.basket_id, version.number, ask, know=know), links.Made)
    first = sending.Prepared((made.made[0].id,), version.number, MessageKind.FIRST, Way.WHATSAPP, known=0)
    _done("a message", sending.prepare(outside, by, first), int)


def _done(what: str, answer: object, wanted: type[Wanted]) -> Wanted:
    if not isinstance(answer, wanted):
        raise ExampleRefused(f"{what}: {answer!r}")
    return answer
