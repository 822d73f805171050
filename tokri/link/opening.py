"""A link is opened when somebody has its advice before them, or does the first thing at it: never by a GET.

Of one with a check, the page that asks shows no advice: the right answer opens it (tokri/link/checking.py).
"""

from __future__ import annotations

from tokri.core.desk.client import CheckKind
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
    if tells_opening(link):
        with outside.store.writing() as unit:
            opened_in(unit, outside, link)
    return True


def tells_opening(link: Link) -> bool:
    """Whether it opens the link that somebody has its page before them."""
    return link.opened_at is None and link.check_kind == CheckKind.NONE


def opened_in(unit: WritingUnit, outside: Outside, link: Link) -> None:
    """Keep that it was opened, and record it, if this is the first time. Every act of a client's says this as well."""
    at = outside.clock()
    if unit.links.open(link.id, at):
        unit.record(act(outside, "link opened", link, at))
