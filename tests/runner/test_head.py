"""Once a day the record's head leaves the database's reach: into the log, and by mail to whoever keeps it."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

import pytest

from tests.journey.fakes import FakeClock, FakeKite
from tokri import runner
from tokri.core.desk.firm import Firm
from tokri.core.ports import Event, Head, Letter, MailFailed, MailFault, Outside


@dataclass
class FakeMail:
    """A mail server in memory; `faults` are raised first, one a letter."""

    sender: str = "desk@firm.in"
    sent: list[Letter] = field(default_factory=list)
    faults: list[MailFailed] = field(default_factory=list)

    def send(self, letter: Letter) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.sent.append(letter)


@pytest.fixture
def mail() -> FakeMail:
    return FakeMail()


def work_off(outside: Outside, kite: FakeKite, mail: FakeMail | None) -> None:
    while runner.step(outside, kite, "a test", mail):
        pass


def head(outside: Outside) -> Head:
    with outside.store.reading() as view:
        newest = view.chain.head()
    assert newest is not None
    return newest


def queue(outside: Outside) -> None:
    """Something happened, and the head is due to be told."""
    with outside.store.writing() as unit:
        unit.record(Event("saved", "basket", outside.clock()))
        unit.jobs.add("head", "store", outside.clock())


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    facts = (getattr(each, "facts", {}) for each in caplog.records)
    return [each for each in facts if each.get("message") == "record head"]


def test_the_head_is_logged_and_mailed_once_a_day(
    outside: Outside, clock: FakeClock, kite: FakeKite, mail: FakeMail, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    queue(outside)
    told = head(outside)
    work_off(outside, kite, mail)
    assert lines(caplog) == [{"message": "record head", "entries": told.seq, "sha256": told.sha256}]
    (letter,) = mail.sent
    assert (letter.to, letter.at) == ("desk@firm.in", clock.now)
    assert str(told) in letter.text
    clock.forward(days=1, seconds=-1)
    work_off(outside, kite, mail)
    assert len(mail.sent) == 1
    clock.forward(seconds=1)
    work_off(outside, kite, mail)
    assert (len(mail.sent), len(lines(caplog))) == (2, 2)


def test_the_head_goes_to_the_compliance_officer_as_soon_as_the_firm_names_one(
    outside: Outside, kite: FakeKite, mail: FakeMail
) -> None:
    with outside.store.writing() as unit:
        unit.firm.save(Firm(officer_email="officer@firm.in"), 0, "user", outside.clock())
    queue(outside)
    work_off(outside, kite, mail)
    assert [letter.to for letter in mail.sent] == ["officer@firm.in"]


def test_without_a_mail_server_the_head_is_logged_alone(
    outside: Outside, kite: FakeKite, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    queue(outside)
    work_off(outside, kite, None)
    assert len(lines(caplog)) == 1


def test_an_empty_record_has_no_head_to_tell(
    outside: Outside, kite: FakeKite, mail: FakeMail, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with outside.store.writing() as unit:
        unit.jobs.add("head", "store", outside.clock())
    work_off(outside, kite, mail)
    assert (mail.sent, lines(caplog)) == ([], [])


def test_a_mail_server_that_is_down_stops_nothing_and_is_tried_again_until_the_letter_is_out(
    outside: Outside, clock: FakeClock, kite: FakeKite, mail: FakeMail, caplog: pytest.LogCaptureFixture
) -> None:
    mail.faults = [MailFailed(MailFault.UNREACHABLE), *[MailFailed(MailFault.REFUSED, 550)] * 6]
    queue(outside)
    runner.schedule(outside)
    work_off(outside, kite, mail)
    assert "head: mail unreachable, again in 60 s" in caplog.text
    for seconds in (60, 300, 900, 3600, 3600, 3600):
        clock.forward(seconds=seconds - 1)
        work_off(outside, kite, mail)
        before = len(mail.faults)
        clock.forward(seconds=1)
        work_off(outside, kite, mail)
        assert len(mail.faults) == before - 1
    assert mail.sent == []
    assert "head: mail refused 550, again in 3600 s" in caplog.text
    clock.forward(hours=1)
    work_off(outside, kite, mail)
    assert len(mail.sent) == 1
