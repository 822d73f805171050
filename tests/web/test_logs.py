"""What the log says of a request, and what it never says."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator

import pytest
from flask import Flask

from tests.web.site import make_site
from tokri.web import logs

HERE = "http://tokri.localhost"


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], logging.getLogger("tokri").level
    yield
    root.handlers[:] = handlers
    logging.getLogger("tokri").setLevel(level)


def lines_of(captured: pytest.CaptureFixture[str]) -> list[str]:
    return captured.readouterr().err.splitlines()


def test_a_request_is_one_line_with_its_pattern_status_time_size_and_id(capsys: pytest.CaptureFixture[str]) -> None:
    answer = make_site().test_client().get("/written", base_url=HERE)
    (line,) = lines_of(capsys)
    size, request_id = len(answer.data), answer.headers["X-Request-ID"]
    assert re.fullmatch(rf"\S+Z?\+00:00 GET /written 200 [0-9.]+ ms {size} bytes {request_id}", line)


def test_in_production_the_line_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    answer = make_site(production=True).test_client().get("/written", base_url=HERE)
    (line,) = lines_of(capsys)
    said = json.loads(line)
    assert said.pop("time").endswith("+00:00")
    assert said.pop("ms") >= 0
    assert said == {
        "level": "info",
        "method": "GET",
        "route": "/written",
        "status": 200,
        "bytes": len(answer.data),
        "request_id": answer.headers["X-Request-ID"],
    }


@pytest.mark.parametrize("production", [True, False])
def test_neither_path_nor_query_nor_body_nor_cookie_reaches_the_log(
    capsys: pytest.CaptureFixture[str], *, production: bool
) -> None:
    client = make_site(production=production).test_client()
    client.set_cookie("tokri", "sesame", domain="tokri.localhost")
    client.get("/back?request_token=sesame", base_url=HERE)
    client.get("/sesame", base_url=HERE)
    client.post("/note", data={"text": "sesame"}, base_url=HERE)
    lines = lines_of(capsys)
    assert len(lines) == 3
    assert "sesame" not in "".join(lines)


@pytest.mark.parametrize("production", [True, False])
def test_an_exception_is_logged_by_type_and_place_without_what_it_says(
    capsys: pytest.CaptureFixture[str], *, production: bool
) -> None:
    site = make_site(production=production)
    site.testing = False
    answer = site.test_client().get("/broken/sesame?also=sesame", base_url=HERE)
    first, second = lines_of(capsys)
    assert answer.status_code == 500
    assert "ValueError at " in first
    assert "site.py:" in first
    assert "sesame" not in first + second
    assert answer.headers["X-Request-ID"] in first
    assert answer.headers["X-Request-ID"] in second
    assert "/broken/<token>" in second


def test_when_the_error_page_fails_too_the_answer_is_plain_and_names_the_request(
    capsys: pytest.CaptureFixture[str],
) -> None:
    site = make_site()
    site.testing = False

    def fail(_error: Exception) -> str:
        raise RuntimeError("sesame")

    site.register_error_handler(500, fail)
    answer = site.test_client().get("/broken/sesame", base_url=HERE)
    lines = lines_of(capsys)
    assert answer.status_code == 500
    assert answer.mimetype == "text/plain"
    request_id = re.search("Request ([0-9a-f]{16})", answer.text)
    assert request_id is not None
    assert "RuntimeError" in lines[-1]
    assert "sesame" not in answer.text + "".join(lines)


def test_an_unknown_method_cannot_write_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    make_site().test_client().open("/", method="EVIL\r\nFORGED", base_url=HERE)
    (line,) = lines_of(capsys)
    assert "EVIL" not in line


@pytest.mark.parametrize("production", [True, False])
def test_a_line_break_in_a_message_cannot_forge_a_line(capsys: pytest.CaptureFixture[str], *, production: bool) -> None:
    logs.configure(production=production)
    logging.getLogger("tokri.kite").warning("said %s", "one\r\ntwo\x1b[2J\u2028three")
    (line,) = lines_of(capsys)
    assert "one" in line
    assert "three" in line
    assert not re.search("[\x00-\x1f\u2028]", line)


def test_configuring_again_writes_each_line_once(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(3):
        logs.configure(production=False)
    logging.getLogger("tokri.runner").info("a job is done")
    assert len(lines_of(capsys)) == 1


def test_every_request_has_an_id_of_its_own() -> None:
    client = make_site().test_client()
    ids = {client.get(path, base_url=HERE).headers["X-Request-ID"] for path in ("/", "/", "/nowhere")}
    assert len(ids) == 3


def test_what_a_browser_says_its_id_is_counts_for_nothing() -> None:
    answer = make_site().test_client().get("/", base_url=HERE, headers={"X-Request-ID": "mine"})
    assert answer.headers["X-Request-ID"] != "mine"


def test_a_cause_of_an_exception_is_named_too(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(production=False)
    error = RuntimeError("sesame")
    error.__cause__ = KeyError("sesame")
    logging.getLogger("tokri.runner").error("the job failed", exc_info=error)
    (line,) = lines_of(capsys)
    assert "the job failed" in line
    assert "RuntimeError at" in line
    assert "caused by KeyError" in line
    assert "sesame" not in line


def test_the_request_id_is_there_for_templates() -> None:
    site: Flask = make_site()
    site.add_url_rule("/id", view_func=lambda: site.jinja_env.from_string("{{ g.request_id }}").render(), endpoint="id")
    answer = site.test_client().get("/id", base_url=HERE)
    assert answer.text == answer.headers["X-Request-ID"]
