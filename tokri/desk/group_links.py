"""One address for a group: it asks for code and check, names no security, and leads each to their own link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tokri.core.desk.client import CheckKind
from tokri.core.link.link import GroupLink
from tokri.core.link.terms import default_expiry
from tokri.core.ports import Outside
from tokri.desk.by import By
from tokri.desk.link_preview import Closed, Line, Preview, preview_in
from tokri.desk.links import new_token

#: What the seal of its token begins with.
OF_A_GROUP: Final = "group-link"


@dataclass(frozen=True, slots=True)
class Groups:
    """A basket's links for groups, and how many of those that a version is meant for each group has.

    `without_check` are those of them who cannot use such a link: the register has no answer to ask them for.
    """

    links: tuple[GroupLink, ...]
    sizes: Mapping[str, int]
    without_check: Mapping[str, int]


def groups(outside: Outside, preview: Preview) -> Groups:
    """What there is for groups."""
    with outside.store.reading() as unit:
        links = tuple(unit.links.groups_of(preview.basket.id))
    sizes: dict[str, int] = {}
    without: dict[str, int] = {}
    for line in preview.lines:
        for group in _groups(line):
            sizes[group] = sizes.get(group, 0) + 1
            without[group] = without.get(group, 0) + (line.check_kind is CheckKind.NONE)
    return Groups(links, dict(sorted(sizes.items())), without)


def make_group(outside: Outside, by: By, basket_id: str, number: int, group: str) -> GroupLink | Closed | None:
    """One address for all of a group, for as long as a client's own link; one that is there is the answer.

    It leads each to their own link, so that those are made beside it. None: there is no such version, or nobody of the
    group is among those it is meant for.
    """
    fresh, now = new_token(outside, OF_A_GROUP), outside.clock()
    with outside.store.writing() as unit:
        shown = preview_in(unit, outside, basket_id, number)
        if shown is None or not any(group in _groups(line) for line in shown.lines):
            return None
        if shown.closed is not None:
            return shown.closed
        there = [each for each in unit.links.groups_of(basket_id) if each.group == group and each.ended_at is None]
        open_one = next((each for each in there if each.expires_at > now), None)
        if open_one is not None:
            return open_one
        made = GroupLink(
            fresh.id,
            basket_id,
            group,
            fresh.sha256,
            fresh.sealed,
            now,
            by.person_id,
            default_expiry(shown.version, now),
        )
        unit.links.add_group(made)
        unit.record(by.event("group link made", made.id, now, {"basket": basket_id, "number": number}))
        return made


def end_group(outside: Outside, by: By, group_link_id: str) -> GroupLink | None:
    """Let the group's address lead nowhere; the clients' own links stay. None: there is no such link."""
    now = outside.clock()
    with outside.store.writing() as unit:
        found = unit.links.group_link(group_link_id)
        if found is not None and unit.links.end_group(group_link_id, now):
            unit.record(by.event("group link revoked", group_link_id, now, {"basket": found.basket_id}))
        return found


def group_token(outside: Outside, link: GroupLink) -> str:
    """The token of a group's address, for a page of the desk alone. Raises SealBroken."""
    return outside.sealer.unseal(link.token_sealed, f"{OF_A_GROUP}:{link.id}")


def _groups(line: Line) -> tuple[str, ...]:
    return line.client.details.groups if line.client.details is not None else ()
