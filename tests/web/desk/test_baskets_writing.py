"""Writing a basket at the desk: every field and button of its form."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.page import attribute
from tests.web.desk.conftest import DeskFor
from tests.web.desk.writing import SAID, WHOLE, begin, form_of, kept, told, write, written
from tests.web.steps import FAULTY, INFY, TCS, grid
from tokri.core.desk.advice import LEG_FIELDS, LegAdvice
from tokri.core.desk.roles import Role


def test_a_new_basket_is_empty_and_a_draft(app: Flask, adviser: HouseClient) -> None:
    at = begin(adviser)
    assert grid(adviser.page) == [{}]
    assert "Draft" in adviser.page.text("main")
    assert kept(app, at).proposal.draft.orders == ()


def test_every_field_of_advice_stands_beside_its_order(adviser: HouseClient) -> None:
    begin(adviser)
    offered = adviser.page.form("#basket").offered
    assert {f"advice-0-{name}" for name in LEG_FIELDS} <= offered
    assert {*WHOLE, "sequence", "name"} <= offered


def test_everything_typed_comes_back_as_it_was_typed(adviser: HouseClient) -> None:
    written(adviser)
    shown = form_of(adviser)
    assert {name: shown[name] for name in (*SAID, *WHOLE)} == {**SAID, **WHOLE}
    assert shown["name"] == "Large IT"
    assert grid(adviser.page) == [INFY]
