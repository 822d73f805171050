"""Nothing is ever sent to a number that is not public, in whatever notation it is written."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokri.core.telling.addresses import not_public
from tokri.core.telling.endpoint import LONGEST_ADDRESS, fault_of_address, host_of, port_of

PUBLIC = [
    "8.8.8.8",
    "1.1.1.1",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "169.253.255.255",
    "172.15.255.255",
    "172.32.0.0",
    "192.167.255.255",
    "192.169.0.0",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "2606:4700:4700::1111",
    "2001:4860:4860::8888",
    "2a00:1450:4001:82b::200e",
    "2400:cb00:2048:1::c629:d7a2",
]

NOT_PUBLIC = [
    "0.0.0.0",  # noqa: S104 - nothing is bound: it is a number that is refused
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.100.100.200",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:a00:1",
    "::7f00:1",
    "64:ff9b::7f00:1",
    "64:ff9b::8.8.8.8",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:10::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700:4700::1111%eth0",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize("number", PUBLIC)
def test_a_public_number_may_be_sent_to(number: str) -> None:
    assert not_public(number) == ""


@pytest.mark.parametrize("number", NOT_PUBLIC)
def test_any_other_number_may_not(number: str) -> None:
    assert not_public(number)


@pytest.mark.parametrize("text", ["", "localhost", "1.2.3", "0x7f.0.0.1", "017700000001", "8.8.8.8 ", "8.8.8.08"])
def test_what_is_no_number_is_not_public(text: str) -> None:
    assert not_public(text) == "no address"


@given(st.ip_addresses())
def test_what_python_calls_private_or_local_is_never_public(number: object) -> None:
    known = ip_address(str(number))
    if known.is_private or known.is_loopback or known.is_link_local or known.is_multicast or known.is_reserved:
        assert not_public(str(number))


@pytest.mark.parametrize(
    "address",
    [
        "https://hooks.firm.example/tokri",
        "https://hooks.firm.example:8443/a/b?c=d&e=%20",
        "https://8.8.8.8/",
        "https://[2606:4700:4700::1111]:8443/x",
        "https://xn--p1b6ci4b4b3a.example/",
        "HTTPS://Hooks.Firm.Example/",
        f"https://a.example/{'x' * (LONGEST_ADDRESS - 18)}",
    ],
)
def test_an_https_address_on_the_internet_is_good(address: str) -> None:
    assert fault_of_address(address) == ""


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("", "missing"),
        (f"https://a.example/{'x' * LONGEST_ADDRESS}", "long"),
        ("http://hooks.firm.example/", "not-https"),
        ("ftp://hooks.firm.example/", "not-https"),
        ("file:///etc/passwd", "not-https"),
        ("//hooks.firm.example/", "not-https"),
        ("hooks.firm.example", "not-https"),
        ("https:///path", "no-host"),
        ("https://:443/", "no-host"),
        ("https://meera:secret@hooks.firm.example/", "with-password"),
        ("https://hooks.firm.example\\@127.0.0.1/", "with-password"),
        ("https://hooks.firm.example/#part", "with-fragment"),
        ("https://hooks.firm.example/#", "with-fragment"),
        ("https://127.0.0.1/", "inside"),
        ("https://[::1]/", "inside"),
        ("https://[::ffff:10.0.0.1]/", "inside"),
        ("https://169.254.169.254/latest/meta-data", "inside"),
        ("https://localhost/", "inside"),
        ("https://tokri.localhost:8400/", "inside"),
        ("https://server/", "inside"),
        ("https://printer.local/", "inside"),
        ("https://metadata.google.internal/", "inside"),
        ("https://router.home.arpa/", "inside"),
        ("https://2130706433/", "inside"),
        ("https://0x7f.1/", "unreadable"),
        ("https://0177.0.0.1/", "unreadable"),
        ("https://127.1/", "unreadable"),
        ("https://hooks.firm.example./", "unreadable"),
        ("https://hooks..example/", "unreadable"),
        ("https://-hooks.example/", "unreadable"),
        ("https://hooks_firm.example/", "unreadable"),
        ("https://hooks.firm.example:0/", "unreadable"),
        ("https://hooks.firm.example:99999/", "unreadable"),
        ("https://hooks.firm.example:x/", "unreadable"),
        ("https://[::1", "unreadable"),
        ("https://hooks.firm.example/a b", "unreadable"),
        ("https://hooks.firm.example/\r\nHost: x", "unreadable"),
        ("https://hooks.firm.example/ü", "unreadable"),
        ("https://१२७.0.0.1/", "unreadable"),
        ("https://ⓛocalhost/", "unreadable"),
        ("https://hooks.firm.example/\x00", "unreadable"),
    ],
)
def test_any_other_address_is_refused_with_what_is_wrong(address: str, fault: str) -> None:
    assert fault_of_address(address) == fault


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    for address in (text, f"https://{text}", f"https://{text}.example/"):
        if fault_of_address(address) == "":
            assert host_of(address)
            assert 0 < port_of(address) < 65536
