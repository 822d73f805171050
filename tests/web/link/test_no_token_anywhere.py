"""A link is walked from the desk to the client's result, and nothing that opens it is anywhere but where it must be.

What is searched for: the tokens of the link and of the group's, the token that Kite sends back, and every answer to the
check. Where: all that the process says, every header, every letter's head, every page that is not the client's own, the
record. An address stands in a header in one place alone: where this site leads the browser to a page of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any, Final, NoReturn
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from config import Settings
from tests.client import HouseClient
from tests.conftest import AppFor
from tests.journey.fakes import FakeKite, book_order
from tests.link.making import a_client, a_group_link, a_version
from tests.smtp_server import SmtpServer, listening
from tests.web.desk.staff import enter, hire
from tests.web.link.test_agents import ROBOTS
from tests.web.steps import come_back, rows, world
from tokri import runner
from tokri.core.desk.client import CheckKind
from tokri.core.desk.roles import Role
from tokri.core.link.link import Link
from tokri.limits import LIMITS
from tokri.link.tokens import token_of
from tokri.mail import SmtpMail
from tokri.web import logs
from tokri.web.context import KEY

RIGHT, WRONG = "777Q", "912Z"
REFERRERS: Final = {"same-origin", "strict-origin", "no-referrer"}

#: Pages of the desk that are there to show, copy and send the address; in no title, and in no header, all the same.
TO_COPY: Final = re.compile(
    r"/desk/(links/[^/]+(/slip|/qr\.svg)?|board|baskets/[^/]+/versions/1/(links|sending(\.csv)?))"
)


class Listener(HouseClient):
    """A browser of which every answer is kept, each with the path that was asked for."""

    heard: list[tuple[str, TestResponse]]

    def _inspect(self, response: TestResponse) -> None:
        super()._inspect(response)
        self.heard.append((response.request.path, response))


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with listening(SmtpServer()) as server:
        yield server


class Walk:
    """The desk's browser and the client's, on one app, and all that was heard on the way."""

    def __init__(self, app: Flask, settings: Settings, smtp: SmtpServer) -> None:
        self.app, self.outside, self.kite = app, world(app), FakeKite()
        self.mail = SmtpMail(f"smtp://127.0.0.1:{smtp.port}", "desk@firm.example")
        self.heard: list[tuple[str, TestResponse]] = []
        self.desk, self.phone, self.stranger, self.guesser = (self.browser(settings) for _ in range(4))
        enter(app, self.desk, hire(app, Role.ADVISER))
        self.secrets = {"right answer": RIGHT, "wrong answer": WRONG}

    def browser(self, settings: Settings) -> Listener:
        self.app.test_client_class = Listener
        client = self.app.test_client(public_url=settings.public_url, kite_url=settings.kite_url)
        assert isinstance(client, Listener)
        client.heard = self.heard
        return client

    def work(self) -> None:
        for _ in range(50):
            if not runner.step(self.outside, self.kite, "a test", self.mail):
                return
        raise AssertionError("The runner finds no end.")

    @property
    def link(self) -> Link:
        with self.outside.store.reading() as view:
            (link,) = view.links.of_basket("basket-1")
        return link

    # --- the way ------------------------------------------------------------------------------

    def at_the_desk(self) -> str:
        """Make the link, prepare a message in every way, look at every page; answers its address."""
        version = "/desk/baskets/basket-1/versions/1"
        sunita = a_client(
            self.outside,
            check=CheckKind.PAN,
            value=RIGHT,
            groups=("Family",),
            email="sunita@example.com",
            kite_user_id="AB1234",
            agreement_from=date(2025, 4, 1),
        )
        _, group = a_group_link(self.outside, a_version(self.outside, sunita), "Family")
        self.desk.get(f"{version}/links")
        assert self.desk.submit("#make").status_code == 303
        found = token_of(self.outside, self.link)
        self.secrets |= {"link": found, "group link": group}
        self.desk.get(f"{version}/sending")
        assert self.desk.submit(f'form[action="{version}/sending.csv"]').mimetype == "text/csv"
        self.desk.get(f"{version}/sending?kind=reminder")
        assert self.desk.submit("#prepare", ("way", "email")).status_code == 303
        self.work()
        here = f"/desk/links/{self.link.id}"
        for path in (here, f"{here}/qr.svg", f"{here}/slip", "/desk", "/desk/board", f"{version}/links", version):
            assert self.desk.get(path).status_code == 200, path
        return f"/l/{found}"

    def as_the_client(self, address: str) -> None:
        """Robots, a group's address, wrong and right answers; yes, Kite, and back, to the order book."""
        for name in sorted(ROBOTS):
            self.stranger.get(address, headers={"User-Agent": ROBOTS[name]})
        self.stranger.head(address)
        self.stranger.get(f"/g/{self.secrets['group link']}")
        for answer in (WRONG, RIGHT):
            assert self.stranger.submit(fields={"code": "C1", "answer": answer}).status_code in {303, 422}
        for answer, status in ((WRONG, 422), (RIGHT, 303)):
            self.phone.get(address)
            assert self.phone.submit(fields={"answer": answer}).status_code == status
        self.phone.get(address)
        yes = self.phone.submit("#send", fields={"consent": "yes"})
        assert yes.status_code == 303
        self.phone.get(yes.location)
        sent = dict(self.phone.page.form("#basket-form").fields)
        self.secrets["request token"] = request_token = self.kite.log_in()
        with self.outside.store.reading() as view:
            (handoff,) = view.handoffs.of_basket(self.link.id)
        self.kite.place(book_order(tag=handoff.tag, tags=(handoff.tag,)))
        back = come_back(self.phone, sent, status="success", request_token=request_token)
        assert back.location.startswith(f"{address}/result")
        self.phone.get(back.location)
        assert self.phone.submit(f'form[action$="{handoff.id}/reading"]').status_code == 303
        self.work()
        self.phone.get(f"{address}/result")
        assert self.kite.calls, "the order book was read"
        come_back(self.stranger, sent, status="success", request_token=request_token)

    def into_every_error(self, address: str, monkeypatch: pytest.MonkeyPatch) -> dict[int, TestResponse]:
        """What a link's address answers when something is wrong, by status."""
        handoff = f"{address}/handoffs/nobodys"
        self.phone.get(address)
        errors = [self.phone.get(f"{address}/nothing"), self.phone.get(handoff), self.phone.put(address)]
        errors.append(self.phone.post(f"{address}/opened", data={"csrf_token": "forged"}, csrf=False))
        errors.append(self.phone.post(f"{address}/question", data={"text": "x" * 2_000_000}))
        errors.append(self.phone.post(f"{address}/question", headers={"Sec-Fetch-Site": "cross-site"}))
        for name, (_, seconds) in list(LIMITS.items()):
            monkeypatch.setitem(LIMITS, name, (0, seconds))
        self.guesser.get(address)
        errors.append(self.guesser.submit(fields={"answer": WRONG}))
        with broken(self.app, address):
            errors.append(self.phone.get(address))
        return {each.status_code: each for each in errors}


@contextmanager
def broken(app: Flask, address: str) -> Iterator[None]:
    """A fault of the program's own, whose message quotes the address."""

    def fail() -> NoReturn:
        raise RuntimeError(f"no way to {address}")

    tools = app.extensions[KEY]
    app.extensions[KEY] = replace(tools, outside=replace(tools.outside, clock=fail))
    app.testing = False
    yield
    app.testing = True
    app.extensions[KEY] = tools


def without_own_addresses(response: TestResponse) -> str:
    """The headers of an answer; of where it leads only what is not a page of this site."""
    kept = [(name, value) for name, value in response.headers if name != "Location" or urlsplit(value).netloc]
    return "\n".join(f"{name}: {value}" for name, value in kept)


def is_the_clients_own(path: str, response: TestResponse) -> bool:
    """A page that is there for whoever has the address, and says so itself in what it lets them press."""
    return path.startswith(("/l/", "/g/")) and response.status_code in {200, 303, 409, 410, 422}


@pytest.mark.parametrize("production", [False, True])
def test_nothing_that_opens_a_link_is_said_anywhere_else(
    app_for: AppFor,
    settings: Settings,
    smtp: SmtpServer,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    *,
    production: bool,
) -> None:
    mailing: dict[str, Any] = {"smtp_url": f"smtp://127.0.0.1:{smtp.port}", "mail_from": "desk@firm.example"}
    app = app_for(**mailing)
    logs.configure(production=production)
    walk = Walk(app, replace(settings, **mailing), smtp)
    address = walk.at_the_desk()
    walk.as_the_client(address)
    errors = walk.into_every_error(address, monkeypatch)
    assert {400, 403, 404, 405, 413, 429, 500} <= set(errors)

    said = capfd.readouterr()
    places = {"the log": said.out + said.err, "the store": str(rows(app)).replace(f"kept:{RIGHT}", "its hash")}
    assert said.err.count("/l/<id:token>") > 10, "the log was heard"
    (letter,) = smtp.taken
    head, _, body = letter.data.decode().partition("\r\n\r\n")
    assert body.strip()
    places["a letter's head, and what the mail server was told"] = head + "\n".join(smtp.said)
    for number, (path, response) in enumerate(walk.heard):
        what = f"{number}: {response.request.method} {path} {response.status_code}"
        assert response.headers["Referrer-Policy"] in REFERRERS, what
        places[f"a header of {what}"] = without_own_addresses(response)
        if response.mimetype == "text/html":
            places[f"the title of {what}"] = "".join(re.findall(r"<title>.*?</title>", response.text, re.DOTALL))
        if not is_the_clients_own(path, response) and not TO_COPY.fullmatch(path):
            # A redirect says once more where it leads, for browsers that do not follow it.
            places[f"the page of {what}"] = response.text.replace(response.headers.get("Location", what), "")
    found = [
        f"the {name} is in {place}"
        for place, text in places.items()
        for name, secret in walk.secrets.items()
        if secret in text
    ]
    assert found == []
    # An answer to the check, and what Kite sent, is on no page whatever.
    hidden = {name: walk.secrets[name] for name in ("right answer", "wrong answer", "request token")}
    assert [
        f"the {name} is on {path}"
        for path, response in walk.heard
        for name, secret in hidden.items()
        if response.mimetype != "image/svg+xml" and secret in response.text
    ] == []
