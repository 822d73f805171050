"""Whoever shared advice is told by mail of what waits for them: in one letter for several things, and of each once."""

from __future__ import annotations

import pytest

from tests.journey.fakes import FakeClock, FakeKite, book_order
from tests.link.making import a_firm, a_link, answered, came_back, left, said
from tests.runner.test_head import FakeMail
from tokri import runner
from tokri.core.evidence import How, Sighting, Source
from tokri.core.link.link import AnswerKind, Link
from tokri.core.ports import Event, Handoff, MailFailed, MailFault, Outside, Said
from tokri.core.telling.notices import GATHERED_FOR, Reason
from tokri.desk import telling_letters
from tokri.desk.by import By

SOON = GATHERED_FOR.total_seconds()


@pytest.fixture
def mail() -> FakeMail:
    return FakeMail()


@pytest.fixture
def link(outside: Outside) -> Link:
    """Sunita's, to advice that Meera shared."""
    return a_link(outside).link


def work_off(outside: Outside, mail: FakeMail | None) -> None:
    while runner.step(outside, FakeKite(), "a test", mail):
        pass


def record(outside: Outside, kind: str, subject: str, **facts: bool) -> None:
    with outside.store.writing() as unit:
        unit.record(Event(kind, subject, outside.clock(), facts))


def asks(outside: Outside, link: Link) -> None:
    answered(outside, link, AnswerKind.QUESTION, "Is it safe?")
    record(outside, "question asked", link.id)


def declines(outside: Outside, link: Link) -> None:
    answered(outside, link, AnswerKind.DECLINED, "My son says no.")
    record(outside, "declined", link.id)


def leaves(outside: Outside, link: Link) -> Handoff:
    handoff = left(outside, link)
    record(outside, "left for Kite", handoff.id)
    return handoff


def book_is_read(outside: Outside, handoff: Handoff, status: str) -> None:
    book = book_order(status=status, filled_quantity=0)
    with outside.store.writing() as unit:
        unit.evidence.see([Sighting(handoff.id, Source.BOOK, How.TAG, 0, book, outside.clock(), "reading")])
    record(outside, "order book read", handoff.id)


def kinds(outside: Outside) -> list[str]:
    with outside.store.reading() as unit:
        return [entry.kind for entry, _ in unit.chain.rows()]


def test_what_came_within_five_minutes_is_one_letter_to_whoever_shared_the_advice(
    outside: Outside, clock: FakeClock, mail: FakeMail, link: Link
) -> None:
    asks(outside, link)
    clock.forward(minutes=4)
    declines(outside, link)
    work_off(outside, mail)
    assert mail.sent == [], "not before five minutes are over"
    clock.forward(minutes=1)
    work_off(outside, mail)
    (letter,) = mail.sent
    assert (letter.to, letter.subject) == ("meera@firm.example", "Tokri: 2 things wait for you")
    assert "Sunita Rao (C1): Two of the large ones" in letter.text
    assert "Is it safe?" not in letter.text
    assert "My son" not in letter.text
    clock.forward(days=1)
    work_off(outside, mail)
    assert len(mail.sent) == 1, "each thing is told once"


def test_what_comes_after_a_letter_is_in_the_next(
    outside: Outside, clock: FakeClock, mail: FakeMail, link: Link
) -> None:
    for _ in range(3):
        asks(outside, link)
        clock.forward(seconds=SOON)
        work_off(outside, mail)
    assert [letter.subject for letter in mail.sent] == ["Tokri: 1 thing waits for you"] * 3


def test_a_hundred_questions_are_one_letter(outside: Outside, clock: FakeClock, mail: FakeMail, link: Link) -> None:
    for _ in range(100):
        asks(outside, link)
    clock.forward(seconds=SOON)
    work_off(outside, mail)
    assert [letter.subject for letter in mail.sent] == ["Tokri: 100 things wait for you"]


def test_a_hand_off_of_which_nothing_was_heard_is_told_once(
    outside: Outside, clock: FakeClock, mail: FakeMail, link: Link
) -> None:
    handoff = leaves(outside, link)
    clock.forward(minutes=9, seconds=59)
    work_off(outside, mail)
    assert "hand-off unresolved" not in kinds(outside)
    clock.forward(seconds=1)
    work_off(outside, mail)
    clock.forward(seconds=SOON)
    work_off(outside, mail)
    (letter,) = mail.sent
    assert "nothing was heard since" in letter.text
    with outside.store.writing() as unit:
        unit.jobs.add("unresolved", handoff.id, clock())
    clock.forward(hours=1)
    work_off(outside, mail)
    assert kinds(outside).count("hand-off unresolved") == 1
    assert len(mail.sent) == 1


def test_a_hand_off_that_was_heard_of_in_time_is_not_told(
    outside: Outside, clock: FakeClock, mail: FakeMail, link: Link
) -> None:
    handoff = came_back(outside, link)
    record(outside, "left for Kite", handoff.id)
    work_off(outside, mail)
    clock.forward(hours=1)
    work_off(outside, mail)
    assert kinds(outside) == ["left for Kite"]
    assert mail.sent == []


def test_what_was_resolved_before_the_letter_went_out_is_in_none(
    outside: Outside, clock: FakeClock, mail: FakeMail, link: Link
) -> None:
    handoff = leaves(outside, link)
    work_off(outside, mail)
    clock.forward(minutes=10)
    work_off(outside, mail)
    assert kinds(outside)[-1] == "hand-off unresolved"
    said(outside, handoff, Said.PLACED_NONE)
    clock.forward(seconds=SOON)
    work_off(outside, mail)
    assert mail.sent == []


def test_rejected_orders_are_told_once_however_often_the_book_is_read(
    outside: Outside, clock: FakeClock, mail: FakeMail, link: Link
) -> None:
    handoff = came_back(outside, link)
    for _ in range(3):
        book_is_read(outside, handoff, "REJECTED")
        clock.forward(seconds=SOON)
        work_off(outside, mail)
    (letter,) = mail.sent
    assert "Orders were rejected" in letter.text


def test_a_book_without_rejected_orders_tells_nothing_and_one_that_has_them_later_does(
    outside: Outside, clock: FakeClock, mail: FakeMail, link: Link
) -> None:
    handoff = came_back(outside, link)
    book_is_read(outside, handoff, "OPEN")
    clock.forward(seconds=SOON)
    work_off(outside, mail)
    assert mail.sent == []
    book_is_read(outside, handoff, "REJECTED")
    clock.forward(seconds=SOON)
    work_off(outside, mail)
    assert len(mail.sent) == 1


def test_a_no_that_was_taken_back_is_told_to_nobody(
    outside: Outside, clock: FakeClock, mail: FakeMail, link: Link
) -> None:
    declines(outside, link)
    answered(outside, link, AnswerKind.DECLINED, taken_back=True)
    record(outside, "declined", link.id, taken_back=True)
    clock.forward(seconds=SOON)
    work_off(outside, mail)
    assert mail.sent == []


def test_each_person_is_told_of_what_they_want_and_of_the_rest_never(
    outside: Outside, clock: FakeClock, mail: FakeMail, link: Link
) -> None:
    meera = By("meera", "this machine")
    telling_letters.choose(outside, meera, frozenset({Reason.DECLINED}))
    telling_letters.choose(outside, meera, frozenset({Reason.DECLINED}))
    assert kinds(outside) == ["letters chosen"]
    asks(outside, link)
    declines(outside, link)
    clock.forward(seconds=SOON)
    work_off(outside, mail)
    (letter,) = mail.sent
    assert ("Said no" in letter.text, "Asked" in letter.text) == (True, False)
    telling_letters.choose(outside, meera, frozenset(Reason))
    clock.forward(days=1)
    work_off(outside, mail)
    assert len(mail.sent) == 1


def test_of_a_visitors_own_basket_nobody_is_told(outside: Outside, clock: FakeClock, mail: FakeMail) -> None:
    a_firm(outside)
    record(outside, "left for Kite", "a visitor's hand-off")
    record(outside, "order book read", "a visitor's hand-off")
    clock.forward(hours=1)
    work_off(outside, mail)
    assert mail.sent == []


def test_without_a_mail_server_nothing_waits_for_one(
    outside: Outside, clock: FakeClock, mail: FakeMail, link: Link
) -> None:
    asks(outside, link)
    clock.forward(seconds=SOON)
    work_off(outside, None)
    clock.forward(days=1)
    work_off(outside, mail)
    assert mail.sent == []
    asks(outside, link)
    clock.forward(seconds=SOON)
    work_off(outside, mail)
    assert [letter.subject for letter in mail.sent] == ["Tokri: 1 thing waits for you"]


def test_while_the_mail_server_is_away_the_letter_waits_and_grows(
    outside: Outside, clock: FakeClock, mail: FakeMail, link: Link
) -> None:
    mail.faults = [MailFailed(MailFault.UNREACHABLE), MailFailed(MailFault.REFUSED, 451)]
    asks(outside, link)
    clock.forward(seconds=SOON)
    work_off(outside, mail)
    asks(outside, link)
    for _ in range(4):
        clock.forward(minutes=30)
        work_off(outside, mail)
    assert [letter.subject for letter in mail.sent] == ["Tokri: 2 things wait for you"]


def test_a_letter_that_is_refused_for_good_is_not_tried_again(
    outside: Outside, clock: FakeClock, mail: FakeMail, link: Link
) -> None:
    mail.faults = [MailFailed(MailFault.REFUSED, 550)]
    asks(outside, link)
    for _ in range(3):
        clock.forward(hours=1)
        work_off(outside, mail)
    assert mail.sent == []
    assert kinds(outside)[-1] == "letter not handed over"
    assert kinds(outside).count("letter not handed over") == 1


def test_who_was_disabled_gets_no_letters_and_who_was_erased_is_not_named(
    outside: Outside, clock: FakeClock, mail: FakeMail, link: Link
) -> None:
    asks(outside, link)
    with outside.store.writing() as unit:
        unit.clients.erase(link.client_id, clock())
    clock.forward(seconds=SOON)
    work_off(outside, mail)
    (letter,) = mail.sent
    assert "- C1: Two of the large ones" in letter.text
    assert "Sunita" not in letter.text
    with outside.store.writing() as unit:
        unit.people.change("meera", disabled_at=clock())
    asks(outside, link)
    clock.forward(seconds=SOON)
    work_off(outside, mail)
    assert len(mail.sent) == 1
