"""What a form of the desk saves by itself in a pause of typing. Without script nothing comes here."""

from __future__ import annotations

from flask import abort, jsonify, request
from werkzeug.wrappers import Response

from tokri.desk.baskets import Came, Press, open_basket, save_basket
from tokri.web.context import outside
from tokri.web.desk.basket_form import read_written
from tokri.web.desk.gate import by, staff
from tokri.web.limited import limited
from tokri.web.words import baskets as words


@limited("autosave")
def autosave(basket_id: str) -> Response:
    """Keep what stands in the form, unless somebody saved in between; says which, and the edition that is kept.

    `edition` is left out where nothing was saved: the form goes on with the one it was made from, and is asked to
    look at the other's when its button is pressed.
    """
    written = read_written(request.form)
    saved = save_basket(
        outside(), by(), basket_id, written.proposal, written.notes, after=written.grid.base, press=Press.PAUSE
    )
    if saved is None:
        abort(404)
    if saved.came in {Came.SAVED, Came.SAME}:
        return jsonify(edition=saved.basket.edition, said=words.saved_now(saved.basket))
    opened = open_basket(outside(), basket_id)
    people = opened.people if opened is not None else {}
    archived = saved.came is Came.ARCHIVED
    said = words.ARCHIVED_MEANWHILE if archived else words.not_saved(saved.basket, people, staff().person.id)
    answer = jsonify(said=said)
    answer.status_code = 409
    return answer
