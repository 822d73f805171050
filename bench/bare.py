"""The least that Flask can answer: what a page, a start and a worker are measured against."""

from __future__ import annotations

from flask import Flask


def bare() -> Flask:
    """One route, two bytes."""
    app = Flask("bare")
    app.add_url_rule("/", "bare", lambda: "ok")
    return app
