"""The second factor: given after the password, and set up with its recovery codes."""

from __future__ import annotations

from dataclasses import dataclass

from tokri.core.desk.codes import kept_recovery_code, kept_recovery_codes, recovery_codes
from tokri.core.desk.people import DeskSession, Person
from tokri.core.desk.totp import accepted_step, address_for_apps, new_secret
from tokri.core.ports import Event, Outside, SealBroken
from tokri.desk.sign_in import Entered, mark, renew
from tokri.desk.throttling import Browser, at_an_account


@dataclass(frozen=True, slots=True)
class CameIn:
    """The second factor was right. `codes_left` is how many recovery codes are left, if one of them was used."""

    entered: Entered
    codes_left: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A secret for a sign-in app: as text, sealed for the form that brings it back, and as the address of a QR."""

    secret: str
    sealed: str
    address: str


@dataclass(frozen=True, slots=True)
class SetUp:
    """A second factor is set up: who came in by it, and the recovery codes, which are never shown again."""

    entered: Entered
    codes: tuple[str, ...]


def give_code(outside: Outside, person: Person, session: DeskSession, typed: str, browser: Browser) -> CameIn | None:
    """Make half a session whole by the code of a sign-in app, or a recovery code; None if it is neither.

    Each code counts once. Raises MustWait, SealBroken.
    """
    _, attempt = at_an_account(outside, person.username, browser)
    step = _step(outside, person, typed)
    recovery = kept_recovery_code(typed, person.id)
    at = outside.clock()
    with outside.store.writing() as unit:
        by_app = step is not None and unit.people.take_step(person.id, step)
        by_recovery = not by_app and bool(recovery) and unit.people.use_recovery_code(person.id, recovery, at)
        if not (by_app or by_recovery):
            refused = Event("second factor refused", person.id, at, who="visitor", where=browser.where)
            unit.record(refused)
            return None
        unit.people.take_back(attempt.id)
        who, left = f"user:{person.id}", None
        if by_recovery:
            left = unit.people.recovery_codes_left(person.id)
            unit.record(Event("recovery code used", person.id, at, {"left": left}, who=who, where=browser.where))
        factor = "recovery code" if by_recovery else "app"
        unit.record(Event("signed in", person.id, at, {"second_factor": factor}, who=who, where=browser.where))
        token = renew(outside, unit, session.id, whole=True, seen_at=at)
        return CameIn(Entered(token, person, True, mark(outside, person, browser)), left)


def offer(outside: Outside, person: Person, session: DeskSession, sealed: str = "") -> Offer:
    """A secret to set up: a new one, or the one that `sealed` brings back from the form of this very session."""
    context = _offered(session)
    try:
        secret = outside.sealer.unseal(sealed, context) if sealed else new_secret(outside.chance.token())
    except SealBroken:
        secret = new_secret(outside.chance.token())
    with outside.store.reading() as view:
        edition = view.firm.latest()
    issuer = (edition.firm.name if edition else "") or "Tokri"
    return Offer(secret, outside.sealer.seal(secret, context), address_for_apps(secret, issuer, person.username))


def set_up(
    outside: Outside, person: Person, session: DeskSession, offered: Offer, *, typed: str, browser: Browser
) -> SetUp | None:
    """Keep the secret that was offered, once its first code is right; None if that is wrong or the session ended.

    The session is whole from then on, under a new token, and all the person's others are ended.
    """
    step = accepted_step(offered.secret, typed, outside.second_factor.seconds(), None, outside.second_factor.matches)
    if step is None:
        return None
    at, codes = outside.clock(), recovery_codes(outside.chance.token)
    sealed = outside.sealer.seal(offered.secret, _kept(person))
    with outside.store.writing() as unit:
        now = unit.people.session(session.token_sha256)
        if now is None or now.ended_at is not None:  # ended since the gate let it through: by its owner, or a reset
            return None
        changed = unit.people.change(person.id, totp_sealed=sealed, totp_step=step)
        unit.people.set_recovery_codes(person.id, kept_recovery_codes(codes, person.id))
        unit.people.end_sessions(person.id, at, keep=session.id)
        who, where = f"user:{person.id}", browser.where
        unit.record(Event("second factor set up", person.id, at, who=who, where=where))
        if not session.whole:
            unit.record(Event("signed in", person.id, at, {"second_factor": "set up"}, who=who, where=where))
        token = renew(outside, unit, session.id, whole=True, seen_at=at)
    return SetUp(Entered(token, changed, True, mark(outside, changed, browser)), codes)


def _step(outside: Outside, person: Person, typed: str) -> int | None:
    if person.totp_sealed is None:
        return None
    secret = outside.sealer.unseal(person.totp_sealed, _kept(person))
    return accepted_step(
        secret, typed, outside.second_factor.seconds(), person.totp_step, outside.second_factor.matches
    )


def _kept(person: Person) -> str:
    return f"second factor of {person.id}"


def _offered(session: DeskSession) -> str:
    return f"second factor offered in {session.id}"
