"""The links at the head of every page of the desk, each for those who may open it."""

from __future__ import annotations

from typing import Final, NamedTuple

from tokri.core.desk.roles import Act


class Link(NamedTuple):
    """`here` is what a page of that part sets, so that its link is marked."""

    here: str
    endpoint: str
    words: str
    act: Act


LINKS: Final[tuple[Link, ...]] = (
    Link("home", "desk_home", "Desk", Act.SEE_BASKETS),
    Link("board", "desk_board", "Board", Act.SEE_LINKS),
    Link("baskets", "desk_baskets", "Baskets", Act.SEE_BASKETS),
    Link("approvals", "desk_approvals", "Approvals", Act.SEE_BASKETS),
    Link("clients", "desk_clients", "Clients", Act.SEE_CLIENTS),
    Link("restricted", "desk_restricted", "Restricted", Act.SEE_RESTRICTED),
    Link("record", "desk_record", "Record", Act.SEE_RECORD),
    Link("firm", "desk_firm", "Firm", Act.SEE_FIRM),
    Link("people", "desk_people", "People", Act.SEE_PEOPLE),
)
