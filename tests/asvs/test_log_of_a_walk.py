"""What the log says, and never says, of a whole walk through the desk (ASVS 16.2, 16.3, 16.4.1)."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator

import pytest
from flask import Flask

from tests.asvs.walking import Walk, walk
from tests.conftest import AppFor, ClientFor
from tests.journey.fakes import FakeClock
from tests.web.desk.coming_in import kinds

LINE = re.compile(r"\S+\+00:00 \S+ .+")


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], logging.getLogger("tokri").level
    yield
    root.handlers[:] = handlers
    logging.getLogger("tokri").setLevel(level)


@pytest.fixture(params=["test", "production"])
def app(app_for: AppFor, request: pytest.FixtureRequest) -> Flask:
    found = app_for(env=request.param)
    found.testing = False
    return found


@pytest.fixture
def walked(app: Flask, client_for: ClientFor, clock: FakeClock, capsys: pytest.CaptureFixture[str]) -> Walk:
    capsys.readouterr()
    return walk(app, client_for, clock)


@pytest.fixture
def log(walked: Walk, capsys: pytest.CaptureFixture[str]) -> str:
    """What the walk left on standard error."""
    assert walked.requests > 60
    written = capsys.readouterr()
    assert written.out == ""
    return written.err


def test_no_secret_and_nothing_about_a_person_is_ever_in_a_log_line(walked: Walk, log: str) -> None:
    assert len(walked.secrets) > 40
    assert len(log.splitlines()) > walked.requests
    told = log.casefold()
    assert [secret for secret in walked.secrets if secret.casefold() in told] == []


def test_every_request_leaves_one_line_and_every_line_is_one(walked: Walk, log: str) -> None:
    lines = log.splitlines()
    if log.startswith("{"):
        told = [json.loads(line) for line in lines]
        assert all(line["time"].endswith("+00:00") and line["level"] and line["request_id"] for line in told)
        requests = [line for line in told if "route" in line]
        assert len(requests) == walked.requests
    else:
        assert all(LINE.fullmatch(line) for line in lines)
        assert sum(bool(re.search(r" [0-9]{3} [0-9.]+ ms ", line)) for line in lines) == walked.requests


def test_what_guards_the_desk_says_so_when_it_was_needed(log: str) -> None:
    for line in (
        "a one-time code was refused",
        "a one-time code was used",
        "a second factor was set up",
        "a password was accepted",
        "a sign-in was refused",
        "a second factor was refused",
        "a password was refused",
        "a password was changed",
        "too many attempts",
        "a form came without its token, or with an old one",
        "a form of another site was refused",
        "RuntimeError at ",
    ):
        assert line in log, line
    assert re.search(r"user:\S+ may not see-people", log)


def test_every_way_in_and_every_refusal_is_recorded(app: Flask, walked: Walk) -> None:
    del walked
    told = kinds(app)
    for kind in (
        "first code made",
        "one-time code refused",
        "person added",
        "second factor set up",
        "signed in",
        "signed out",
        "sign-in refused",
        "password accepted",
        "second factor refused",
        "password chosen",
        "password refused",
        "password confirmed",
        "password changed",
    ):
        assert kind in told, kind
