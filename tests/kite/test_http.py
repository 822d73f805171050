from __future__ import annotations

import datetime as dt
import gzip
import ipaddress
import logging
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.kite import scripted
from tests.kite.scripted import Script
from tokri import http

SECRET = "s3cret-token"


@pytest.fixture
def server() -> Iterator[Script]:
    with scripted.serving() as script:
        yield script


def send(server: Script, path: str = "/", **choices: Any) -> http.Answer:
    settings: dict[str, Any] = {"headers": {}, "most_bytes": 1_000_000, "timeouts": (1.0, 1.0), "deadline": 5.0}
    return http.send("GET", server.url + path, **(settings | choices))


def test_an_answer_comes_back_whole_whatever_its_status(server: Script) -> None:
    server.reply = scripted.said(418, "short and stout", "text/plain")
    assert send(server) == http.Answer(418, "text/plain", b"short and stout")


def test_a_form_and_headers_arrive_as_given(server: Script) -> None:
    server.reply = scripted.said(200, "{}")
    form = {"api_key": "k", "symbol": "M&M", "quote": 'ü" '}
    http.send("POST", server.url + "/x?y=1", headers={"X-Kite-Version": "3"}, form=form, most_bytes=100)
    [request] = server.received
    assert (request.method, request.path) == ("POST", "/x?y=1")
    assert request.headers["X-Kite-Version"] == "3"
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert request.body == "api_key=k&symbol=M%26M&quote=%C3%BC%22+"


def test_nobody_listening_means_it_was_never_sent() -> None:
    url = f"http://127.0.0.1:{scripted.unused_port()}/"
    with pytest.raises(http.NeverSent):
        http.send("GET", url, headers={}, most_bytes=100)


def test_a_name_that_does_not_resolve_means_it_was_never_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody_knows(*_args: object, **_kwargs: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody_knows)
    with pytest.raises(http.NeverSent):
        http.send("GET", "http://no-such-host.invalid/", headers={}, most_bytes=100)


@pytest.mark.parametrize(
    "fault",
    [
        scripted.hang_up,
        scripted.reset,
        scripted.truncated,
        scripted.truncated_in_a_chunk,
        scripted.silent,
        scripted.not_http,
        scripted.said(200, b"not gzip", **{"Content-Encoding": "gzip"}),
    ],
)
def test_once_sent_an_answer_that_is_not_whole_is_interrupted(server: Script, fault: scripted.Reply) -> None:
    server.reply = fault
    with pytest.raises(http.Interrupted):
        send(server, timeouts=(1.0, 0.2))
    assert len(server.received) == 1


@pytest.mark.parametrize("drip", [scripted.dripping_body, scripted.dripping_headers])
def test_an_answer_that_drips_is_cut_at_the_deadline(server: Script, drip: scripted.Reply) -> None:
    server.reply = drip
    with pytest.raises(http.Interrupted, match="Deadline"):
        send(server, deadline=0.3)
    assert server.cut_short.wait(5), "the server never noticed that the line was cut"


def test_an_endless_answer_is_left_at_the_cap(server: Script) -> None:
    server.reply = scripted.endless
    with pytest.raises(http.Interrupted, match="TooLong"):
        send(server, most_bytes=100_000)


def test_an_answer_of_just_the_cap_is_read_and_one_more_byte_is_not(server: Script) -> None:
    server.reply = scripted.said(200, b"x" * 1000)
    assert len(send(server, most_bytes=1000).body) == 1000
    with pytest.raises(http.Interrupted):
        send(server, most_bytes=999)


def test_a_small_answer_that_unpacks_into_a_huge_one_is_left_at_the_cap(server: Script) -> None:
    server.reply = scripted.said(200, gzip.compress(b"x" * 50_000_000), **{"Content-Encoding": "gzip"})
    with pytest.raises(http.Interrupted, match="TooLong"):
        send(server, most_bytes=100_000)


def test_a_packed_answer_is_unpacked(server: Script) -> None:
    server.reply = scripted.said(200, gzip.compress(b'{"a":1}' * 30_000), **{"Content-Encoding": "gzip"})
    assert send(server).body == b'{"a":1}' * 30_000


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_answer_and_is_not_followed(server: Script, status: int) -> None:
    server.reply = scripted.said(status, "", Location="/elsewhere")
    assert send(server).status == status
    assert len(server.received) == 1


def test_the_environment_changes_nothing(server: Script, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{scripted.unused_port()}")
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{scripted.unused_port()}")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    server.reply = scripted.said(200, "{}")
    send(server, headers={"Authorization": "token a:b"})
    assert server.received[0].headers["Authorization"] == "token a:b"


def test_a_cookie_is_not_carried_to_the_next_request(server: Script) -> None:
    server.reply = scripted.said(200, "{}", **{"Set-Cookie": "a=b"})
    send(server)
    send(server)
    assert "Cookie" not in server.received[1].headers


@pytest.fixture
def every_log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    for name in ("urllib3", "urllib3.connectionpool", "urllib3.util.retry", "requests"):
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


def send_secrets(server: Script) -> http.Answer:
    form, headers = {"token": SECRET}, {"Authorization": SECRET}
    return http.send("DELETE", f"{server.url}/?t={SECRET}", headers=headers, form=form, most_bytes=100)


def test_neither_a_log_nor_an_answer_that_is_printed_quotes_a_secret(
    server: Script, every_log: pytest.LogCaptureFixture
) -> None:
    server.reply = scripted.said(200, SECRET)
    assert SECRET not in repr(send_secrets(server))
    assert every_log.records == []


@pytest.mark.parametrize("fault", [scripted.hang_up, scripted.not_http])
def test_neither_a_log_nor_an_error_quotes_the_request(
    server: Script, fault: scripted.Reply, every_log: pytest.LogCaptureFixture
) -> None:
    server.reply = fault
    with pytest.raises(http.Interrupted) as caught:
        send_secrets(server)
    assert SECRET not in repr(caught.value)
    assert caught.value.__context__ is None
    assert every_log.records == []


def test_an_error_quotes_nothing_of_a_request_that_was_never_sent(every_log: pytest.LogCaptureFixture) -> None:
    with pytest.raises(http.NeverSent) as caught:
        send_secrets(Script(f"http://127.0.0.1:{scripted.unused_port()}"))
    assert SECRET not in repr(caught.value)
    assert caught.value.__context__ is None
    assert every_log.records == []


# --- certificates -------------------------------------------------------------------------------


@pytest.fixture
def self_signed(tmp_path: Path) -> Path:
    """A key and a certificate for 127.0.0.1 that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "server.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


def test_a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_sent(
    self_signed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(self_signed))
    monkeypatch.setenv("CURL_CA_BUNDLE", str(self_signed))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(self_signed)
    with scripted.serving(tls) as server:
        with pytest.raises(http.NeverSent):
            send(server)
        assert server.received == []


def test_plain_http_where_a_certificate_was_expected_is_never_sent(server: Script) -> None:
    with pytest.raises(http.NeverSent):
        http.send("GET", server.url.replace("http:", "https:"), headers={}, most_bytes=100)
