"""Whoever says yes to a reading is asked at once, above what was known until then: on a phone that is a long table."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import AppFor
from tests.journey.fakes import FakeKite
from tests.web.returned.steps import YES, said
from tests.web.steps import work
from tests.web.test_news_before_leaving import reported
from tests.web.test_postback import SECRET


@pytest.fixture
def app(app_for: AppFor) -> Flask:
    return app_for(kite_api_secret=SECRET)


def test_the_question_stands_above_what_was_reported_until_then(
    app: Flask, client: HouseClient, basket: str, kite: FakeKite
) -> None:
    reported(app, basket)
    client.submit(YES)
    work(app, kite)
    words = said(client, basket)
    assert 0 < words.index("Is this you?") < words.index("Reported by Kite, not seen in the book, 11 Feb 2026")
