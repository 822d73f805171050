"""The board reads little of each link and says the same of it as who reads all of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.databases import sqlite_store
from tests.journey import fakes
from tests.journey.fakes import FakeClock, book_order
from tests.link import making
from tokri.core.desk.advice import Decision, SharedVersion
from tokri.core.evidence import QUEUED, How, Sighting, Source
from tokri.core.link.board import lines
from tokri.core.link.board_left import TOLD_BY_DOCUMENTS, doubted
from tokri.core.link.link import AnswerKind, Link
from tokri.core.link.state import Stage
from tokri.core.ports import Found, Handback, Handoff, Outside, Reading, ReadingFault, Said, WritingUnit
from tokri.core.ports.evidence import Upload
from tokri.core.times import ist
from tokri.link.became import short
from tokri.link.look import looked


@dataclass
class World:
    """A firm with two clients, one basket, and what became of the links."""

    outside: Outside
    clock: FakeClock
    links: list[Link]
    handoffs: dict[str, list[Handoff]] = field(default_factory=dict)

    def handoff(self, link: Link) -> Handoff | None:
        return self.handoffs[link.id][-1] if self.handoffs.get(link.id) else None


Step = Callable[[World, Link], None]


def answer(kind: AnswerKind, **details: object) -> Step:
    return lambda world, link: making.answered(world.outside, link, kind, "words", **details)


def hand_off(part: int, *, leaves: bool) -> Step:
    def step(world: World, link: Link) -> None:
        act = making.left if leaves else making.consented
        made = act(world.outside, link, part=part, parts=2)
        world.handoffs.setdefault(link.id, []).append(made)

    return step


def comes_back(status: str) -> Step:
    def step(world: World, link: Link) -> None:
        handoff = world.handoff(link)
        if handoff is not None:
            handback_id, at = world.outside.chance.token(), world.clock()
            with world.outside.store.writing() as unit:
                unit.handoffs.take_back(
                    Handback(
                        handback_id,
                        link.visitor_id,
                        handoff.id,
                        status,
                        "",
                        sha256(handback_id.encode()).hexdigest(),
                        None,
                        at=at,
                    )
                )

    return step


def says(word: Said) -> Step:
    def step(world: World, link: Link) -> None:
        if (handoff := world.handoff(link)) is not None:
            making.said(world.outside, handoff, word)

    return step


def reads(*, found: int = 0, unsorted: int = 0, fault: ReadingFault | None = None, read: bool = True) -> Step:
    def step(world: World, link: Link) -> None:
        handoff = world.handoff(link)
        if handoff is None:
            return
        at, order = world.clock(), book_order()
        with world.outside.store.writing() as unit:
            token = world.outside.chance.token()
            claim = Handback(
                token, link.visitor_id, handoff.id, "success", "", sha256(token.encode()).hexdigest(), None, at=at
            )
            kept = unit.handoffs.take_back(claim)
            reading = Reading(
                id=world.outside.chance.token(),
                handoff_id=handoff.id,
                visitor_id=link.visitor_id,
                handback_id=kept.id,
                keep=False,
                asked_at=at,
                kite_user_id="XY9876" if read or fault is ReadingFault.WRONG_ACCOUNT else None,
                read_at=at if read else None,
                found=(Found(0, order),) * found,
                unsorted=(order,) * unsorted,
                fault=fault,
            )
            unit.readings.add(reading)
            _see(unit, handoff, Source.BOOK, at, *[0] * found, *[None] * unsorted)

    return step


def _see(
    unit: WritingUnit, handoff: Handoff, source: Source, at: datetime, *places: int | None, **book: object
) -> None:
    for place in places:
        order = book_order(order_id=f"{handoff.id}-{place}", **book)
        unit.evidence.see([Sighting(handoff.id, source, How.TAG, place, order, at, "origin")])


def is_shown(source: Source, **book: object) -> Step:
    """By a postback, a file, or the book as it is read with another hand-off of the basket."""

    def step(world: World, link: Link) -> None:
        if (handoff := world.handoff(link)) is not None:
            with world.outside.store.writing() as unit:
                _see(unit, handoff, source, world.clock(), 0, **book)

    return step


def is_claimed_by_another(how: How) -> Step:
    """An order that was seen as the hand-off's is taken for the other link's as well."""

    def step(world: World, link: Link) -> None:
        mine = world.handoff(link)
        others = [each[-1] for link_id, each in world.handoffs.items() if link_id != link.id and each]
        if mine is None or not others:
            return
        order = book_order(order_id=f"{mine.id}-0")
        with world.outside.store.writing() as unit:
            unit.evidence.see([Sighting(others[0].id, Source.BOOK, how, 0, order, world.clock(), "origin")])

    return step


def uploads(source: Source, *, closed: bool) -> Step:
    """A file of the day, in which there is nothing of the basket."""

    def step(world: World, link: Link) -> None:
        at, day = world.clock(), ist(world.clock()).date()
        token = world.outside.chance.token()
        upload = Upload(
            id=token,
            basket_id=link.id,
            source=source,
            name="orders.csv",
            sha256="0" * 64,
            by="visitor",
            at=at,
            first_day=day,
            last_day=day,
            closed=closed,
            rows=3,
            matched=0,
            whole=tuple(each.id for each in world.handoffs.get(link.id, ())),
        )
        with world.outside.store.writing() as unit:
            unit.evidence.add_upload(upload)

    return step


def recalls(world: World, link: Link) -> None:
    with world.outside.store.reading() as view:
        done = {each.number for each in view.links.recalls([link.basket_id])}
    if link.number not in done:
        making.recalled(world.outside, link)


def ends(world: World, link: Link) -> None:
    with world.outside.store.reading() as view:
        found = view.links.get(link.id)
    if found is not None and found.ended_at is None:
        making.revoked(world.outside, link)


def a_newer_version(*, approved: bool | None, meant: bool) -> Step:
    def step(world: World, link: Link) -> None:
        at = world.clock()
        with world.outside.store.writing() as unit:
            number = len(unit.desk_baskets.versions(link.basket_id)) + 1
            proposal = making.PROPOSAL
            unit.desk_baskets.share(
                SharedVersion(link.basket_id, number, proposal, proposal.sha256, at, "meera", approval_required=True)
            )
            if approved is not None:
                unit.desk_baskets.decide(Decision(link.basket_id, number, approved=approved, by="arun", at=at))
            if meant:
                recipients = unit.desk_baskets.recipients(link.basket_id, 1)
                unit.desk_baskets.set_recipients(
                    link.basket_id, number, [replace(each, number=number) for each in recipients]
                )

    return step


def goes_away(world: World, link: Link) -> None:
    with world.outside.store.writing() as unit:
        unit.clients.mark(link.client_id, world.clock(), inactive=True)


def is_erased(world: World, link: Link) -> None:
    with world.outside.store.writing() as unit:
        unit.clients.erase(link.client_id, world.clock())
        unit.links.erase(link.client_id)


STEPS: dict[str, Step] = {
    "nothing": lambda _world, _link: None,
    "a message is prepared": lambda world, link: making.prepared(world.outside, link),
    "opened": lambda world, link: making.opened(world.outside, link),
    "part 1 consented": hand_off(1, leaves=False),
    "part 1 left": hand_off(1, leaves=True),
    "part 2 left": hand_off(2, leaves=True),
    "success": comes_back("success"),
    "cancelled": comes_back("cancelled"),
    "odd": comes_back("odd"),
    **{f"says {word.value}": says(word) for word in Said},
    "seen": reads(found=1),
    "seen, to be sorted": reads(unsorted=1),
    "not seen": reads(),
    **{f"seen by {source.value}": is_shown(source) for source in Source if source is not Source.WORD},
    "queued": is_shown(Source.BOOK, status=QUEUED, variety="amo"),
    **{
        f"{status} by {source.value}": is_shown(source, status=status, filled_quantity=filled)
        for source in (Source.BOOK, Source.ORDER_FILE)
        for status, filled in (("REJECTED", 0), ("CANCELLED", 4), ("OPEN", 4))
    },
    **{f"another claims it by {how.value}": is_claimed_by_another(how) for how in How},
    "the day's file has none": uploads(Source.ORDER_FILE, closed=False),
    "the day's trades have none": uploads(Source.TRADE_FILE, closed=True),
    "another account": reads(read=False, fault=ReadingFault.WRONG_ACCOUNT),
    "cannot be read": reads(read=False, fault=ReadingFault.UNREACHABLE),
    **{kind.value: answer(kind) for kind in AnswerKind},
    "no is taken back": answer(AnswerKind.DECLINED, taken_back=True),
    "says another account": answer(AnswerKind.KITE_ID, same=False),
    "says the same account": answer(AnswerKind.KITE_ID, same=True),
    "recalled": recalls,
    "revoked": ends,
    "locked": lambda world, link: making.locked(world.outside, link),
    "put away": lambda world, link: making.put_away(world.outside, link),
    "client inactive": goes_away,
    "client erased": is_erased,
    "replaced": a_newer_version(approved=True, meant=False),
    "a newer one for them": a_newer_version(approved=True, meant=True),
    "a newer one waits": a_newer_version(approved=None, meant=True),
    "a newer one is refused": a_newer_version(approved=False, meant=True),
    "the night passes": lambda world, _: world.clock.forward(hours=23),
    "an hour passes": lambda world, _: world.clock.forward(hours=1),
    "weeks pass": lambda world, _: world.clock.forward(days=15),
}


def begin(outside: Outside, clock: FakeClock) -> World:
    clients = [making.a_client(outside, "C1"), making.a_client(outside, "C2", "Ravi Nair")]
    version = making.a_version(outside, *clients)
    return World(outside, clock, [making.a_link(outside, each, version).link for each in clients])


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(["nothing", "part 1 left", "part 2 left"]),
    st.lists(st.tuples(st.integers(0, 1), st.sampled_from(sorted(STEPS))), max_size=12),
)
def test_the_board_says_of_every_link_what_the_link_says_of_itself(first: str, steps: list[tuple[int, str]]) -> None:
    clock = FakeClock()
    with TemporaryDirectory() as folder, sqlite_store(Path(folder)) as store:
        outside = fakes.outside(store, clock)
        world = begin(outside, clock)
        for which, name in [(0, first), *steps]:
            clock.forward(minutes=1)
            STEPS[name](world, world.links[which])
        calendar = outside.reference.tables().calendar
        with store.reading() as view:
            board = lines(view.links.board("basket-1"), clock(), outside.unresolved_after, calendar)
            together = lines(view.links.board(), clock(), outside.unresolved_after, calendar)
            rows = view.links.board("basket-1")
            read_whole, whole, unfilled = doubted(rows), {}, set()
            for link in world.links:
                found = view.links.get(link.id)
                assert found is not None
                seen = looked(view, outside, found)
                assert seen is not None
                whole[link.id] = (seen.stage, seen.version.number if seen.version else None)
                became = short(seen.sendings, seen.consents)
                if seen.stage in TOLD_BY_DOCUMENTS and became is not None and became.left:
                    unfilled.add(link.id)
    assert {each.link.id: (each.stage, each.shows) for each in board} == whole
    assert unfilled <= set(read_whole), "whatever did not fill is read whole"
    assert together in (board, []), "the board of all baskets passes over those that were put away, and none else"
    assert all(each.link.made_at <= each.since <= clock() for each in board)


def test_the_steps_lead_to_every_stage() -> None:
    """Else the test above would hold the two to each other in part only."""
    ways = {
        Stage.MADE: [],
        Stage.PREPARED: ["a message is prepared"],
        Stage.OPENED: ["opened"],
        Stage.CONSENTED: ["part 1 consented"],
        Stage.ON_KITE: ["part 1 left"],
        Stage.UNRESOLVED: ["part 1 left", "an hour passes"],
        Stage.HALF: ["part 1 left", "success"],
        Stage.SENT: ["part 1 left", "success", "part 2 left", "success"],
        Stage.QUEUED: ["part 1 left", "queued", "part 2 left", "seen"],
        Stage.REPORTED: ["part 1 left", "seen by postback", "part 2 left", "seen"],
        Stage.IN_FILE: ["part 1 left", "seen by trade-file", "part 2 left", "seen by order-file"],
        Stage.SEEN: ["part 1 left", "seen", "part 2 left", "seen"],
        Stage.NOTHING_PLACED: ["part 1 left", "cancelled"],
        Stage.DECLINED: ["declined"],
        Stage.ELSEWHERE: ["elsewhere"],
        Stage.EXPIRED: ["weeks pass"],
        Stage.WRONG_ACCOUNT: ["part 1 left", "another account"],
        Stage.RECALLED: ["recalled"],
        Stage.ENDED: ["revoked"],
    }
    assert set(ways) == set(Stage)
    for stage, names in ways.items():
        clock = FakeClock()
        with TemporaryDirectory() as folder, sqlite_store(Path(folder)) as store:
            world = begin(fakes.outside(store, clock), clock)
            for name in names:
                STEPS[name](world, world.links[0])
            calendar = world.outside.reference.tables().calendar
            with store.reading() as view:
                assert lines(view.links.board(), clock(), calendar=calendar)[0].stage is stage, names
