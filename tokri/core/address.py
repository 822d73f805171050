"""From what kind of place somebody came: all that the record keeps of an address."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

THIS_MACHINE: Final = "this machine"
PRIVATE_NETWORK: Final = "private network"
INTERNET: Final = "internet"
UNKNOWN: Final = "unknown"

#: Networks that the internet does not carry: an office, a home, a carrier's own (RFC 1918, 3927, 6598, 4193, 4291).
_PRIVATE: Final = tuple(
    map(
        ip_network,
        (
            *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10"),
            *("fc00::/7", "fe80::/10"),
        ),
    )
)


def address_class(text: str) -> str:
    """The class of an IP address: "this machine", "private network", "internet", or "unknown" for anything else.

    Carrier-grade NAT counts as a private network. An IPv4 address written as IPv6 is what it is.
    """
    try:
        address = ip_address(text)
    except ValueError:
        return UNKNOWN
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if address.is_loopback:
        return THIS_MACHINE
    if address.is_unspecified:
        return UNKNOWN
    if any(address in network for network in _PRIVATE if network.version == address.version):
        return PRIVATE_NETWORK
    return INTERNET
