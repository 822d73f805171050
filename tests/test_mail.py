"""Mail goes out whole, to one person, in secret; and what goes wrong has a name."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

import app
from config import Settings
from tests.smtp_server import SmtpServer, certificate, listening
from tokri.core.head_letter import head_letter
from tokri.core.ports import Head, Letter, MailFailed, MailFault
from tokri.mail import SmtpMail

AT = datetime(2026, 2, 11, 5, 0, tzinfo=UTC)
LETTER = Letter("officer@firm.in", "Tokri: टोकरी", "First line.\n.\nA line with ₹ and that is all.\n", AT)


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with listening(SmtpServer()) as made:
        yield made


def mail(server: SmtpServer, login: str = "", sender: str = "Tokri <desk@firm.in>") -> SmtpMail:
    """Mail to the server in clear, as to this machine."""
    return SmtpMail(f"smtp://{login}127.0.0.1:{server.port}", sender)


def secret_mail(server: SmtpServer, scheme: str = "smtp", tls: ssl.SSLContext | None = None) -> SmtpMail:
    """Mail to the server as to another machine."""
    return SmtpMail(f"{scheme}://asha:p%40ss@127.0.0.1:{server.port}", "desk@firm.in", tls=tls, in_clear=())


def fault(mail: SmtpMail, letter: Letter = LETTER) -> tuple[MailFault, int]:
    with pytest.raises(MailFailed) as raised:
        mail.send(letter)
    return raised.value.fault, raised.value.code


def lines_of(read: EmailMessage) -> str:
    """The text with the line ends of this machine: on the way they are those of mail."""
    return str(read.get_content()).replace("\r\n", "\n")


def test_a_letter_arrives_as_it_was_written(server: SmtpServer) -> None:
    mail(server).send(LETTER)
    (taken,) = server.taken
    assert (taken.sender, taken.to) == ("desk@firm.in", ["officer@firm.in"])
    read = message_from_bytes(taken.data, policy=default)
    assert (read["From"], read["To"], read["Subject"]) == ("Tokri <desk@firm.in>", LETTER.to, LETTER.subject)
    assert read["Date"].datetime == AT
    assert read["Auto-Submitted"] == "auto-generated"
    assert lines_of(read) == LETTER.text
    assert server.said[0] == "ehlo firm.in"


def test_each_letter_has_a_number_of_its_own(server: SmtpServer) -> None:
    for _ in range(2):
        mail(server).send(LETTER)
    numbers = {message_from_bytes(taken.data)["Message-ID"] for taken in server.taken}
    assert len(numbers) == 2
    assert all(number.endswith("@firm.in>") for number in numbers)


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "Head\r\nBcc: everybody@elsewhere.in"},
        {"subject": "Head\nBcc: everybody@elsewhere.in"},
        {"to": "officer@firm.in\r\nBcc: everybody@elsewhere.in"},
        {"to": "officer@firm.in, everybody@elsewhere.in"},
        {"to": "officer@firm.in>\r\nRCPT TO:<everybody@elsewhere.in"},
        {"to": "Officer <officer@firm.in>"},
        {"to": "<officer@firm.in>"},
        {"to": "officer@firm.in\n"},
        {"to": "officer(of sorts)@firm.in"},
        {"to": '"officer x"@firm.in'},
        {"to": "officer..x@firm.in"},
        {"to": "officer@firm..in"},
        {"to": "officer"},
        {"to": ""},
        {"to": "ऑफिसर@firm.in"},
        {"text": "half a letter \ud800"},
    ],
)
def test_nothing_typed_can_add_a_header_or_an_addressee(server: SmtpServer, change: dict[str, str]) -> None:
    assert fault(mail(server), replace(LETTER, **change)) == (MailFault.NOT_A_LETTER, 0)
    assert server.taken == []


@pytest.mark.parametrize("sender", ["", "nobody", "Tokri", "@", "Tokri <desk at firm.in>"])
def test_a_sender_that_is_no_address_sends_nothing(server: SmtpServer, sender: str) -> None:
    assert fault(mail(server, sender=sender)) == (MailFault.NOT_A_LETTER, 0)
    assert server.said == []


def test_a_line_break_in_the_senders_name_adds_no_header(server: SmtpServer) -> None:
    mail(server, sender="Tokri\r\nBcc: everybody@elsewhere.in <desk@firm.in>").send(LETTER)
    assert message_from_bytes(server.taken[0].data)["Bcc"] is None
    assert server.taken[0].to == [LETTER.to]


def test_the_server_is_told_user_and_password_where_the_address_holds_them(server: SmtpServer) -> None:
    server.users = {"asha": "p@ss"}
    mail(server, "asha:p%40ss@").send(LETTER)
    assert len(server.taken) == 1
    assert fault(mail(server, "asha:wrong@")) == (MailFault.NOT_LET_IN, 535)
    assert fault(mail(server, "asha:%E0%A4%9F@")) == (MailFault.NOT_LET_IN, 0)
    server.users = {}
    assert fault(mail(server, "asha:p%40ss@")) == (MailFault.NOT_LET_IN, 0)


def test_to_another_machine_the_letter_and_the_password_go_encrypted() -> None:
    shown, believed = certificate()
    with listening(SmtpServer(tls=shown, users={"asha": "p@ss"})) as server:
        secret_mail(server, tls=believed).send(LETTER)
        assert [line.split()[0] for line in server.said[:4]] == ["ehlo", "STARTTLS", "ehlo", "AUTH"]
        assert len(server.taken) == 1


def test_a_server_may_be_encrypted_from_the_first_byte() -> None:
    shown, believed = certificate()
    with listening(SmtpServer(tls=shown, tls_at_once=True, users={"asha": "p@ss"})) as server:
        secret_mail(server, "smtps", believed).send(LETTER)
        assert len(server.taken) == 1
        assert "STARTTLS" not in server.said


def test_a_server_that_cannot_encrypt_hears_no_password(server: SmtpServer) -> None:
    server.users = {"asha": "p@ss"}
    assert fault(secret_mail(server)) == (MailFault.NOT_SECRET, 0)
    assert [line.split()[0] for line in server.said] == ["ehlo"]


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_certificate_that_proves_nothing_is_not_believed(scheme: str) -> None:
    shown, _ = certificate()
    with listening(SmtpServer(tls=shown, tls_at_once=scheme == "smtps", users={"asha": "p@ss"})) as server:
        assert fault(secret_mail(server, scheme)) == (MailFault.NOT_SECRET, 0)
        assert not any(line.startswith("AUTH") for line in server.said)


def test_a_server_that_offers_encryption_and_then_refuses_it_gets_nothing() -> None:
    shown, believed = certificate()
    with listening(SmtpServer(tls=shown, answers={"STARTTLS": "454 not now"})) as server:
        assert fault(secret_mail(server, tls=believed)) == (MailFault.NOT_SECRET, 0)
        assert len(server.said) == 2


@pytest.mark.parametrize(
    ("word", "answer", "expected"),
    [
        ("CONNECT", "554 go away", (MailFault.REFUSED, 554)),
        ("MAIL", "550 not from you", (MailFault.REFUSED, 550)),
        ("RCPT", "550 nobody here by the name of officer@firm.in", (MailFault.REFUSED, 550)),
        ("DATA", "451 not now", (MailFault.REFUSED, 451)),
        ("END", "552 too large", (MailFault.REFUSED, 552)),
        ("CONNECT", "", (MailFault.UNREACHABLE, 0)),
        ("MAIL", "", (MailFault.UNREACHABLE, 0)),
        ("END", "", (MailFault.UNREACHABLE, 0)),
    ],
)
def test_what_the_server_refuses_has_its_number_and_none_of_its_words(
    server: SmtpServer, word: str, answer: str, expected: tuple[MailFault, int]
) -> None:
    server.answers = {word: answer}
    assert fault(mail(server)) == expected
    server.answers = {}
    mail(server).send(LETTER)


def test_a_letter_that_was_taken_is_sent_however_the_server_says_goodbye(server: SmtpServer) -> None:
    for goodbye in ("", "421 in a hurry"):
        server.answers = {"QUIT": goodbye}
        mail(server).send(LETTER)
    assert len(server.taken) == 2


def test_a_server_that_is_not_there_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert fault(SmtpMail(f"smtp://127.0.0.1:{port}", "desk@firm.in")) == (MailFault.UNREACHABLE, 0)


def test_a_server_that_says_nothing_is_waited_for_no_longer_than_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        slow = SmtpMail(f"smtp://127.0.0.1:{silent.getsockname()[1]}", "desk@firm.in", timeout=0.05)
        assert fault(slow) == (MailFault.UNREACHABLE, 0)


def test_the_password_never_prints() -> None:
    assert "p%40ss" not in repr(SmtpMail("smtp://asha:p%40ss@mail.firm.in", "desk@firm.in"))
    assert str(MailFailed(MailFault.REFUSED, 550)) == "refused 550"


def test_the_letter_about_the_head_says_how_to_use_it(server: SmtpServer) -> None:
    head = Head(1234, "ab" * 32)
    mail(server).send(head_letter(head, "officer@firm.in", AT))
    read = message_from_bytes(server.taken[0].data, policy=default)
    assert read["Subject"] == "Tokri: the record stands at entry 1234"
    assert f"\n{head}\n" in lines_of(read)
    assert f"record verify --head {head}" in lines_of(read)
    assert "11 Feb 2026 at 10:30 in India" in lines_of(read)


def test_the_runner_is_handed_mail_as_the_settings_say(settings: Settings, server: SmtpServer) -> None:
    assert app.mail(settings) is None
    made = app.mail(replace(settings, smtp_url=f"smtp://127.0.0.1:{server.port}", mail_from="Tokri <desk@firm.in>"))
    assert made is not None
    made.send(LETTER)
    assert (made.sender, len(server.taken)) == ("desk@firm.in", 1)
