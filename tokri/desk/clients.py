"""The register of clients: seen, added, changed, set aside. Each change is recorded in its own unit.

Into the record go the names of the fields that changed; of their values only what the advice was judged by, and that
beside the chain, under the client, so that it is erased with them. How a client is reached is never written there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from tokri.core.desk.advice import Recipient
from tokri.core.desk.client import CheckKind, Client, ClientDetails, Holding
from tokri.core.desk.client_fields import FieldFault, check_value
from tokri.core.desk.client_import import changed_fields
from tokri.core.desk.client_keeping import JUDGED_BY, Keeping
from tokri.core.desk.client_list import of_one_phone
from tokri.core.desk.client_reading import ClientFault, ClientText, PairFault, read_client, text_of
from tokri.core.desk.pack import Told
from tokri.core.ports import Event, Outside, WritingUnit
from tokri.core.times import ist
from tokri.desk.by import By
from tokri.desk.client_erasing import kept_until
from tokri.link.registered import account_named

#: A reason why a client is set aside or taken back: one sentence, or a few.
LONGEST_REASON: Final = 500

#: How many entries of the record a client's own page tells.
NEWEST_TOLD: Final = 20


@dataclass(frozen=True, slots=True)
class CheckTyped:
    """What a client is to be asked when a link opens. `value` is in clear, and goes no further than its hash."""

    kind: CheckKind = CheckKind.NONE
    value: str = ""

    def __repr__(self) -> str:
        """The value stays out of it."""
        return f"CheckTyped({self.kind!r})"


@dataclass(frozen=True, slots=True)
class Saved:
    client: Client


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was kept: every fault by its field."""

    faults: tuple[ClientFault, ...]


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Nothing was kept: somebody else changed the client meanwhile, to this."""

    now: Client


@dataclass(frozen=True, slots=True)
class Meant:
    """One version of a basket that was meant for the client."""

    title: str
    recipient: Recipient


@dataclass(frozen=True, slots=True)
class ClientSeen:
    """All that a client's own page shows. `same_phone` are other accounts with the same phone.

    `told` are the newest entries of the record that are about them, newest first, `people` the firm's by their ids.
    """

    client: Client
    holdings: Sequence[Holding]
    meant: tuple[Meant, ...]
    same_phone: tuple[Client, ...]
    keeping: Keeping
    today: date
    told: tuple[Told, ...]
    people: Mapping[str, str]


def everybody(outside: Outside) -> tuple[Sequence[Client], date]:
    """Every client, also those who were erased; and the day in India."""
    with outside.store.reading() as view:
        return view.clients.all(), today(outside)


def today(outside: Outside) -> date:
    """The day in India."""
    return ist(outside.clock()).date()


def see(outside: Outside, client_id: str) -> ClientSeen | None:
    """One client, with what was meant for them."""
    with outside.store.reading() as view:
        client = view.clients.get(client_id)
        if client is None:
            return None
        meant = view.desk_baskets.meant_for(client_id)
        baskets = {each.id: each.proposal.draft.name for each in view.desk_baskets.all()} if meant else {}
        return ClientSeen(
            client,
            view.clients.holdings(client_id),
            tuple(Meant(baskets.get(each.basket_id, ""), each) for each in meant),
            of_one_phone(view.clients.all(), client),
            kept_until(view, client_id),
            today(outside),
            tuple(view.chain.about(client.subject, NEWEST_TOLD)),
            {person.id: person.name for person in view.people.all()},
        )


def add(outside: Outside, by: By, typed: ClientText, check: CheckTyped) -> Saved | Refused:
    """Add a client. Raises PasswordsBusy."""
    now = outside.clock()
    reading = read_client(typed, ist(now).date(), check.kind)
    faults = (*reading.faults, *_check_faults(check, None, ist(now).date()))
    if reading.details is None or faults:
        return Refused(faults)
    hashed = _hashed(outside, check)
    with outside.store.writing() as unit:
        if taken := unit.clients.by_code(reading.code):
            return Refused((ClientFault("code", PairFault.CODE_TAKEN, {"typed": reading.code, "name": taken.name}),))
        client = Client(outside.chance.token(), reading.code, reading.details, now, now, check_hash=hashed)
        keep_new(unit, by, client)
    return Saved(client)


def keep_new(unit: WritingUnit, by: By, client: Client) -> None:
    """Keep a client who is new, and record it."""
    unit.clients.add(client)
    unit.record(_told(by, "client added", client, changed_fields(None, _details(client))))


def change(
    outside: Outside, by: By, client_id: str, typed: ClientText, check: CheckTyped, *, edition: int
) -> Saved | Refused | Overtaken | None:
    """Put what was typed in the place of `edition`; None if there is no such client. Raises PasswordsBusy.

    The code stays as it is. A check value that was left empty stays as well, as long as the same is asked.
    """
    now = outside.clock()
    with outside.store.reading() as view:
        before = view.clients.get(client_id)
    if before is None or before.details is None:
        return None
    reading = read_client(replace(typed, code=before.code), ist(now).date(), check.kind)
    faults = (*reading.faults, *_check_faults(check, before, ist(now).date()))
    if reading.details is None or faults:
        return Refused(faults)
    typed_hash = _hashed(outside, check)
    with outside.store.writing() as unit:
        found = unit.clients.get(client_id)
        if found is None or found.details is None:
            return None
        if found.edition != edition:
            return Overtaken(found)
        changed = changed_fields(found.details, reading.details)
        hashed = typed_hash or (found.check_hash if check.kind is not CheckKind.NONE else None)
        if found.check_hash != hashed:
            changed = (*changed, "check_value")
        if not changed:
            return Saved(found)
        after = replace(found, details=reading.details, check_hash=hashed, changed_at=now)
        keep_changed(unit, outside, by, after, changed)
    return Saved(replace(after, edition=edition + 1))


def keep_changed(unit: WritingUnit, outside: Outside, by: By, after: Client, changed: tuple[str, ...]) -> None:
    """Keep a client who was changed, `after` still of the edition that was found, and record which fields.

    Where another Kite account is named, what was done in it counts at their links.
    """
    unit.clients.change(after.id, _details(after), after.edition, after.changed_at, check_hash=after.check_hash)
    unit.record(_told(by, "client changed", after, changed))
    named = _details(after).kite_user_id
    if "kite_user_id" not in changed or not named:
        return
    for link_id, same in account_named(unit, outside, after.id, named, after.changed_at).items():
        facts: dict[str, str | int | bool | None] = {"client": after.id, "same": same}
        unit.record(by.event("kite account named", link_id, after.changed_at, facts))


def reason_of(typed: str) -> str | None:
    """A reason on one line; None where nothing readable was typed, or too much."""
    reason = " ".join(typed.split())
    return reason if reason and len(reason) <= LONGEST_REASON and reason.isprintable() else None


def set_aside(outside: Outside, by: By, client_id: str, reason: str, *, inactive: bool) -> bool:
    """Make a client inactive, or active again, with why; False if there is none, or they were erased."""
    now = outside.clock()
    with outside.store.writing() as unit:
        client = unit.clients.get(client_id)
        if client is None or client.details is None:
            return False
        if (client.inactive_at is not None) != inactive:
            unit.clients.mark(client_id, now, inactive=inactive)
            kind = "client made inactive" if inactive else "client made active"
            facts: dict[str, str | int | bool | None] = {"code": client.code}
            unit.record(by.event(kind, client.subject, now, facts, personal={"reason": reason}))
    return True


def set_holdings(outside: Outside, by: By, client_id: str, holdings: Sequence[Holding], on: date) -> bool:
    """Keep what a client held on a day, in the place of what was kept; False if there is none, or they were erased."""
    now = outside.clock()
    with outside.store.writing() as unit:
        client = unit.clients.get(client_id)
        if client is None or client.details is None:
            return False
        unit.clients.set_holdings(client_id, holdings)
        facts: dict[str, str | int | bool | None] = {"code": client.code, "count": len(holdings), "on": on.isoformat()}
        unit.record(by.event("client holdings kept", client.subject, now, facts))
    return True


def _check_faults(check: CheckTyped, before: Client | None, on: date) -> tuple[ClientFault, ...]:
    """What is wrong with a check value. One that was left empty is the one that is kept, if there is one."""
    if check.kind is CheckKind.NONE:
        return ()
    asked = before.details.check_kind if before and before.details else CheckKind.NONE
    if not check.value.strip() and asked is check.kind:
        return ()
    value = check_value(check.kind, check.value, on)
    # What was typed is no fact of the fault: it is shown to nobody, not even to who typed it.
    return (ClientFault("check_value", value, {"kind": check.kind.value}),) if isinstance(value, FieldFault) else ()


def _hashed(outside: Outside, check: CheckTyped) -> str | None:
    """The value as a salted, slow hash; None where none was typed. Asked before the unit: it takes its time."""
    if check.kind is CheckKind.NONE or not check.value.strip():
        return None
    value = check_value(check.kind, check.value, today(outside))
    return None if isinstance(value, FieldFault) else outside.passwords.hash(value)


def _told(by: By, kind: str, client: Client, changed: Sequence[str]) -> Event:
    texts = text_of(client.code, _details(client))
    said = {name: getattr(texts, name) for name in JUDGED_BY if name in changed}
    facts: dict[str, str | int | bool | None] = {"code": client.code, "fields": " ".join(changed)}
    return by.event(kind, client.subject, client.changed_at, facts, personal=said or None)


def _details(client: Client) -> ClientDetails:
    if client.details is None:
        raise ValueError("of who was erased there are no details")
    return client.details
