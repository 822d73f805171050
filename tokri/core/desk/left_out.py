"""Whoever was ticked and is not on the page for whom a version is meant: a tick that is no choice, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from tokri.core.desk.client import Client


class WhyLeftOut(StrEnum):
    """Why a tick counts for nothing, in the order in which it is told."""

    NOT_MEANT = "not-meant"  #: the basket was drafted for certain clients, and is not for them
    NOT_LISTED = "not-listed"  #: the page did not list them
    ERASED = "erased"  #: their data was erased
    NO_CLIENT = "no-client"  #: there is no such client


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One of them. `client` is None where there is none."""

    id: str
    why: WhyLeftOut
    client: Client | None = None


def left_out(
    ticked: Iterable[str], clients: Iterable[Client], only: Collection[str] | None = None
) -> tuple[LeftOut, ...]:
    """Those `ticked`, who are not on the page, in the order of their ids.

    `clients` are those of them that there are; `only` for whom alone the basket was drafted, None: for all.
    """
    there = {each.id: each for each in clients}
    return tuple(_left_out(each, there.get(each), only) for each in sorted(ticked))


def _left_out(client_id: str, client: Client | None, only: Collection[str] | None) -> LeftOut:
    if client is None:
        why = WhyLeftOut.NO_CLIENT
    elif client.details is None:
        why = WhyLeftOut.ERASED
    else:
        why = WhyLeftOut.NOT_LISTED if only is None or client_id in only else WhyLeftOut.NOT_MEANT
    return LeftOut(client_id, why, client)
