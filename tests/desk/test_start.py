"""Starting with a one-time code, by two at once."""

from __future__ import annotations

import threading

import pytest

from tokri.core.address import INTERNET
from tokri.core.desk.codes import kept_one_time_code
from tokri.core.desk.roles import Role
from tokri.core.ports import Outside
from tokri.desk.by import CONSOLE
from tokri.desk.people import Newcomer, PeopleThere, add, first_code, reset
from tokri.desk.start import Chosen, CodeGone, choose_password, give_code, look_up, make_first, nobody_yet
from tokri.desk.throttling import Browser

BROWSER = Browser(INTERNET, "Firefox on Linux", "203.0.113.7", lambda kind, text: f"{kind} {text}")
CHOSEN = Chosen("seven kites above the fort", "seven kites above the fort")


def test_two_who_use_the_first_code_at_the_same_moment_make_one_administrator(outside: Outside) -> None:
    code = kept_one_time_code(first_code(outside, CONSOLE)[0])
    line, came = threading.Barrier(4), []

    def make(name: str) -> None:
        line.wait()
        try:
            made = make_first(outside, code, Newcomer(name, name, f"{name}@firm.in"), CHOSEN, BROWSER)
        except CodeGone:
            made = None
        came.append(made)

    racers = [threading.Thread(target=make, args=(f"racer{number}",)) for number in range(4)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert len(came) == 4
    with outside.store.reading() as view:
        (first,) = view.people.all()
        assert len(view.people.sessions(first.id)) == 1
    assert [each.person for each in came if each is not None] == [first]


def test_a_code_for_the_first_is_none_for_a_password_and_the_other_way_round(outside: Outside) -> None:
    first = kept_one_time_code(first_code(outside, CONSOLE)[0])
    with pytest.raises(CodeGone):
        choose_password(outside, first, CHOSEN, BROWSER)
    invited = add(outside, CONSOLE, Newcomer("meera", "Meera Iyer", "meera@firm.in"), [Role.ADVISER])
    assert not isinstance(invited, list)
    for code in (first, kept_one_time_code(invited.code)):
        with pytest.raises(CodeGone):
            make_first(outside, code, Newcomer("asha", "Asha", "asha@firm.in"), CHOSEN, BROWSER)
    assert not nobody_yet(outside)
    with pytest.raises(PeopleThere):
        first_code(outside, CONSOLE)


def test_a_right_code_is_not_counted_as_a_failure(outside: Outside) -> None:
    code = first_code(outside, CONSOLE)[0]
    for _ in range(30):
        assert give_code(outside, code, BROWSER)


def test_a_later_code_of_the_same_person_is_the_one_that_counts(outside: Outside) -> None:
    invited = add(outside, CONSOLE, Newcomer("meera", "Meera Iyer", "meera@firm.in"), [Role.ADVISER])
    assert not isinstance(invited, list)
    again = reset(outside, CONSOLE, invited.person.id)
    assert again is not None
    assert look_up(outside, kept_one_time_code(invited.code)) is None
    found = look_up(outside, kept_one_time_code(again.code))
    assert found is not None
    assert found.person == invited.person


def test_nobody_is_reset_who_is_not_there(outside: Outside) -> None:
    assert reset(outside, CONSOLE, "nobody") is None


def test_a_password_is_told_by_no_printing_of_what_was_typed() -> None:
    assert CHOSEN.password not in repr(CHOSEN)
