"""For whom a shared version is meant: which clients, what each would get, how it suits them. Nothing is sent here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from tokri.core.basket import canonical_json
from tokri.core.desk.advice import DeskBasket, Recipient, SharedVersion
from tokri.core.desk.firm import Firm
from tokri.core.desk.for_whom import Line, Lines
from tokri.core.desk.states import BasketState, version_state
from tokri.core.desk.suitability import accepted_with
from tokri.core.known import Known
from tokri.core.ports import Outside, ReadingUnit, WritingUnit
from tokri.core.problems import Problem
from tokri.core.times import ist
from tokri.desk.by import By
from tokri.desk.restrictions import Know

#: What is kept as the outcome where suitability is not asked.
NOT_ASKED: Final = "not-asked"


@dataclass(frozen=True, slots=True)
class Meant:
    """A shared version and every client who is not erased, in the order of their codes."""

    basket: DeskBasket
    version: SharedVersion
    firm: Firm
    state: BasketState
    newest: bool
    lines: tuple[Line, ...]
    saved: tuple[Recipient, ...]

    @property
    def open(self) -> bool:
        """Whether clients may be chosen: of the newest version alone, unless it was refused or put away."""
        return self.newest and self.state is not BasketState.REFUSED and self.basket.archived_at is None

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that there are clients of."""
        return tuple(sorted({group for line in self.lines for group in line.details.groups}, key=str.casefold))

    def of_group(self, group: str) -> tuple[Line, ...]:
        """The clients of that group; of "", all."""
        return tuple(line for line in self.lines if not group or group in line.details.groups)

    @property
    def sha256(self) -> str:
        """A hash of what the page shows: the version, each client as they stand, and who is chosen."""
        document = {
            "version": self.version.sha256,
            "lines": [line.as_shown for line in self.lines],
            "chosen": [[each.client_id, list(each.quantities), each.suitability, each.reason] for each in self.saved],
        }
        return hashlib.sha256(canonical_json(document).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Choice:
    """What was sent with the page: the hash of what it showed, whom it listed, who is ticked, and the reasons written.

    Who was chosen before and is not among those listed stays chosen.
    """

    shown: str
    listed: frozenset[str]
    chosen: frozenset[str]
    reasons: Mapping[str, str] = field(default_factory=dict)


class Refusal(StrEnum):
    """Why nobody was chosen."""

    CHANGED = "changed"  #: what was shown is not how things stand now
    CLOSED = "closed"  #: there is a newer version, this one was refused, or the basket is archived
    FAULTS = "faults"


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was kept; `meant` is how things stand now, `faults` what is in the way, each under ("clients", id)."""

    why: Refusal
    meant: Meant
    faults: tuple[Problem, ...] = ()


def look_at(outside: Outside, basket_id: str, number: int, know: Know) -> Meant | None:
    """The version and the clients as they stand; None: there is no such version."""
    known = _known(outside, basket_id, number, know)
    if known is None:
        return None
    with outside.store.reading() as unit:
        return _meant(outside, unit, basket_id, number, known)


def choose(
    outside: Outside, by: By, basket_id: str, number: int, choice: Choice, *, know: Know
) -> Meant | Refused | None:
    """Keep who the version is meant for, and record how many and which; None: there is no such version.

    The same choice again changes nothing and is not recorded.
    """
    known = _known(outside, basket_id, number, know)
    if known is None:
        return None
    now = outside.clock()
    with outside.store.writing() as unit:
        meant = _meant(outside, unit, basket_id, number, known)
        if meant is None:
            return None
        refused = _refused(meant, choice)
        if refused is not None:
            return refused
        chosen = list(_chosen(meant, choice, by, now))
        if _content(chosen) == _content(meant.saved):
            return meant
        unit.desk_baskets.set_recipients(basket_id, number, chosen)
        unit.record(by.event("clients chosen", basket_id, now, _facts(meant.version, chosen)))
        return _meant(outside, unit, basket_id, number, known)


def _known(outside: Outside, basket_id: str, number: int, know: Know) -> Known | None:
    """What is known of the version's orders; None: there is no such version."""
    with outside.store.reading() as unit:
        version = unit.desk_baskets.version(basket_id, number)
    return None if version is None else know(version.proposal.draft.orders)


def _meant(
    outside: Outside, unit: ReadingUnit | WritingUnit, basket_id: str, number: int, known: Known
) -> Meant | None:
    basket, version = unit.desk_baskets.get(basket_id), unit.desk_baskets.version(basket_id, number)
    if basket is None or version is None:
        return None
    latest = unit.firm.latest()
    firm = latest.firm if latest is not None else Firm()
    saved = tuple(unit.desk_baskets.recipients(basket_id, number))
    before = {each.client_id: each for each in saved}
    lines = Lines(version.proposal, firm.kind, known, ist(outside.clock()).date())
    told = tuple(
        lines.line(
            client,
            client.details,
            unit.clients.holdings(client.id) if lines.by_holding else (),
            before.get(client.id),
        )
        for client in unit.clients.all()
        if client.details is not None
    )
    state = version_state(version, unit.desk_baskets.decisions([basket_id]))
    return Meant(basket, version, firm, state, basket.versions == number, told, saved)


def _refused(meant: Meant, choice: Choice) -> Refused | None:
    if choice.shown != meant.sha256:
        return Refused(Refusal.CHANGED, meant)
    if not meant.open:
        return Refused(Refusal.CLOSED, meant)
    ticked = [line for line in meant.lines if line.id in choice.chosen & choice.listed]
    faults = tuple(fault for line in ticked for fault in line.faults_with(choice.reasons.get(line.id, "")))
    return Refused(Refusal.FAULTS, meant, faults) if faults else None


def _chosen(meant: Meant, choice: Choice, by: By, now: datetime) -> Iterator[Recipient]:
    """Everybody the version is meant for by this choice: first who was erased since, then in the order of their codes.

    A choice that stays as it was stays with who made it, and when.
    """
    known = {line.id for line in meant.lines}
    yield from (each for each in meant.saved if each.client_id not in known)
    for line in meant.lines:
        if line.id not in choice.listed:
            if line.saved is not None:
                yield line.saved
        elif line.id in choice.chosen:
            new = _recipient(meant.version, line, choice.reasons.get(line.id, ""), by, now)
            yield line.saved if line.saved is not None and _content([line.saved]) == _content([new]) else new


def _recipient(version: SharedVersion, line: Line, reason: str, by: By, now: datetime) -> Recipient:
    suits = line.suitability
    if suits is not None and line.needs_reason:
        suits = accepted_with(suits, reason)
    outcome, written = (NOT_ASKED, "") if suits is None else (suits.outcome, suits.reason)
    return Recipient(
        version.basket_id, version.number, line.id, line.quantities, outcome, written, by=by.person_id, at=now
    )


def _content(recipients: Sequence[Recipient]) -> list[tuple[object, ...]]:
    return [(each.client_id, each.quantities, each.suitability, each.reason) for each in recipients]


def _facts(version: SharedVersion, recipients: Sequence[Recipient]) -> dict[str, str | int | bool | None]:
    """Ids say nothing of a person to whoever has no register."""
    in_spite = [each.client_id for each in recipients if each.reason]
    return {
        "number": version.number,
        "sha256": version.sha256,
        "clients": len(recipients),
        "ids": " ".join(each.client_id for each in recipients),
        **({"in_spite_of_mismatch": " ".join(in_spite)} if in_spite else {}),
    }
