"""Ids in addresses and forms: what is none never reaches the store."""

from __future__ import annotations

import re
from typing import Final

from flask import request
from werkzeug.routing import BaseConverter

#: What tokri/chance.py makes, and nothing that a database could stumble over.
PATTERN: Final = "[A-Za-z0-9_-]{1,64}"


class IdConverter(BaseConverter):
    """`<id:basket_id>`: any other text is no such page."""

    regex = PATTERN


def id_of_form(name: str) -> str:
    """The id that a form's field holds, or "", which is nobody's."""
    text = request.form.get(name, "")
    return text if re.fullmatch(PATTERN, text, re.ASCII) else ""
