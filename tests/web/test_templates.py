"""What every template may use: one dict for all of them, and nothing of it is any one template's own."""

from __future__ import annotations

from flask import Flask


def test_every_template_looks_into_the_one_dict_that_all_templates_share(app: Flask) -> None:
    one, other = (app.jinja_env.get_template(name) for name in ("base.html", "macros/table.html"))

    assert one.globals is other.globals is app.jinja_env.globals


def test_what_one_template_is_given_of_its_own_reaches_no_other(app: Flask) -> None:
    its = app.jinja_env.get_template("base.html", globals={"hers": "alone"})

    assert its.globals["hers"] == "alone"
    assert "hers" not in app.jinja_env.globals
    assert its.globals["way"] is app.jinja_env.globals["way"]
