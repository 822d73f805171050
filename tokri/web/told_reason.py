"""The form in which a person says what Kite said: a reason out of those that are known, and of which order."""

from __future__ import annotations

import re

from flask import abort, request

from tokri.core.refusals import TO_CHOOSE, Refusal
from tokri.web.words.refusals import choice


def reasons() -> list[tuple[str, str]]:
    """What can be chosen: the value, and the words."""
    return [(each.value, choice(each)) for each in TO_CHOOSE]


def what_kite_said() -> tuple[Refusal, int | None]:
    """The reason that was chosen, and the place of the order from 0; None: all of them. What is neither is a 400."""
    order = request.form.get("order", "")
    if not re.fullmatch(r"[0-9]{0,4}", order, re.ASCII):
        abort(400)
    try:
        reason = Refusal(request.form.get("reason", ""))
    except ValueError:
        abort(400)
    return reason, int(order) if order else None
