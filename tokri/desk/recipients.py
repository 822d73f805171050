"""For whom a shared version is meant: which clients, what each would get, how it suits them. Nothing is sent here."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from tokri.core.desk.advice import DeskBasket, Recipient, SharedVersion
from tokri.core.desk.choosing import Asked, Choosable, page_of, sought
from tokri.core.desk.exits import Over, Room
from tokri.core.desk.firm import Firm
from tokri.core.desk.for_whom import Line, Lines
from tokri.core.desk.left_out import LeftOut, left_out
from tokri.core.desk.meant import Choice, Meant
from tokri.core.desk.own_quantities import ForWhom
from tokri.core.desk.states import version_state
from tokri.core.desk.suitability import accepted_with
from tokri.core.known import Known
from tokri.core.ports import Outside, ReadingUnit, WritingUnit
from tokri.core.ports.desk_lists import ClientBrief
from tokri.core.problems import Problem
from tokri.core.times import ist
from tokri.desk.by import By
from tokri.desk.drafted import drafted_for
from tokri.desk.exits import over_of, room_for
from tokri.desk.restrictions import Know

#: What is kept as the outcome where suitability is not asked.
NOT_ASKED: Final = "not-asked"

#: Everybody, from the first page on.
_EVERYBODY: Final = Asked()


@dataclass(frozen=True, slots=True)
class Kept:
    """What a choice came to: for how many the version is meant now, and how many of them it added.

    Of all who were asked for at once, `mismatched` were left out as each takes a written reason, `barred` as they
    cannot be chosen, `exited` as other drafts have what they would exit.
    """

    meant: int
    added: int
    mismatched: int = 0
    barred: int = 0
    exited: int = 0


class Refusal(StrEnum):
    """Why nobody was chosen."""

    CHANGED = "changed"  #: what was shown is not how things stand now
    CLOSED = "closed"  #: there is a newer version, this one was refused, or the basket is archived
    FAULTS = "faults"
    LEFT_OUT = "left-out"  #: somebody was ticked who is not on the page: `meant.left_out` says why


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was kept; `meant` is how things stand now, `faults` what is in the way, each under ("clients", id)."""

    why: Refusal
    meant: Meant
    faults: tuple[Problem, ...] = ()


def look_at(
    outside: Outside,
    basket_id: str,
    number: int,
    know: Know,
    *,
    asked: Asked = _EVERYBODY,
    listed: Collection[str] | None = None,
    ticked: Collection[str] = (),
) -> Meant | None:
    """The version and a page of clients as they stand; with `listed`, these clients. None: no such version."""
    known = _known(outside, basket_id, number, know)
    if known is None:
        return None
    with outside.store.reading() as unit:
        looked = _look(unit, outside, basket_id, number, known)
        return None if looked is None else looked.meant(asked, listed, ticked)


def choose(
    outside: Outside, by: By, basket_id: str, number: int, choice: Choice, *, know: Know, asked: Asked = _EVERYBODY
) -> Kept | Refused | None:
    """Keep who of the page the version is meant for, and record who came and who went; None: no such version.

    The same choice again changes nothing and is not recorded.
    """
    known = _known(outside, basket_id, number, know)
    if known is None:
        return None
    now = outside.clock()
    with outside.store.writing() as unit:
        looked = _look(unit, outside, basket_id, number, known)
        if looked is None:
            return None
        meant = looked.meant(asked, choice.listed, choice.chosen)
        if (refused := _refused(meant, choice)) is not None:
            return refused
        chosen, gone = _changes(meant, choice, by, now)
        again = [each.client_id for each in chosen if each.client_id in {line.id for line in meant.lines if line.over}]
        return _keep(unit, by, meant, chosen, now=now, gone=gone, again=again)


def choose_all(
    outside: Outside, by: By, basket_id: str, number: int, asked: Asked, *, shown: str, know: Know
) -> Kept | Refused | None:
    """Choose all who were asked for and can be, on every page; nobody is taken off. None: no such version.

    `shown` is `Meant.sha256_of_all`. Who takes a written reason is left out, unless they were chosen with one before.
    """
    known = _known(outside, basket_id, number, know)
    if known is None:
        return None
    now = outside.clock()
    with outside.store.writing() as unit:
        looked = _look(unit, outside, basket_id, number, known)
        if looked is None:
            return None
        meant = looked.meant(asked)
        if shown != meant.sha256_of_all:
            return Refused(Refusal.CHANGED, meant)
        if not meant.open:
            return Refused(Refusal.CLOSED, meant)
        lines = looked.lines(meant.found)
        fitting = [line for line in lines if not line.faults and not line.needs_reason and not line.asks_again]
        asking = [line for line in lines if not line.faults and line.needs_reason and line.saved is None]
        barred = sum(bool(line.faults) for line in lines)
        exited = sum(line.asks_again and not line.faults and not line.needs_reason for line in lines)
        chosen = [new for line in fitting if (new := _recipient(meant.version, line, "", by, now)) is not None]
        return _keep(unit, by, meant, chosen, now=now, left_out=(len(asking), barred, exited))


@dataclass(frozen=True, slots=True)
class _Look:
    """One look into the store at a version and its clients."""

    unit: ReadingUnit | WritingUnit
    basket: DeskBasket
    version: SharedVersion
    firm: Firm
    edition: int
    makes: Lines
    drafted_for: ForWhom | None = None
    room: Room | None = None

    @property
    def key(self) -> tuple[str, int]:
        return self.version.basket_id, self.version.number

    def meant(self, asked: Asked, listed: Collection[str] | None = None, ticked: Collection[str] = ()) -> Meant:
        """The page that is asked for; with `listed`, these clients on it."""
        everybody, chosen = self._everybody(), self.unit.desk_lists.chosen(self.key)
        found = tuple(each.id for each in sought(everybody, asked, chosen))
        if asked.standing == Choosable.CANNOT:
            found = tuple(line.id for line in self.lines(found) if line.faults)
        shown, page, pages = page_of(found, asked.page)
        decisions = self.unit.desk_baskets.decisions([self.basket.id])
        lines = self.lines(shown if listed is None else listed)
        return Meant(
            basket=self.basket,
            version=self.version,
            firm=self.firm,
            edition=self.edition,
            state=version_state(self.version, decisions),
            newest=self.basket.versions == self.version.number,
            lines=lines,
            found=found,
            page=page,
            pages=pages,
            chosen=len(chosen),
            groups=tuple(sorted({group for each in everybody for group in each.groups}, key=str.casefold)),
            drafted=self.drafted_for.drafted if self.drafted_for is not None else None,
            left_out=self._left_out(frozenset(ticked) - {line.id for line in lines}),
        )

    def _left_out(self, ticked: Collection[str]) -> tuple[LeftOut, ...]:
        only = self.drafted_for.clients if self.drafted_for is not None else None
        return left_out(ticked, self.unit.desk_lists.clients(ticked), only) if ticked else ()

    def _everybody(self) -> Sequence[ClientBrief]:
        """Who can be chosen at all: of a basket that was drafted for certain clients, they alone."""
        every, only = self.unit.desk_lists.client_briefs(), self.drafted_for
        return every if only is None else [each for each in every if each.id in only.clients]

    def lines(self, client_ids: Collection[str]) -> tuple[Line, ...]:
        """These clients beside the version, in the order of their codes, without those who were erased."""
        lists = self.unit.desk_lists
        held = lists.holdings(client_ids) if self.makes.by_holding else {}
        before = {each.client_id: each for each in lists.recipients([self.key], client_ids)}
        return tuple(
            self.makes.line(client, client.details, held.get(client.id, ()), before.get(client.id), self._over)
            for client in lists.clients(client_ids)
            if client.details is not None and (self.drafted_for is None or client.id in self.drafted_for.clients)
        )

    def _over(self, client_id: str, mine: Sequence[int | None]) -> Over | None:
        return over_of(self.room, self.drafted_for, client_id, self.version.proposal.draft.orders, mine)


def _known(outside: Outside, basket_id: str, number: int, know: Know) -> Known | None:
    """What is known of the version's orders; None: there is no such version."""
    with outside.store.reading() as unit:
        version = unit.desk_baskets.version(basket_id, number)
    return None if version is None else know(version.proposal.draft.orders)


def _look(unit: ReadingUnit | WritingUnit, outside: Outside, basket_id: str, number: int, known: Known) -> _Look | None:
    basket, version = unit.desk_baskets.get(basket_id), unit.desk_baskets.version(basket_id, number)
    if basket is None or version is None:
        return None
    latest = unit.firm.latest()
    firm, edition = (latest.firm, latest.number) if latest is not None else (Firm(), 0)
    only = drafted_for(unit, basket_id)
    makes = Lines(version.proposal, firm.kind, known, ist(outside.clock()).date(), only)
    return _Look(unit, basket, version, firm, edition, makes, only, room_for(unit, outside, basket_id, number))


def _refused(meant: Meant, choice: Choice) -> Refused | None:
    if choice.shown != meant.sha256:
        return Refused(Refusal.CHANGED, meant)
    if not meant.open:
        return Refused(Refusal.CLOSED, meant)
    if meant.left_out:
        return Refused(Refusal.LEFT_OUT, meant)
    ticked = [line for line in meant.lines if line.id in choice.chosen]
    found = (line.faults_with(choice.reasons.get(line.id, ""), again=line.id in choice.again) for line in ticked)
    faults = tuple(fault for each in found for fault in each)
    return Refused(Refusal.FAULTS, meant, faults) if faults else None


def _changes(meant: Meant, choice: Choice, by: By, now: datetime) -> tuple[list[Recipient], list[str]]:
    """Who of those listed is chosen anew or otherwise than before, and the ids of those who are not any more."""
    ticked = [line for line in meant.lines if line.id in choice.chosen]
    new = (_recipient(meant.version, line, choice.reasons.get(line.id, ""), by, now) for line in ticked)
    gone = [line.id for line in meant.lines if line.saved is not None and line.id not in choice.chosen]
    return [each for each in new if each is not None], gone


def _recipient(version: SharedVersion, line: Line, reason: str, by: By, now: datetime) -> Recipient | None:
    """The choice of this client. None: it is what was chosen before, and stays with who chose it, and when."""
    suits = line.suitability
    if suits is not None and line.needs_reason:
        suits = accepted_with(suits, reason)
    outcome, written = (NOT_ASKED, "") if suits is None else (suits.outcome, suits.reason)
    new = Recipient(
        version.basket_id, version.number, line.id, line.quantities, outcome, written, by=by.person_id, at=now
    )
    return None if line.saved is not None and _content(line.saved) == _content(new) else new


def _content(each: Recipient) -> tuple[object, ...]:
    return each.client_id, each.quantities, each.suitability, each.reason


def _keep(
    unit: WritingUnit,
    by: By,
    meant: Meant,
    chosen: Sequence[Recipient],
    *,
    now: datetime,
    gone: Sequence[str] = (),
    again: Sequence[str] = (),
    left_out: tuple[int, int, int] = (0, 0, 0),
) -> Kept:
    """Put the changes into the place of what was chosen of these clients, and record them, if there are any."""
    key = meant.version.basket_id, meant.version.number
    before = {each.client_id for each in unit.desk_lists.recipients([key], [each.client_id for each in chosen])}
    added = len(chosen) - len(before)
    count = meant.chosen + added - len(gone)
    if chosen or gone:
        unit.desk_baskets.change_recipients(*key, chosen, gone)
        facts = dict(_facts(meant.version, chosen, gone, count))
        if again:
            facts["although_exited"] = " ".join(again)
        unit.record(by.event("clients chosen", meant.version.basket_id, now, facts))
    return Kept(count, added, *left_out)


def _facts(
    version: SharedVersion, chosen: Sequence[Recipient], gone: Sequence[str], count: int
) -> Iterator[tuple[str, str | int | bool | None]]:
    """Who came or is meant otherwise than before, and who went: ids say nothing of a person without the register."""
    yield "number", version.number
    yield "sha256", version.sha256
    yield "clients", count
    yield "ids", " ".join(each.client_id for each in chosen)
    if in_spite := " ".join(each.client_id for each in chosen if each.reason):
        yield "in_spite_of_mismatch", in_spite
    if gone:
        yield "no_longer", " ".join(gone)
