"""What a person's form says of a hand-off, and which of its orders they ticked as placed."""

from __future__ import annotations

import re
from typing import Final

from flask import abort, request

from tokri.core.ports import Said

_TICK: Final = re.compile(r"order-([0-9]{1,3})", re.ASCII)


def said_word() -> tuple[Said, tuple[int, ...]]:
    """Their word, and the places of the orders that were ticked. Raises BadRequest for a word that is none."""
    try:
        said = Said(request.form.get("said", ""))
    except ValueError:
        abort(400)
    ticked = (_TICK.fullmatch(name) for name in request.form)
    return said, tuple(int(each[1]) for each in ticked if each is not None)
