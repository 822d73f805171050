"""The pages of what goes wrong where nobody can walk to: a fault of our own, a store that is busy, full or broken.

The running server must not be broken for a picture. The same program, in this process and with one page that fails,
answers in its place.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NoReturn
from urllib.parse import urlsplit

from playwright.sync_api import Route
from werkzeug.exceptions import BadRequest, MethodNotAllowed

from app import create_app
from config import Settings
from tokri.core.ports import StoreBusy, StoreFull
from tokri.web.headers import FromAnotherSite
from tools import demo

if TYPE_CHECKING:
    from tests.browser.walks import Show, Stage

FAILURES: Final[Mapping[str, Exception]] = {
    "error-400": BadRequest(),
    "error-403": FromAnotherSite(),
    "error-405": MethodNotAllowed(["POST"]),
    "error-500": RuntimeError("planted"),
    "error-503-busy": StoreBusy("planted"),
    "error-503-full": StoreFull("planted"),
}


def beyond_reach(stage: Stage, show: Show) -> None:
    here = stage.server
    environment = demo.environment(here.data, here.port, here.kite_port, here.began)
    program = create_app(Settings.from_environment(environment))
    client = program.test_client(use_cookies=False)

    def answer(route: Route) -> None:
        answered = client.get(urlsplit(route.request.url).path, base_url=here.url)
        route.fulfill(status=answered.status_code, headers=dict(answered.headers), body=answered.data)

    page = stage.open()
    page.route(f"{here.url}/**", answer)
    # The failures are planted; what the program logs of them would only alarm.
    logging.disable(logging.CRITICAL)
    try:
        for name, failure in FAILURES.items():

            def fail(failure: Exception = failure) -> NoReturn:
                raise failure

            program.view_functions["how_it_works"] = fail
            page.goto(f"{here.url}/how-it-works")
            show(name, page)
    finally:
        logging.disable(logging.NOTSET)
