"""What a client did at a link, as the record tells it: whose step, which link, and nothing personal."""

from __future__ import annotations

from datetime import datetime

from tokri.core.link.link import Link
from tokri.core.ports import Event, Outside


def whose(link: Link) -> str:
    """Who acts at a link: its client, as the record calls them."""
    return f"client:{link.client_id}"


def act(outside: Outside, kind: str, link: Link, at: datetime, /, **facts: str | int | bool | None) -> Event:
    """An act of the client's. `facts` say more of it, without personal data."""
    told = {"client": link.client_id, "basket": link.basket_id, "number": link.number, **facts}
    return Event(kind, link.id, at, told, who=whose(link), where=outside.where, person=whose(link))
