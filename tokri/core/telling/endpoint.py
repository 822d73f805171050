"""The address of an endpoint as typed, and what is wrong with it."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from tokri.core.telling.addresses import not_public

#: Endpoints that a firm may have at one time: each has a lane of its own in the runner.
MOST_ENDPOINTS: Final = 5

#: Characters of an address.
LONGEST_ADDRESS: Final = 500

_LABEL: Final = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_NAME: Final = re.compile(rf"({_LABEL}\.)+{_LABEL}", re.ASCII)

#: Ends of names that are looked up within a house, or nowhere (RFC 6761, RFC 6762, RFC 8375, ICANN on .internal).
_INSIDE: Final = ("localhost", "local", "internal", "intranet", "lan", "home.arpa", "test", "invalid", "onion")

#: What a request's path and query may hold as they stand.
_SENDABLE: Final = re.compile(r"[!-~]*", re.ASCII)


def fault_of_address(typed: str) -> str:
    """The code of what is wrong with an address; "" if an endpoint may be there.

    Codes: missing, long, unreadable, not-https, with-password, with-fragment, no-host, inside.
    """
    if not typed:
        return "missing"
    if len(typed) > LONGEST_ADDRESS:
        return "long"
    parts = _parts(typed)
    return "unreadable" if parts is None else _fault_of_parts(typed, parts)


def _fault_of_parts(typed: str, parts: SplitResult) -> str:
    if parts.scheme != "https":
        return "not-https"
    if "@" in parts.netloc:
        return "with-password"
    if "#" in typed:
        return "with-fragment"
    return _fault_of_host(parts.hostname or "")


def host_of(address: str) -> str:
    """The name or number in an address that was found good."""
    return urlsplit(address).hostname or ""


def port_of(address: str) -> int:
    """The port in an address that was found good."""
    return urlsplit(address).port or 443


def _parts(typed: str) -> SplitResult | None:
    """The address in parts; None if it has a sign that no address has, or a port that is none."""
    try:
        parts = urlsplit(typed)
        port = parts.port
    except ValueError:
        return None
    return parts if port != 0 and _SENDABLE.fullmatch(typed) else None


def _fault_of_host(host: str) -> str:
    if not host:
        return "no-host"
    if _is_number(host):
        return "inside" if not_public(host) else ""
    if host.endswith(tuple(f".{end}" for end in _INSIDE)) or host in _INSIDE or "." not in host:
        return "inside"
    # What looks like a number in another notation (0x7f.1, 017700000001) is read as one by some resolvers.
    if not _NAME.fullmatch(host) or host.rpartition(".")[2][:1].isdigit():
        return "unreadable"
    return ""


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
