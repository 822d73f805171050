"""The firm: seen by all of its people, changed page by page by its administrator, kept as often as it was changed.

A page carries the number of the edition it was opened on. Where somebody else saved in between, nothing is saved and
both are told: what was typed, and what is new.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tokri.core.desk.firm import Firm, FirmEdition, Part, changed_fields
from tokri.core.desk.firm_text import FirmFault, read_firm
from tokri.core.desk.furnishing import Missing, missing
from tokri.core.ports import Outside
from tokri.core.ports.logo import Logo
from tokri.desk.by import By


@dataclass(frozen=True, slots=True)
class Standing:
    """The firm as it stands: its edition (0: nobody has set it up), and what is missing before a link may be sent."""

    firm: Firm
    edition: int
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One save: by whom (a name, or an id nobody has any more), when in UTC, and the names of the fields it changed."""

    number: int
    by: str
    at: datetime
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Saved:
    """It was saved, or held nothing new (then `fields` is empty). `notes` are worth a second look."""

    fields: tuple[str, ...]
    notes: tuple[FirmFault, ...] = ()


@dataclass(frozen=True, slots=True)
class Unsaved:
    """Nothing was saved: what was typed has faults."""

    faults: tuple[FirmFault, ...]


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Nothing was saved: somebody else saved first. `changes` are theirs, newest first, `firm` is how it is now."""

    firm: Firm
    edition: int
    changes: tuple[Change, ...]


def standing(outside: Outside) -> Standing:
    """The firm as it stands."""
    with outside.store.reading() as view:
        latest = view.firm.latest()
    return _standing(outside, latest)


def standing_and_changes(outside: Outside) -> tuple[Standing, tuple[Change, ...]]:
    """The firm as it stands, and every save of it, newest first."""
    with outside.store.reading() as view:
        editions = view.firm.editions()
        names = {person.id: person.name for person in view.people.all()}
    return _standing(outside, editions[0] if editions else None), _changes(editions, names)


def logo(outside: Outside, sha256: str) -> bytes | None:
    """A logo that was kept, as a PNG."""
    with outside.store.reading() as view:
        return view.firm.logo(sha256)


def save(outside: Outside, by: By, part: Part, typed: Mapping[str, str], after: int) -> Saved | Unsaved | Overtaken:
    """Save what was typed on one page that was opened on edition `after`."""
    return _keep(outside, by, after, lambda before: read_firm(part, typed, before))


def save_logo(outside: Outside, by: By, logo: Logo | None, after: int) -> Saved | Unsaved | Overtaken:
    """Make this the firm's logo, or take its logo away. An earlier one stays within reach of the pages that show it."""
    sha256 = logo.sha256 if logo else ""
    return _keep(outside, by, after, lambda before: (replace(before, logo_sha256=sha256), ()), logo)


def set_up(outside: Outside, by: By, firm: Firm) -> Saved | Unsaved | Overtaken:
    """Save a whole firm as its first edition: for an installation that is filled in by a program."""
    return _keep(outside, by, 0, lambda _before: (firm, ()))


def _keep(
    outside: Outside,
    by: By,
    after: int,
    decide: Callable[[Firm], tuple[Firm, tuple[FirmFault, ...]]],
    logo: Logo | None = None,
) -> Saved | Unsaved | Overtaken:
    at = outside.clock()
    with outside.store.writing() as unit:
        latest = unit.firm.latest()
        before = latest.firm if latest else Firm()
        firm, faults = decide(before)
        fields = changed_fields(before, firm)
        if (latest.number if latest else 0) != after:
            return _overtaken(unit.firm.editions(), {each.id: each.name for each in unit.people.all()}, after)
        if any(fault.stops for fault in faults):
            return Unsaved(faults)
        if fields:
            if logo is not None:
                unit.firm.keep_logo(logo.sha256, logo.png, logo.width, logo.height, at)
            unit.firm.save(firm, after, by.person_id, at)
            unit.record(by.event("firm changed", "firm", at, _facts(firm, fields, after + 1)))
    return Saved(fields, faults)


def _facts(firm: Firm, fields: Sequence[str], edition: int) -> dict[str, str | int | bool | None]:
    """What the record says of a save: which fields, never their texts, and the edition that holds them."""
    logo = {"logo_sha256": firm.logo_sha256} if "logo_sha256" in fields else {}
    return {"edition": edition, "fields": ", ".join(fields), **logo}


def _standing(outside: Outside, latest: FirmEdition | None) -> Standing:
    firm = latest.firm if latest else Firm()
    return Standing(firm, latest.number if latest else 0, missing(firm, connect=outside.app.connect))


def _overtaken(editions: Sequence[FirmEdition], names: Mapping[str, str], after: int) -> Overtaken:
    changes = tuple(each for each in _changes(editions, names) if each.number > after)
    return Overtaken(editions[0].firm if editions else Firm(), len(editions), changes)


def _changes(editions: Sequence[FirmEdition], names: Mapping[str, str]) -> tuple[Change, ...]:
    """Each save against the one before it; `editions` are newest first, and so is the answer."""
    befores = [*(each.firm for each in editions[1:]), Firm()]
    return tuple(
        Change(each.number, names.get(each.by, each.by), each.at, changed_fields(before, each.firm))
        for each, before in zip(editions, befores, strict=False)
    )
