"""A link is opened when somebody has its page before them, or does the first thing at it: never by a GET."""

from __future__ import annotations

from tokri.core.link.link import Link
from tokri.core.ports import Outside, WritingUnit
from tokri.link.acts import act
from tokri.link.look import token_sha256


def open_link(outside: Outside, token: str) -> bool:
    """Somebody has the page of that address before them; False: there is no such link."""
    with outside.store.reading() as view:
        link = view.links.by_token(token_sha256(token))
    if link is None:
        return False
    if link.opened_at is None:
        with outside.store.writing() as unit:
            opened_in(unit, outside, link)
    return True


def opened_in(unit: WritingUnit, outside: Outside, link: Link) -> None:
    """Keep that it was opened, and record it, if this is the first time. Every act of a client's says this as well."""
    at = outside.clock()
    if unit.links.open(link.id, at):
        unit.record(act(outside, "link opened", link, at))
