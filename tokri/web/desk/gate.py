"""The gate of the desk: who this is, and whether they may. It stands before every page of the desk (urls.py).

A stranger is sent to sign in, whatever they asked for, so that nothing can be learnt from the answer. A page that is
not in the table of access is open to nobody.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from flask import abort, g, redirect, request, url_for
from werkzeug.wrappers import Response

from tokri.core.address import address_class
from tokri.core.desk.people import DeskSession, Person, token_sha256
from tokri.core.desk.roles import Act, may
from tokri.core.ports import Outside
from tokri.desk.by import By
from tokri.web.context import address, now, outside, tools
from tokri.web.desk.access import ACCESS, Access

log: Final = logging.getLogger("tokri.desk")

#: A session's last request is written down no oftener than this: every page would be a write otherwise.
SEEN_EVERY: Final = timedelta(minutes=5)

_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Staff:
    """Who is signed in, and in which session."""

    person: Person
    session: DeskSession

    def may(self, act: str) -> bool:
        """Whether their roles let them; a template asks by the act's word."""
        return may(self.person.roles, Act(act))


def staff() -> Staff:
    """Who is signed in; the gate has let them through."""
    found: Staff = g.staff
    return found


def by() -> By:
    """Whoever is signed in, as the use cases are told of them."""
    return By(staff().person.id, address_class(address()))


def signed_in(world: Outside) -> Staff | None:
    """Who this browser's cookie stands for, if its session is open and they are not disabled."""
    token = request.cookies.get(tools().desk_cookie, "")
    if not token:
        return None
    with world.store.reading() as view:
        session = view.people.session(token_sha256(token))
        person = view.people.get(session.person_id) if session is not None else None
    if session is None or person is None or not person.enabled or not session.open(world.clock()):
        return None
    return Staff(person, session)


def guard() -> Response | None:
    """Stop whoever may not open the page that is asked for. A view that answers before the gate does asks it first."""
    access = ACCESS.get(request.endpoint or "")
    if access is None:
        abort(404)
    found = signed_in(outside())
    if found is not None and found.session.whole:
        g.staff = found
    if access.strangers:
        return None
    if found is None:
        return redirect(url_for("desk_sign_in"), code=303)
    if found.session.whole == access.half:
        return redirect(url_for("desk_second_factor" if access.half is False else "desk_home"), code=303)
    if access.half:
        g.half = found
        return None
    return _let_through(found, access)


def _let_through(found: Staff, access: Access) -> Response | None:
    act = access.see if request.method in _READING else access.change
    if act is None:
        abort(405)
    if not may(found.person.roles, act):
        log.warning("user:%s may not %s", found.person.id, act.value)
        abort(403)
    asks = access.confirmed and (request.method not in _READING or access.see is access.change)
    if asks and not found.session.confirmed(now()):
        return redirect(url_for("desk_confirm", back=access.back or request.endpoint), code=303)
    if not access.unattended and now() - found.session.seen_at >= SEEN_EVERY:
        with outside().store.writing(durable=False) as unit:
            unit.people.change_session(found.session.id, seen_at=now())
    return None
