"""The way to the firm's own systems, against a receiver over https: only to public numbers, and to the very ones."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.https_receiver import NAME, Certificate, anywhere, certificate, receiving, way_to
from tests.journey.fakes import MORNING
from tests.kite import scripted
from tests.kite.scripted import Script, unused_port
from tokri.core.ports.telling import DeliveryFault, NotTaken
from tokri.core.telling.message import trial_message
from tokri.core.telling.signature import headers, new_secret
from tokri.webhooks import MOST_BYTES, HttpWebhooks, look_up

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate(tmp_path_factory.mktemp("certificate"), NAME)


@pytest.fixture
def receiver(shown: Certificate) -> Iterator[tuple[Script, str]]:
    with receiving(shown) as both:
        yield both


def fault(way: HttpWebhooks, url: str) -> tuple[DeliveryFault, int]:
    with pytest.raises(NotTaken) as caught:
        way.post(url, {"webhook-id": "msg_1"}, b"{}")
    return caught.value.fault, caught.value.status


def test_a_post_arrives_as_it_was_signed_under_the_name_that_was_meant(
    shown: Certificate, receiver: tuple[Script, str]
) -> None:
    script, url = receiver
    body = '{"id":"msg_1","ü":"₹"}'.encode()
    assert way_to(shown).post(url, {"webhook-id": "msg_1", "Content-Type": "application/json"}, body) == 204
    (posted,) = script.received
    assert (posted.method, posted.path, posted.body.encode()) == ("POST", "/tokri?from=firm", body)
    assert posted.headers["Host"].partition(":")[0] == NAME
    assert (posted.headers["webhook-id"], posted.headers["Content-Type"]) == ("msg_1", "application/json")


def test_the_receivers_example_in_the_documentation_believes_a_real_post_and_no_other(
    shown: Certificate, receiver: tuple[Script, str]
) -> None:
    script, url = receiver
    secret, message = new_secret(lambda: "a test"), trial_message("chance", MORNING)
    way_to(shown).post(url, headers(message, [secret], MORNING), message.body.encode())
    (posted,) = script.received
    (example,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "webhooks.md").read_text("utf-8"), re.DOTALL)
    told: dict[str, object] = {}
    exec(example, told)  # noqa: S102 - the documentation's own example
    is_true = told["is_true"]
    assert callable(is_true)
    body, at = posted.body.encode(), MORNING.timestamp()
    assert is_true(secret, posted.headers, body, now=lambda: at)
    assert is_true(secret, posted.headers, body, now=lambda: at + 299)
    assert not is_true(secret, posted.headers, body, now=lambda: at + 302)
    assert not is_true(secret, posted.headers, body + b" ", now=lambda: at)
    assert not is_true(new_secret(lambda: "another"), posted.headers, body, now=lambda: at)
    assert not is_true(secret, {**posted.headers, "webhook-id": "msg_2"}, body, now=lambda: at)
    assert not is_true(secret, {**posted.headers, "webhook-timestamp": str(int(at) + 1)}, body, now=lambda: at)


@pytest.mark.parametrize(
    "numbers",
    [
        ["127.0.0.1"],
        ["::1"],
        ["10.0.0.7"],
        ["169.254.169.254"],
        ["100.64.0.1"],
        ["::ffff:127.0.0.1"],
        ["64:ff9b::7f00:1"],
        ["8.8.8.8", "127.0.0.1"],
        ["2606:4700:4700::1111", "fe80::1%eth0"],
        ["not a number"],
    ],
)
def test_a_name_that_leads_to_what_is_not_public_is_never_connected_to(
    shown: Certificate, receiver: tuple[Script, str], numbers: list[str]
) -> None:
    """pytest-socket would fail the test if anything but the loopback were connected to."""
    script, url = receiver
    way = HttpWebhooks(trusted=shown.trusted, names=lambda _host, _port: numbers)
    assert fault(way, url) == (DeliveryFault.NOT_PUBLIC, 0)
    assert script.received == []


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost", "0x7f.1", "2130706433"])
def test_an_address_that_could_not_be_typed_is_not_sent_to_either(host: str) -> None:
    """Whoever writes to the database gains nothing by it."""
    assert fault(HttpWebhooks(), f"https://{host}:{unused_port()}/") == (DeliveryFault.NOT_PUBLIC, 0)
    assert fault(HttpWebhooks(), f"http://{host}:{unused_port()}/") == (DeliveryFault.NOT_PUBLIC, 0)


def test_a_name_that_changes_where_it_leads_after_it_was_looked_at_gains_nothing(
    shown: Certificate, receiver: tuple[Script, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is looked up once, and the connection made to what was found then: nothing else is ever looked up."""
    script, url = receiver
    asked: list[str] = []

    def names(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"]

    real = socket.getaddrinfo

    def rebound(host: str | None, *rest: object, **more: object) -> object:
        assert host in {"127.0.0.1", b"127.0.0.1"}, f"{host} was looked up a second time"
        return real(host, *rest, **more)  # type: ignore[arg-type]  # whatever it was asked with

    monkeypatch.setattr(socket, "getaddrinfo", rebound)
    assert way_to(shown, names).post(url, {}, b"{}") == 204
    assert asked == [NAME]
    assert len(script.received) == 1


def test_each_number_is_looked_at_before_each_post(shown: Certificate, receiver: tuple[Script, str]) -> None:
    script, url = receiver
    answers = [["8.8.8.8"], ["127.0.0.1"]]
    looked: list[str] = []

    def refused(number: str) -> str:
        looked.append(number)
        return "private" if number == "127.0.0.1" else "not in a test"

    way = HttpWebhooks(refused=refused, trusted=shown.trusted, names=lambda _host, _port: answers.pop(0))
    assert fault(way, url)[0] is DeliveryFault.NOT_PUBLIC
    assert fault(way, url)[0] is DeliveryFault.NOT_PUBLIC
    assert looked == ["8.8.8.8", "127.0.0.1"]
    assert script.received == []


def test_a_certificate_for_another_name_is_not_believed(tmp_path: Path) -> None:
    other = certificate(tmp_path, "elsewhere.example")
    with receiving(other) as (script, url):
        assert fault(way_to(other), url) == (DeliveryFault.UNREACHABLE, 0)
    assert script.received == []


def test_a_certificate_that_nobody_vouches_for_is_not_believed(receiver: tuple[Script, str]) -> None:
    script, url = receiver
    way = HttpWebhooks(refused=anywhere, names=lambda _host, _port: ["127.0.0.1"])
    assert fault(way, url) == (DeliveryFault.UNREACHABLE, 0)
    assert script.received == []


def test_no_setting_of_the_environment_makes_it_believe_or_ask_another(
    shown: Certificate, receiver: tuple[Script, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    script, url = receiver
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, shown.trusted)
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{unused_port()}")
    way = HttpWebhooks(refused=anywhere, names=lambda _host, _port: ["127.0.0.1"])
    assert fault(way, url) == (DeliveryFault.UNREACHABLE, 0)
    assert way_to(shown).post(url, {}, b"{}") == 204
    assert len(script.received) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(shown: Certificate, receiver: tuple[Script, str], status: int) -> None:
    script, url = receiver
    script.reply = scripted.said(status, b"", Location=url)
    assert fault(way_to(shown), url) == (DeliveryFault.ANSWERED, status)
    assert len(script.received) == 1


@pytest.mark.parametrize("status", [400, 401, 404, 410, 429, 500, 503])
def test_any_other_answer_than_2xx_is_not_taken(shown: Certificate, receiver: tuple[Script, str], status: int) -> None:
    script, url = receiver
    script.reply = scripted.said(status, b"no")
    assert fault(way_to(shown), url) == (DeliveryFault.ANSWERED, status)


@pytest.mark.parametrize("status", [200, 201, 202, 299])
def test_any_2xx_is_taken(shown: Certificate, receiver: tuple[Script, str], status: int) -> None:
    script, url = receiver
    script.reply = scripted.said(status, b"yes")
    assert way_to(shown).post(url, {}, b"{}") == status


@pytest.mark.parametrize(
    "reply",
    [
        scripted.silent,
        scripted.hang_up,
        scripted.reset,
        scripted.dripping_headers,
        scripted.dripping_body,
        scripted.endless,
        scripted.not_http,
        scripted.said(200, b"x" * (MOST_BYTES + 1)),
    ],
)
def test_a_receiver_that_keeps_it_waiting_or_never_ends_is_left_soon(
    shown: Certificate, receiver: tuple[Script, str], reply: scripted.Reply
) -> None:
    script, url = receiver
    script.reply = reply
    assert fault(way_to(shown), url) == (DeliveryFault.NO_ANSWER, 0)
    assert len(script.received) == 1, "what may have been taken is not sent to another number of the same name"


def test_nobody_there_and_nobody_known(shown: Certificate) -> None:
    address = f"https://{NAME}:{unused_port()}/"
    assert fault(way_to(shown), address) == (DeliveryFault.UNREACHABLE, 0)

    def nobody(_host: str, _port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    assert fault(way_to(shown, nobody), address) == (DeliveryFault.NO_NAME, 0)
    assert fault(way_to(shown, lambda _host, _port: []), address) == (DeliveryFault.NO_NAME, 0)


def test_the_second_number_of_a_name_is_tried_where_nobody_was_at_the_first(
    shown: Certificate, receiver: tuple[Script, str]
) -> None:
    script, url = receiver
    assert way_to(shown, lambda _host, _port: ["::1", "127.0.0.1"]).post(url, {}, b"{}") == 204
    assert len(script.received) == 1


def test_a_line_that_drips_while_tls_is_agreed_on_is_cut(shown: Certificate) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"https://{NAME}:{listener.getsockname()[1]}/"
        way = HttpWebhooks(
            refused=anywhere,
            trusted=shown.trusted,
            names=lambda _host, _port: ["127.0.0.1"],
            timeouts=(60.0, 60.0),
            deadline=0.3,
        )
        assert fault(way, url) == (DeliveryFault.UNREACHABLE, 0)


def test_the_systems_own_look_up_answers_numbers() -> None:
    assert "127.0.0.1" in look_up("localhost", 443)
    assert look_up("127.0.0.1", 443) == ["127.0.0.1"]
