"""Messages for the clients of a version, prepared one phone at a time: what is still to do, and what was prepared.

Tokri sends nothing but mail, and that through the runner. Whether a message was sent, only the sender knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from tokri.core.desk.advice import DeskBasket, SharedVersion
from tokri.core.desk.firm import Firm
from tokri.core.link.link import Link, Message, MessageKind, Way
from tokri.core.link.quiet import from_when, is_quiet
from tokri.core.link.state import Door, Stage
from tokri.core.ports import Outside, WritingUnit
from tokri.core.times import ist
from tokri.desk.by import By
from tokri.desk.links import link_event
from tokri.link.many import Seen, see_basket

#: The job of the runner that hands a letter to the mail server; its subject is the message's id.
MAIL_JOB: Final = "mail-link"


class Whom(StrEnum):
    """Of whom a queue of reminders is."""

    BOTH = ""
    UNOPENED = "unopened"
    OPENED = "opened"  #: opened, and nothing done


_STAGES: Final[Mapping[Whom, frozenset[Stage]]] = MappingProxyType(
    {
        Whom.UNOPENED: frozenset({Stage.PREPARED}),
        Whom.OPENED: frozenset({Stage.OPENED, Stage.CONSENTED}),
        Whom.BOTH: frozenset({Stage.PREPARED, Stage.OPENED, Stage.CONSENTED}),
    }
)


@dataclass(frozen=True, slots=True)
class Family:
    """Accounts that one message is for: all with one phone, or one account without any."""

    members: tuple[Seen, ...]

    @property
    def key(self) -> str:
        """By what it is named in an address: the id of its first link."""
        return self.members[0].link.id

    @property
    def phone(self) -> str:
        details = self.members[0].client.details
        return details.phone if details is not None else ""

    @property
    def language(self) -> str:
        """The language of the one message: that of the first account."""
        return self.members[0].link.language

    @property
    def known(self) -> int:
        """How many messages were prepared for its links when it was shown."""
        return sum(len(each.messages) for each in self.members)


@dataclass(frozen=True, slots=True)
class Queue:
    """Whom messages of one kind are for. `todo` are the families still to come, `done` the accounts that had theirs.

    `places` is where each link stands among all of them, by its id.
    """

    basket: DeskBasket
    version: SharedVersion
    firm: Firm
    kind: MessageKind
    whom: Whom
    todo: tuple[Family, ...]
    done: int
    total: int
    now: datetime
    places: Mapping[str, int]

    def after(self, key: str) -> Family | None:
        """The family that comes after the one of that key, and the first where none does."""
        place = self.places.get(key, -1)
        later = (each for each in self.todo if self.places[each.key] > place)
        return next(later, None) or next(iter(self.todo), None)

    def named(self, key: str) -> Family | None:
        return next((each for each in self.todo if each.key == key), None)

    @property
    def quiet(self) -> bool:
        """Whether what is prepared by hand waits: a reminder in the quiet hours."""
        return self.kind is MessageKind.REMINDER and is_quiet(self.now)

    @property
    def links(self) -> tuple[Seen, ...]:
        return tuple(seen for family in self.todo for seen in family.members)


def queue(
    outside: Outside, basket_id: str, number: int, kind: MessageKind = MessageKind.FIRST, whom: Whom = Whom.BOTH
) -> Queue | None:
    """Who is still to get a message; None: there is no such version."""
    with outside.store.reading() as unit:
        basket, version = unit.desk_baskets.get(basket_id), unit.desk_baskets.version(basket_id, number)
        if basket is None or version is None:
            return None
        edition = unit.firm.latest()
        live = [each for each in unit.links.of_basket(basket_id) if each.ended is None]
        clients = unit.clients.some([each.client_id for each in live])
        seen = see_basket(unit, outside, basket, live, clients)
        recalled = any(each.number == number for each in unit.links.recalls([basket_id]))
    now = outside.clock()
    # Newer advice may be there already: who acted on what was taken back is told all the same.
    meant = [each for each in seen if _is_for(kind, whom, each, number)]
    seen = sorted(meant if recalled or kind is not MessageKind.CORRECTION else (), key=lambda each: each.client.code)
    todo = [each for each in seen if not _has(kind, each, number, now)]
    return Queue(
        basket=basket,
        version=version,
        firm=edition.firm if edition is not None else Firm(),
        kind=kind,
        whom=whom,
        todo=families(todo),
        done=len(seen) - len(todo),
        total=len(seen),
        now=now,
        places={each.link.id: place for place, each in enumerate(seen)},
    )


def families(seen: Iterable[Seen]) -> tuple[Family, ...]:
    """Accounts with one phone together, in the order of the first of them."""
    found: dict[str, list[Seen]] = {}
    for each in seen:
        phone = each.client.details.phone if each.client.details is not None else ""
        found.setdefault(phone or each.link.id, []).append(each)
    return tuple(Family(tuple(members)) for members in found.values())


def _is_for(kind: MessageKind, whom: Whom, seen: Seen, number: int) -> bool:
    """Whether a message of the kind is for this link at all."""
    if seen.client.details is None:
        return False
    if kind is MessageKind.CORRECTION:
        consented = {each.handoff_id for each in seen.consents if each.number == number}
        left = {each.handoff.id for each in seen.sendings if each.handoff.left_at is not None}
        return bool(consented & left)
    shows = seen.number == number and seen.door is Door.OPEN
    if kind is MessageKind.FIRST:
        return shows or (seen.number == number and _has(kind, seen, number, seen.stood.at))
    return shows and seen.stage in _STAGES[whom] and any(each.number == number for each in seen.messages)


def _has(kind: MessageKind, seen: Seen, number: int, now: datetime) -> bool:
    """Whether they had theirs: of the version once, a reminder once a day."""
    mine = [each for each in seen.messages if each.number == number and each.kind is kind]
    if kind is MessageKind.REMINDER:
        return any(ist(each.at).date() == ist(now).date() for each in mine)
    return bool(mine)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was prepared for these links: of which version, of which kind, in which way.

    `known` is how many messages they had together when that was shown. `letters` are subject and text of each, where
    Tokri hands it over by itself.
    """

    link_ids: tuple[str, ...]
    number: int
    kind: MessageKind
    way: Way
    known: int
    letters: Mapping[str, tuple[str, str]] = field(default_factory=dict)


class Unprepared(StrEnum):
    """Why nothing was kept."""

    GONE = "gone"  #: a link has ended, or its advice was recalled
    QUIET = "quiet"  #: nobody is reminded at this hour
    ALREADY = "already"  #: somebody prepared one meanwhile: the button pressed twice


def prepare(outside: Outside, by: By, prepared: Prepared) -> int | Unprepared:
    """Keep that messages were prepared, and record each; answers how many. A letter waits for the runner.

    What is handed over by hand is not kept in the quiet hours, where it is a reminder; a letter waits for the morning.
    """
    now = outside.clock()
    if prepared.kind is MessageKind.REMINDER and prepared.way is not Way.EMAIL and is_quiet(now):
        return Unprepared.QUIET
    due_at = from_when(now) if prepared.kind is MessageKind.REMINDER else now
    messages = [(link_id, *_sealed(outside, prepared, link_id)) for link_id in prepared.link_ids]
    with outside.store.writing() as unit:
        links = {each: unit.links.get(each) for each in prepared.link_ids}
        if any(link is None or link.ended is not None for link in links.values()) or not links:
            return Unprepared.GONE
        if prepared.kind is not MessageKind.CORRECTION and _recalled(unit, links.values(), prepared.number):
            return Unprepared.GONE
        if len(unit.links.messages(list(links))) != prepared.known:
            return Unprepared.ALREADY
        for link_id, message_id, subject, text in messages:
            link = links[link_id]
            if link is not None:
                _keep(unit, by, link, _message(prepared, link, message_id, by, now, subject=subject, text=text), due_at)
    return len(messages)


def _recalled(unit: WritingUnit, links: Iterable[Link | None], number: int) -> bool:
    """Whether the version that is told of was taken back."""
    recalls = unit.links.recalls(list({link.basket_id for link in links if link is not None}))
    return any(each.number == number for each in recalls)


def _sealed(outside: Outside, prepared: Prepared, link_id: str) -> tuple[str, str, str]:
    """The id of a new message, its subject, and its text: sealed, for it holds the address."""
    message_id = outside.chance.token()
    subject, text = prepared.letters.get(link_id, ("", ""))
    return message_id, subject, outside.sealer.seal(text, seal_context(message_id)) if text else ""


def seal_context(message_id: str) -> str:
    """What a letter's text is sealed for."""
    return f"message:{message_id}"


def _message(
    prepared: Prepared, link: Link, message_id: str, by: By, now: datetime, *, subject: str, text: str
) -> Message:
    return Message(message_id, link.id, prepared.number, prepared.kind, prepared.way, now, by.person_id, subject, text)


def _keep(unit: WritingUnit, by: By, link: Link, message: Message, due_at: datetime) -> None:
    unit.links.prepare(message)
    if message.way is Way.EMAIL:
        unit.jobs.add(MAIL_JOB, message.id, due_at)
    facts = {"number": message.number, "kind": message.kind.value, "way": message.way.value}
    unit.record(link_event(by, "message prepared", link, message.at, facts))
