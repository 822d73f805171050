"""All that the record keeps of an address is what kind of place it is."""

import pytest

from tokri.core.address import INTERNET, PRIVATE_NETWORK, THIS_MACHINE, UNKNOWN, address_class


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("127.0.0.1", THIS_MACHINE),
        ("127.8.9.1", THIS_MACHINE),
        ("::1", THIS_MACHINE),
        ("::ffff:127.0.0.1", THIS_MACHINE),
        ("10.0.0.0", PRIVATE_NETWORK),
        ("10.255.255.255", PRIVATE_NETWORK),
        ("11.0.0.0", INTERNET),
        ("172.15.255.255", INTERNET),
        ("172.16.0.0", PRIVATE_NETWORK),
        ("172.31.255.255", PRIVATE_NETWORK),
        ("172.32.0.0", INTERNET),
        ("192.168.1.4", PRIVATE_NETWORK),
        ("192.169.1.4", INTERNET),
        ("169.254.10.1", PRIVATE_NETWORK),
        ("100.63.255.255", INTERNET),
        ("100.64.0.0", PRIVATE_NETWORK),
        ("100.127.255.255", PRIVATE_NETWORK),
        ("100.128.0.0", INTERNET),
        ("fd12:3456::1", PRIVATE_NETWORK),
        ("fe80::1", PRIVATE_NETWORK),
        ("fe80::1%eth0", PRIVATE_NETWORK),
        ("::ffff:192.168.0.9", PRIVATE_NETWORK),
        ("::ffff:49.36.1.2", INTERNET),
        ("49.36.1.2", INTERNET),
        ("2405:201::1", INTERNET),
        ("0.0.0.0", UNKNOWN),  # noqa: S104 - read, not listened on
        ("::", UNKNOWN),
        ("", UNKNOWN),
        ("10.0.0.1:8400", UNKNOWN),
        ("office.firm.in", UNKNOWN),
        ("010.0.0.1", UNKNOWN),
        ("\0", UNKNOWN),
    ],
)
def test_an_address_is_of_one_class(text: str, expected: str) -> None:
    assert address_class(text) == expected
