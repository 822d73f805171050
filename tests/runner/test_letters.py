"""Letters to clients: handed over once, tried again while the server is away, given up where that mends nothing."""

from __future__ import annotations

import pytest

from tests.journey.fakes import FakeClock, FakeKite
from tests.link.making import a_client, a_link, a_version, recalled, revoked
from tests.runner.test_head import FakeMail
from tokri import runner
from tokri.core.link.link import Link, Message, MessageKind, Way
from tokri.core.ports import MailFailed, MailFault, Outside
from tokri.desk.by import By
from tokri.desk.mailing import WITHDRAWN, hand_over
from tokri.desk.sending import Prepared, prepare

ADDRESS = "http://tokri.localhost:8400/l/secret"


@pytest.fixture
def mail() -> FakeMail:
    return FakeMail()


def a_letter(outside: Outside, email: str = "sunita@example.com", kind: MessageKind = MessageKind.FIRST) -> Link:
    """Sunita's link, and a letter to her that is due."""
    client = a_client(outside, email=email)
    link = a_link(outside, client, a_version(outside, client)).link
    letters = {link.id: ("Advice from the firm", f"Hello\n{ADDRESS}")}
    assert prepare(outside, By("meera", ""), Prepared((link.id,), 1, kind, Way.EMAIL, 0, letters)) == 1
    return link


def work_off(outside: Outside, mail: FakeMail | None) -> None:
    while runner.step(outside, FakeKite(), "a test", mail):
        pass


def message(outside: Outside, link: Link) -> Message:
    with outside.store.reading() as unit:
        (found,) = unit.links.messages([link.id])
    return found


def kinds(outside: Outside) -> list[str]:
    with outside.store.reading() as unit:
        return [entry.kind for entry, _ in unit.chain.rows()]


def test_a_letter_is_handed_over_once_and_its_text_is_gone(outside: Outside, mail: FakeMail) -> None:
    link = a_letter(outside)
    work_off(outside, mail)
    (sent,) = mail.sent
    assert (sent.to, sent.subject, ADDRESS in sent.text) == ("sunita@example.com", "Advice from the firm", True)
    assert ADDRESS not in sent.subject
    found = message(outside, link)
    assert (found.text, found.subject, found.failed) == ("", "", "")
    assert found.handed_over_at == outside.clock()
    hand_over(outside, mail, found.id)
    assert len(mail.sent) == 1
    assert kinds(outside) == ["message prepared", "message handed over"]


def test_while_the_server_is_away_the_letter_waits(outside: Outside, clock: FakeClock, mail: FakeMail) -> None:
    link = a_letter(outside)
    mail.faults = [MailFailed(MailFault.UNREACHABLE), MailFailed(MailFault.REFUSED, 451)]
    for _ in range(3):
        work_off(outside, mail)
        clock.forward(hours=1)
    assert len(mail.sent) == 1
    assert message(outside, link).handed_over_at is not None


@pytest.mark.parametrize(
    "fault", [MailFailed(MailFault.REFUSED, 550), MailFailed(MailFault.NOT_A_LETTER)], ids=["refused", "no letter"]
)
def test_what_the_server_refuses_for_good_is_kept_as_failed(
    outside: Outside, clock: FakeClock, mail: FakeMail, fault: MailFailed
) -> None:
    link = a_letter(outside)
    mail.faults = [fault]
    for _ in range(3):
        work_off(outside, mail)
        clock.forward(hours=1)
    found = message(outside, link)
    assert (mail.sent, found.failed, found.text, found.handed_over_at) == ([], fault.fault.value, "", None)
    assert kinds(outside)[-1] == "message not handed over"


def test_a_client_without_an_address_gets_none(outside: Outside, mail: FakeMail) -> None:
    link = a_letter(outside, email="")
    work_off(outside, mail)
    assert (mail.sent, message(outside, link).failed) == ([], MailFault.NOT_A_LETTER)


def test_a_letter_whose_link_ended_or_was_recalled_is_not_handed_over(outside: Outside, mail: FakeMail) -> None:
    link = a_letter(outside)
    recalled(outside, link)
    work_off(outside, mail)
    assert (mail.sent, message(outside, link).failed) == ([], WITHDRAWN)


def test_a_letter_whose_link_was_revoked_is_not_handed_over(outside: Outside, mail: FakeMail) -> None:
    link = a_letter(outside)
    revoked(outside, link)
    work_off(outside, mail)
    assert mail.sent == []


def test_a_correction_is_handed_over_after_the_recall_that_it_tells_of(outside: Outside, mail: FakeMail) -> None:
    link = a_letter(outside, kind=MessageKind.CORRECTION)
    recalled(outside, link)
    work_off(outside, mail)
    assert len(mail.sent) == 1


def test_without_a_server_the_letter_waits_until_one_is_named(
    outside: Outside, clock: FakeClock, mail: FakeMail
) -> None:
    link = a_letter(outside)
    work_off(outside, None)
    assert message(outside, link).text != ""
    clock.forward(hours=1)
    work_off(outside, mail)
    assert len(mail.sent) == 1


def test_a_letter_that_cannot_be_read_is_given_up(outside: Outside, clock: FakeClock, mail: FakeMail) -> None:
    link = a_letter(outside)
    with outside.store.writing() as unit:
        unit.links.prepare(
            Message(
                "broken", link.id, 1, MessageKind.FIRST, Way.EMAIL, outside.clock(), "meera", "Advice", "not sealed"
            )
        )
        unit.jobs.add("mail-link", "broken", outside.clock())
    for _ in range(8):
        work_off(outside, mail)
        clock.forward(hours=1)
    with outside.store.reading() as unit:
        found = unit.links.message("broken")
    assert found is not None
    assert (found.failed, found.text) == (MailFault.NOT_A_LETTER, "")
    assert len(mail.sent) == 1


def test_an_erased_clients_letter_is_not_handed_over(outside: Outside, mail: FakeMail) -> None:
    a_letter(outside)
    with outside.store.writing() as unit:
        unit.clients.erase("c1", outside.clock())
        unit.links.erase("c1")
    work_off(outside, mail)
    assert mail.sent == []
