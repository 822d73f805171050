"""A client's question stands on the page of their link until something was said to them."""

from __future__ import annotations

from flask import Flask

from tests.client import HouseClient
from tests.journey.fakes import FakeClock
from tests.link import making
from tests.web.steps import world
from tokri.core.link.link import AnswerKind

ASKED = "Why now, and not after the results?"


def test_a_question_stands_on_top_until_a_message_is_noted_after_it(
    app: Flask, adviser: HouseClient, clock: FakeClock
) -> None:
    outside = world(app)
    made = making.a_link(outside)
    making.prepared(outside, made.link)
    clock.forward(minutes=1)
    making.answered(outside, made.link, AnswerKind.QUESTION, ASKED)
    adviser.get(f"/desk/links/{made.link.id}")
    assert ASKED in adviser.page.text("main .notice")
    clock.forward(minutes=1)
    adviser.submit("#prepared")
    adviser.get(f"/desk/links/{made.link.id}")
    assert "They have a question" not in adviser.page.text("main")
    assert ASKED in adviser.page.text("main")
