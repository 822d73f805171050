"""The desk's front page: what waits for whom."""

from __future__ import annotations

from flask import render_template

from tokri.web.desk.firm import lacking


def home() -> str:
    """What there is to do here, as far as it is this person's to do."""
    return render_template("desk/home.html", lacking=lacking())
