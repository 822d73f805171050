"""Which numbers of the internet are public. To all others no webhook is ever sent.

Else an address that an administrator typed, or a name whose owner changes it later, could be used to reach what only
this machine, or its network, may reach. Sources: the IANA registries of special-purpose addresses,
https://www.iana.org/assignments/iana-ipv4-special-registry and https://www.iana.org/assignments/iana-ipv6-special-registry;
Python's own `is_global` changes with its version, and knows neither relays nor what a cloud keeps for itself.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

_NOT_PUBLIC_4: Final = tuple(
    (IPv4Network(network), why)
    for network, why in (
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "behind a carrier's NAT"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "a cloud's own"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "kept for protocols"),
        ("192.0.2.0/24", "for examples"),
        ("192.31.196.0/24", "kept for protocols"),
        ("192.52.193.0/24", "a relay"),
        ("192.88.99.0/24", "a relay"),
        ("192.168.0.0/16", "private"),
        ("192.175.48.0/24", "kept for protocols"),
        ("198.18.0.0/15", "for measuring"),
        ("198.51.100.0/24", "for examples"),
        ("203.0.113.0/24", "for examples"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)

#: The only part of IPv6 that is handed out to anybody; mapped and translated addresses, which stand for others, unique
#: local, link-local, site-local and multicast ones are all outside it.
_PUBLIC_6: Final = IPv6Network("2000::/3")

_NOT_PUBLIC_6: Final = tuple(
    (IPv6Network(network), why)
    for network, why in (
        ("::1/128", "loopback"),
        ("::/128", "this network"),
        ("::ffff:0:0/96", "an IPv4 address in disguise"),
        ("64:ff9b::/96", "an IPv4 address in disguise"),
        ("64:ff9b:1::/48", "an IPv4 address in disguise"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "private"),
        ("ff00::/8", "multicast"),
        ("2001::/23", "kept for protocols"),
        ("2001:db8::/32", "for examples"),
        ("2002::/16", "an IPv4 address in disguise"),
        ("2620:4f:8000::/48", "kept for protocols"),
        ("3fff::/20", "for examples"),
    )
)


def not_public(address: str) -> str:
    """Why nothing is sent to this number, in a few words; "" if it is public. What is no number is not public."""
    try:
        number = ip_address(address)
    except ValueError:
        return "no address"
    return _why_4(number) if isinstance(number, IPv4Address) else _why_6(number)


def _why_4(number: IPv4Address) -> str:
    return next((why for network, why in _NOT_PUBLIC_4 if number in network), "")


def _why_6(number: IPv6Address) -> str:
    if number.scope_id is not None:
        return "link-local"
    why = next((why for network, why in _NOT_PUBLIC_6 if number in network), "")
    return why or ("" if number in _PUBLIC_6 else "reserved")
