"""The firm's people: who they are, what they are there for, and whether they may come in."""

from __future__ import annotations

from typing import Final

from flask import abort, redirect, render_template, request, url_for

from tokri.core.desk.people import Person
from tokri.core.desk.roles import Role
from tokri.desk import people as desk
from tokri.desk.roles import change_roles, enable
from tokri.web.context import outside
from tokri.web.desk.door import Answer, in_words, refuse
from tokri.web.desk.gate import by, guard
from tokri.web.words import people as words
from tokri.web.words.sharing import STALE

_NEW: Final = "desk/person_new.html"
_PERSON: Final = "desk/person.html"
_CODE: Final = "desk/person_code.html"


def people() -> str:
    """Everybody, also those who are disabled."""
    with outside().store.reading() as view:
        found = view.people.all()
    return render_template("desk/people.html", people=[(person, words.roles(person.roles)) for person in found])


def new() -> Answer:
    """Add somebody: the answer shows their one-time code, which is told once."""
    typed = desk.Newcomer(*(request.form.get(name, "") for name in ("username", "name", "email")))
    shown = {"typed": typed, "roles": words.ROLES, "chosen": _roles()}
    if request.method != "POST":
        return render_template(_NEW, wrong={}, **shown)
    made = desk.add(outside(), by(), typed, _roles())
    if isinstance(made, list):
        return refuse(_NEW, in_words(made), shown)
    return render_template(_CODE, person=made.person, code=made.code, until=made.until, added=True)


def stale() -> Answer:
    """Somebody who is to be added, as typed, after the form's protection against forged posts had run out."""
    if (stopped := guard()) is not None:  # forged posts are looked for before the gate
        return stopped
    typed = desk.Newcomer(*(request.form.get(name, "") for name in ("username", "name", "email")))
    return refuse(_NEW, [("", STALE)], {"typed": typed, "roles": words.ROLES, "chosen": _roles()}, 400)


def person(person_id: str) -> Answer:
    """One of them; the form changes what they are there for."""
    found = _person(person_id)
    if request.method != "POST":
        return _page(found, done=words.DONE.get(request.args.get("done", ""), ""))
    try:
        changed = change_roles(outside(), by(), person_id, _roles())
    except desk.LastAdministrator:
        return _page(found, [("roles", words.LAST_ADMINISTRATOR)])
    if isinstance(changed, list):
        return _page(found, in_words(changed))
    if changed is None:
        abort(409)
    return redirect(url_for("desk_person", person_id=person_id, done="roles"), code=303)


def disable(person_id: str) -> Answer:
    """Let somebody in no more."""
    found = _person(person_id)
    try:
        desk.disable(outside(), by(), person_id)
    except desk.LastAdministrator:
        return _page(found, [("disable", words.LAST_ADMINISTRATOR)])
    return redirect(url_for("desk_person", person_id=person_id, done="disabled"), code=303)


def let_in_again(person_id: str) -> Answer:
    """Let somebody in again who was disabled."""
    _person(person_id)
    enable(outside(), by(), person_id)
    return redirect(url_for("desk_person", person_id=person_id, done="enabled"), code=303)


def reset(person_id: str) -> Answer:
    """A one-time code by which somebody chooses a new password; told once, so the answer is no redirect."""
    found = _person(person_id)
    invited = desk.reset(outside(), by(), person_id, second_factor=request.form.get("second_factor") == "yes")
    if invited is None:
        return _page(found, [("reset", words.RESET_DISABLED)])
    return render_template(_CODE, person=invited.person, code=invited.code, until=invited.until, added=False)


def _person(person_id: str) -> Person:
    with outside().store.reading() as view:
        found = view.people.get(person_id)
    if found is None:
        abort(404)
    return found


def _roles() -> frozenset[Role]:
    """Those that are ticked; a word that is no role is none."""
    return frozenset(role for role in Role if role.value in request.form.getlist("roles"))


def _page(found: Person, errors: list[tuple[str, str]] | None = None, done: str = "") -> Answer:
    chosen = _roles() if request.method == "POST" and errors else found.roles
    shown = {"person": found, "roles": words.ROLES, "chosen": chosen, "done": done}
    return refuse(_PERSON, errors, shown) if errors else render_template(_PERSON, wrong={}, **shown)
