"""Which edition a form was opened on, as the form itself says."""

from __future__ import annotations

from flask import request


def opened_on(field: str = "edition") -> int:
    """The number of the edition; what is no number of at most nine digits was opened on none, 0."""
    text = request.form.get(field, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("1000000000") else 0
