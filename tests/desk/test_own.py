"""One's own account, and what an administrator makes of another's."""

from __future__ import annotations

from datetime import datetime

import pytest

from tokri.core.desk.firm import Firm
from tokri.core.desk.people import DeskSession, Person, token_sha256
from tokri.core.desk.roles import Role
from tokri.core.desk.totp import step_of
from tokri.core.ports import Outside
from tokri.desk import own, people, roles, second_factor, start
from tokri.desk.by import By
from tokri.desk.start import Chosen
from tokri.desk.throttling import Browser

OLD, NEW = "five horses by the lake", "seven kites above the fort"
BROWSER = Browser("this machine", "Firefox on Linux", "127.0.0.1", lambda kind, text: f"{kind}:{text}")


def add(outside: Outside, name: str, *of: Role) -> Person:
    person = Person(
        name, name, name.title(), f"{name}@firm.example", frozenset(of), outside.clock(), password_hash=f"kept:{OLD}"
    )
    with outside.store.writing() as unit:
        unit.people.add(person)
    return person


def begin(outside: Outside, person: Person, name: str) -> DeskSession:
    at: datetime = outside.clock()
    session = DeskSession(
        name,
        token_sha256(name),
        person.id,
        at,
        at,
        whole=True,
        confirmed_at=at,
        where_from="internet",
        browser="Chrome",
    )
    with outside.store.writing() as unit:
        unit.people.begin(session)
    return session


def sessions(outside: Outside, person: Person) -> list[str]:
    return [each.id for each in own.account(outside, person).sessions]


def last_kind(outside: Outside) -> str:
    with outside.store.reading() as view:
        return [entry.kind for entry, _ in view.chain.rows()][-1]


def ended_meanwhile(outside: Outside, person: Person, **changes: object) -> None:
    """What the gate has let through is overtaken: by a reset, or by whoever set up a second factor."""
    with outside.store.writing() as unit:
        unit.people.change(person.id, **changes)
        unit.people.end_sessions(person.id, outside.clock())


@pytest.fixture
def meera(outside: Outside) -> Person:
    return add(outside, "meera", Role.ADVISER)


def test_a_new_password_ends_every_other_session_and_renews_this_one(outside: Outside, meera: Person) -> None:
    here = begin(outside, meera, "here")
    begin(outside, meera, "elsewhere")
    token = own.change_password(outside, meera, here, current=OLD, chosen=Chosen(NEW, NEW), browser=BROWSER)
    assert isinstance(token, str)
    assert sessions(outside, meera) == ["here"]
    with outside.store.reading() as view:
        assert view.people.session(token_sha256("here")) is None
        assert view.people.session(token_sha256(token)) is not None
        changed = view.people.get(meera.id)
    assert changed is not None
    assert changed.password_hash == f"kept:{NEW}"
    assert last_kind(outside) == "password changed"


def test_a_password_that_was_changed_meanwhile_is_not_overwritten(outside: Outside, meera: Person) -> None:
    here = begin(outside, meera, "here")
    ended_meanwhile(outside, meera, password_hash="kept:by a reset")
    found = own.change_password(outside, meera, here, current=OLD, chosen=Chosen(NEW, NEW), browser=BROWSER)
    assert isinstance(found, list)
    assert [each.code for each in found] == ["password.wrong"]
    assert own.account(outside, meera).person.password_hash == "kept:by a reset"
    assert last_kind(outside) == "password refused"


def test_a_session_that_was_ended_meanwhile_sets_up_no_second_factor(outside: Outside, meera: Person) -> None:
    here = begin(outside, meera, "here")
    offered = second_factor.offer(outside, meera, here)
    code = f"{step_of(outside.second_factor.seconds()) % 1_000_000:06}"
    ended_meanwhile(outside, meera, totp_sealed="the one that its owner set up")
    assert second_factor.set_up(outside, meera, here, offered, typed=code, browser=BROWSER) is None
    assert own.account(outside, meera).person.totp_sealed == "the one that its owner set up"


def test_without_the_current_password_nothing_changes(outside: Outside, meera: Person) -> None:
    here = begin(outside, meera, "here")
    faults = own.change_password(outside, meera, here, current=NEW, chosen=Chosen(NEW, NEW), browser=BROWSER)
    assert [each.code for each in faults if not isinstance(each, str)] == ["password.wrong"]
    assert last_kind(outside) == "password refused"
    assert own.account(outside, meera).person == meera


@pytest.mark.parametrize(
    ("chosen", "code"),
    [(Chosen("short", "short"), "password.short"), (Chosen(NEW, OLD), "password.differs")],
)
def test_a_password_that_may_not_be_chosen_is_not(outside: Outside, meera: Person, chosen: Chosen, code: str) -> None:
    here = begin(outside, meera, "here")
    faults = own.change_password(outside, meera, here, current=OLD, chosen=chosen, browser=BROWSER)
    assert [each.code for each in faults if not isinstance(each, str)] == [code]


def test_a_new_password_that_is_refused_is_no_failed_attempt(outside: Outside, meera: Person) -> None:
    here, weak = begin(outside, meera, "here"), Chosen("short", "short")
    for _ in range(12):
        own.change_password(outside, meera, here, current=OLD, chosen=weak, browser=BROWSER)
    token = own.change_password(outside, meera, here, current=OLD, chosen=Chosen(NEW, NEW), browser=BROWSER)
    assert isinstance(token, str)


def test_one_of_ones_own_sessions_is_ended_and_nobody_elses(outside: Outside, meera: Person) -> None:
    arun = add(outside, "arun", Role.APPROVER)
    begin(outside, meera, "hers")
    begin(outside, arun, "his")
    by = By(meera.id, "internet")
    assert own.end_session(outside, by, "hers")
    assert not own.end_session(outside, by, "his")
    assert not own.end_session(outside, by, "hers")
    assert (sessions(outside, meera), sessions(outside, arun)) == ([], ["his"])


def test_all_others_are_ended_at_once(outside: Outside, meera: Person) -> None:
    here = begin(outside, meera, "here")
    begin(outside, meera, "phone")
    begin(outside, meera, "tablet")
    assert own.end_others(outside, By(meera.id, "internet"), here) == 2
    assert sessions(outside, meera) == ["here"]


def test_new_recovery_codes_take_the_place_of_the_old(outside: Outside, meera: Person) -> None:
    by = By(meera.id, "internet")
    first, second = own.new_recovery_codes(outside, by), own.new_recovery_codes(outside, by)
    assert len(set(first) | set(second)) == 20
    assert own.account(outside, meera).codes_left == 10


def test_a_second_factor_that_the_firm_requires_is_not_taken_away(outside: Outside, meera: Person) -> None:
    here = begin(outside, meera, "here")
    with outside.store.writing() as unit:
        unit.people.change(meera.id, totp_sealed="sealed")
        unit.firm.save(Firm(name="Example", totp_required=True), 0, "meera", outside.clock())
    with pytest.raises(own.FactorRequired):
        own.remove_second_factor(outside, By(meera.id, "internet"), here)
    assert own.account(outside, meera).person.totp_sealed == "sealed"


def test_a_second_factor_is_taken_away_with_its_recovery_codes(outside: Outside, meera: Person) -> None:
    here = begin(outside, meera, "here")
    own.new_recovery_codes(outside, By(meera.id, "internet"))
    own.remove_second_factor(outside, By(meera.id, "internet"), here)
    found = own.account(outside, meera)
    assert (found.person.totp_sealed, found.codes_left) == (None, 0)


def test_roles_are_changed_with_what_they_were_and_are(outside: Outside, meera: Person) -> None:
    changed = roles.change_roles(outside, By("arun", "internet"), meera.id, {Role.APPROVER, Role.ADVISER})
    assert isinstance(changed, Person)
    assert changed.roles == {Role.APPROVER, Role.ADVISER}
    with outside.store.reading() as view:
        *_, (entry, _) = view.chain.rows()
    assert (entry.kind, entry.facts) == ("roles changed", {"before": "adviser", "now": "adviser, approver"})


def test_compliance_is_given_no_other_role(outside: Outside, meera: Person) -> None:
    faults = roles.change_roles(outside, By("arun", "internet"), meera.id, {Role.COMPLIANCE, Role.ADVISER})
    assert isinstance(faults, list)
    assert [each.code for each in faults] == ["roles.together"]


def test_the_last_administrator_stays_one(outside: Outside) -> None:
    arun = add(outside, "arun", Role.ADMINISTRATOR)
    with pytest.raises(people.LastAdministrator):
        roles.change_roles(outside, By(arun.id, "internet"), arun.id, {Role.ADVISER})


def test_whoever_was_disabled_is_let_in_again_by_their_old_password(outside: Outside, meera: Person) -> None:
    add(outside, "arun", Role.ADMINISTRATOR)
    by = By("arun", "internet")
    people.disable(outside, by, meera.id)
    enabled = roles.enable(outside, by, meera.id)
    assert enabled is not None
    assert (enabled.enabled, enabled.password_hash) == (True, f"kept:{OLD}")


def test_a_code_that_was_given_before_somebody_was_disabled_opens_nothing_afterwards(
    outside: Outside, meera: Person
) -> None:
    add(outside, "arun", Role.ADMINISTRATOR)
    by = By("arun", "internet")
    invited = people.reset(outside, by, meera.id)
    assert invited is not None
    people.disable(outside, by, meera.id)
    roles.enable(outside, by, meera.id)
    assert start.give_code(outside, invited.code, BROWSER) == ""


def test_what_is_asked_of_nobody_is_answered_with_nobody(outside: Outside) -> None:
    by = By("arun", "internet")
    assert roles.enable(outside, by, "nobody") is None
    assert roles.change_roles(outside, by, "nobody", {Role.ADVISER}) is None
