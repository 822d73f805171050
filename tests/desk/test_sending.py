"""Messages are prepared one phone at a time and never said to be sent; who has acted is not reminded."""

from __future__ import annotations

from datetime import date, timedelta

from tests.desk.baskets_to_share import MEERA, kinds
from tests.journey.fakes import FakeClock
from tests.link.making import (
    a_client,
    a_link,
    a_version,
    answered,
    came_back,
    consented,
    left,
    opened,
    prepared,
    recalled,
    revoked,
)
from tokri.core.link.link import AnswerKind, Link, MessageKind, Way
from tokri.core.ports import Outside
from tokri.desk.sending import MAIL_JOB, Prepared, Queue, Unprepared, Whom, prepare, queue

REMINDER = MessageKind.REMINDER


def links(outside: Outside, *phones: str) -> list[Link]:
    """A link for each of these phones, of clients C1, C2 and so on."""
    agreed = {"agreement_from": date(2025, 4, 1)}
    clients = [
        a_client(outside, f"C{n}", f"Client {n}", phone=phone, **agreed)  # type: ignore[arg-type]  # a test names the fields it changes
        for n, phone in enumerate(phones, 1)
    ]
    version = a_version(outside, *clients)
    return [a_link(outside, client, version).link for client in clients]


def waiting(outside: Outside, kind: MessageKind = MessageKind.FIRST, whom: Whom = Whom.BOTH) -> Queue:
    found = queue(outside, "basket-1", 1, kind, whom)
    assert found is not None
    return found


def codes(found: Queue) -> list[list[str]]:
    return [[each.client.code for each in family.members] for family in found.todo]


def note(outside: Outside, *links: Link, way: Way = Way.WHATSAPP, kind: MessageKind = MessageKind.FIRST) -> object:
    found = waiting(outside, kind)
    known = sum(len(each.messages) for each in found.links if each.link.id in {link.id for link in links})
    return prepare(outside, MEERA, Prepared(tuple(link.id for link in links), 1, kind, way, known))


def test_a_family_of_one_phone_is_one_message(outside: Outside) -> None:
    links(outside, "+919800000001", "+919800000002", "+919800000001", "", "")
    assert codes(waiting(outside)) == [["C1", "C3"], ["C2"], ["C4"], ["C5"]]


def test_the_queue_goes_on_where_it_was_left(outside: Outside) -> None:
    one, two, three = links(outside, "+919800000001", "+919800000002", "+919800000003")
    assert note(outside, two) == 1
    found = waiting(outside)
    assert (codes(found), found.done, found.total) == ([["C1"], ["C3"]], 1, 3)
    assert [found.after(each.id) for each in (one, two, three)] == [found.todo[1], found.todo[1], found.todo[0]]
    assert found.after("") == found.todo[0]
    assert kinds(outside) == ["message prepared"]


def test_the_button_pressed_twice_prepares_one_message(outside: Outside) -> None:
    (link,) = links(outside, "+919800000001")
    ask = Prepared((link.id,), 1, MessageKind.FIRST, Way.COPY, known=0)
    assert [prepare(outside, MEERA, ask) for _ in range(2)] == [1, Unprepared.ALREADY]
    assert kinds(outside) == ["message prepared"]


def test_nothing_is_prepared_for_a_link_that_ended(outside: Outside) -> None:
    (link,) = links(outside, "+919800000001")
    revoked(outside, link)
    assert prepare(outside, MEERA, Prepared((link.id,), 1, MessageKind.FIRST, Way.COPY, 0)) is Unprepared.GONE
    assert prepare(outside, MEERA, Prepared((), 1, MessageKind.FIRST, Way.COPY, 0)) is Unprepared.GONE
    assert (codes(waiting(outside)), waiting(outside).total) == ([], 0)


def test_nothing_is_prepared_for_advice_that_was_taken_back_meanwhile(outside: Outside) -> None:
    (link,) = links(outside, "+919800000001")
    recalled(outside, link)
    ask = Prepared((link.id,), 1, MessageKind.FIRST, Way.COPY, 0)
    assert prepare(outside, MEERA, ask) is Unprepared.GONE
    assert kinds(outside) == []


def test_those_are_reminded_who_had_a_message_and_have_not_acted(outside: Outside) -> None:
    unheard, unopened, seen, agreed, gone, no = links(outside, *(f"+91980000000{n}" for n in range(6)))
    for each in (unopened, seen, agreed, gone, no):
        prepared(outside, each)
    for each in (seen, agreed, gone, no):
        opened(outside, each)
    consented(outside, agreed)
    came_back(outside, gone)
    answered(outside, no, AnswerKind.DECLINED, "Not now.")
    assert codes(waiting(outside, REMINDER)) == [["C2"], ["C3"], ["C4"]]
    assert codes(waiting(outside, REMINDER, Whom.UNOPENED)) == [["C2"]]
    assert codes(waiting(outside, REMINDER, Whom.OPENED)) == [["C3"], ["C4"]]
    assert codes(waiting(outside)) == [["C1"]]
    assert unheard.opened_at is None


def test_nobody_is_reminded_twice_on_one_day(outside: Outside, clock: FakeClock) -> None:
    (link,) = links(outside, "+919800000001")
    prepared(outside, link)
    assert note(outside, link, kind=REMINDER) == 1
    assert codes(waiting(outside, REMINDER)) == []
    clock.forward(days=1)
    assert codes(waiting(outside, REMINDER)) == [["C1"]]


def test_at_night_a_reminder_is_not_prepared_by_hand_and_a_letter_waits_for_nine(
    outside: Outside, clock: FakeClock
) -> None:
    (link,) = links(outside, "+919800000001")
    prepared(outside, link)
    clock.forward(hours=12)  # 22:30 in India
    assert waiting(outside, REMINDER).quiet
    assert note(outside, link, kind=REMINDER) is Unprepared.QUIET
    letter = {link.id: ("Advice", "http://tokri.localhost/l/secret")}
    assert prepare(outside, MEERA, Prepared((link.id,), 1, REMINDER, Way.EMAIL, 1, letter)) == 1
    morning = clock.now + timedelta(hours=10, minutes=30)
    with outside.store.reading() as unit:
        assert not unit.jobs.due(morning - timedelta(seconds=1))
        assert unit.jobs.due(morning)


def test_a_letters_text_is_kept_sealed_until_it_is_handed_over(outside: Outside) -> None:
    (link,) = links(outside, "+919800000001")
    letter = {link.id: ("Advice", "http://tokri.localhost/l/secret")}
    prepare(outside, MEERA, Prepared((link.id,), 1, MessageKind.FIRST, Way.EMAIL, 0, letter))
    with outside.store.writing() as unit:
        (message,) = unit.links.messages([link.id])
        (job,) = unit.jobs.lease(outside.clock(), outside.clock(), "a test")
    assert "secret" not in message.text
    assert (job.kind, job.subject) == (MAIL_JOB, message.id)


def test_a_correction_is_for_those_who_had_left_for_kite(outside: Outside) -> None:
    _, agreed, gone = links(outside, "+919800000001", "+919800000002", "+919800000003")
    consented(outside, agreed)
    left(outside, gone)
    assert codes(waiting(outside, MessageKind.CORRECTION)) == []
    recalled(outside, gone)
    assert codes(waiting(outside, MessageKind.CORRECTION)) == [["C3"]]


def test_who_had_left_is_still_to_be_told_when_newer_advice_is_there_already(outside: Outside) -> None:
    (link,) = links(outside, "+919800000001")
    left(outside, link)
    recalled(outside, link)
    with outside.store.reading() as view:
        client = view.clients.get(link.client_id)
    assert client is not None
    a_version(outside, client)
    assert codes(waiting(outside, MessageKind.CORRECTION)) == [["C1"]]
    assert waiting(outside).total == 0


def test_a_newer_version_is_told_to_those_who_had_a_message_of_the_last(outside: Outside) -> None:
    (link,) = links(outside, "+919800000001")
    prepared(outside, link)
    with outside.store.reading() as unit:
        client = unit.clients.get("c1")
    assert client is not None
    a_version(outside, client)
    assert waiting(outside).total == 0
    newer = queue(outside, "basket-1", 2)
    assert newer is not None
    assert codes(newer) == [["C1"]]
    assert prepare(outside, MEERA, Prepared((link.id,), 2, MessageKind.FIRST, Way.COPY, known=1)) == 1
    told = queue(outside, "basket-1", 2)
    assert told is not None
    assert (told.todo, told.done) == ((), 1)
    assert queue(outside, "basket-1", 3) is None
