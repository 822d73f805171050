"""A walk through the desk with everything that must never be in a log: passwords, codes, cookies, people's data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any, Final, NoReturn

from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.journey.fakes import FakeClock
from tests.page import text_of
from tests.web.desk.clients import ASHA
from tests.web.desk.coming_in import code_now, desk_cookie, try_to_sign_in
from tests.web.desk.writing import begin, written
from tests.web.steps import world
from tokri.core.ports import ReadingUnit, Store
from tokri.desk.by import CONSOLE
from tokri.desk.people import first_code
from tokri.web.context import KEY, Tools

ADDRESS: Final = "203.0.113.77"
FIRST: Final = "seven kites above the fort"
THEN: Final = "nine lamps below the stairs"
THEIRS: Final = "eight herons in the marsh"
WRONG: Final = "four camels at the well"

LIST: Final = "Code,Name,Phone\r\nC777,Devdutt Padukone,90000 77777\r\n"


@dataclass
class Walk:
    """Who walked with which browser, and `secrets`: what was typed or shown on the way and is nobody's business."""

    app: Flask
    secrets: set[str] = field(default_factory=set)
    requests: int = 0

    def keep(self, *texts: str) -> None:
        self.secrets.update(texts)

    def cookies_of(self, client: HouseClient) -> None:
        """The cookies that this browser holds now, and the token of its forms."""
        token = desk_cookie(self.app, client)
        visitors = client.get_cookie(self.app.config["SESSION_COOKIE_NAME"], domain="tokri.localhost")
        self.keep(*filter(None, (token, visitors.value if visitors else "", client._token or "")))

    def count(self, client: HouseClient) -> HouseClient:
        """The browser, each of whose requests is counted."""
        go = client.open

        def counted(*args: Any, **kwargs: Any) -> Any:
            kwargs.setdefault("environ_base", {"REMOTE_ADDR": ADDRESS, "HTTP_USER_AGENT": "Firefox/777 Android"})
            answer = go(*args, **kwargs)
            self.requests += 1  # each hop of a followed redirect comes through here by itself
            return answer

        client.open = counted  # type: ignore[method-assign]  # a browser that counts
        return client


def walk(app: Flask, client_for: ClientFor, clock: FakeClock) -> Walk:
    """From nothing to a basket with its client, with every mistake on the way."""
    walked = Walk(app)
    walked.keep(ADDRESS, FIRST, THEN, THEIRS, WRONG, "Firefox/777")
    asha, meera = (walked.count(client_for(app)) for _ in range(2))
    _first_administrator(walked, asha, clock)
    _in_again(walked, asha, clock)
    code = _somebody_new(walked, asha)
    _their_start(walked, meera, code)
    _clients(walked, meera)
    _basket(walked, meera)
    _out_of_bounds(walked, meera)
    _own_account(walked, asha)
    return walked


def _first_administrator(walked: Walk, client: HouseClient, clock: FakeClock) -> None:
    code = first_code(world(walked.app), CONSOLE)[0]
    walked.keep(code, "0ZZZ-0ZZZ", "Ashalata Kulkarni", "ashalata.k", "ashalata@nirman.example")
    client.get("/desk/start")
    assert client.submit(fields={"code": "0ZZZ-0ZZZ"}).status_code == 422
    client.submit(fields={"code": code}, follow_redirects=True)
    who = {"name": "Ashalata Kulkarni", "username": "ashalata.k", "email": "ashalata@nirman.example"}
    client.submit("#choose", fields={**who, "password": FIRST, "again": FIRST}, follow_redirects=True)
    walked.cookies_of(client)
    secret = client.page.text("#secret")
    walked.keep(secret, secret.replace(" ", ""), dict(client.page.form().fields)["offered"])
    client.submit(fields={"code": code_now(clock)})
    codes = [text_of(each) for each in client.page.all("main code")]
    assert len(codes) == 10
    walked.keep(*codes)
    walked.cookies_of(client)
    client.get("/desk")
    client.submit("#sign-out")


def _in_again(walked: Walk, client: HouseClient, clock: FakeClock) -> None:
    assert try_to_sign_in(client, "somebody.unheard.of", WRONG).status_code == 422
    walked.keep("somebody.unheard.of")
    assert try_to_sign_in(client, "ashalata.k", WRONG).status_code == 422
    clock.forward(minutes=5)
    client.get(try_to_sign_in(client, "ashalata.k", FIRST).location)
    walked.cookies_of(client)
    assert client.submit("#factor", fields={"code": "918 273"}).status_code == 422
    walked.keep("918 273")
    assert client.submit("#factor", fields={"code": code_now(clock)}).location == "/desk"
    walked.cookies_of(client)


def _somebody_new(walked: Walk, client: HouseClient) -> str:
    walked.keep("Meenakshi Iyer", "meenakshi", "meenakshi@nirman.example")
    client.get("/desk/people/new")
    who = {"name": "Meenakshi Iyer", "username": "meenakshi", "email": "meenakshi@nirman.example"}
    client.submit(fields={**who, "roles": "adviser"})
    code = client.page.text("main code")
    walked.keep(code)
    client.get("/desk/firm/who")
    client.submit(fields={"name": "Nirmanlekha Advisers", "sebi_number": "INA000000777"})
    return code


def _their_start(walked: Walk, client: HouseClient, code: str) -> None:
    client.get("/desk/start")
    client.submit(fields={"code": code}, follow_redirects=True)
    client.submit("#choose", fields={"password": THEIRS, "again": WRONG})
    client.submit("#choose", fields={"password": THEIRS, "again": THEIRS}, follow_redirects=True)
    walked.cookies_of(client)


def _clients(walked: Walk, client: HouseClient) -> None:
    details: Mapping[str, str] = {**ASHA, "name": "Yashodhara Sen", "phone": "98123 45077", "email": "yash@sen.example"}
    walked.keep("Yashodhara Sen", "98123 45077", "9812345077", "yash@sen.example", "ab1234", "AB1234")
    walked.keep("777Q", "Devdutt Padukone", "90000 77777", "9000077777")
    client.get("/desk/clients/new")
    added = client.submit("main form", fields={**details, "check_kind": "pan", "check_value": "777Q"})
    assert added.status_code == 303, client.page.text("main")
    client.get(added.location)
    client.get("/desk/clients", query_string={"q": "Yashodhara Sen"})
    client.get("/desk/clients/import")
    client.post(
        "/desk/clients/import",
        data={"file": (BytesIO(LIST.encode()), "devdutt padukone.csv"), "csrf_token": client._token},
        content_type="multipart/form-data",
    )
    assert "Devdutt Padukone" in client.page.html
    client.post("/desk/clients/take")


def _basket(walked: Walk, client: HouseClient) -> None:
    walked.keep("Her daughter marries in May", "Marigold Basket")
    at = written(client, name="Marigold Basket", notes="Her daughter marries in May")
    client.get(f"{at}/preview")
    client.get(f"{at}/share")
    client.get("/desk/baskets", query_string={"q": "Marigold Basket"})
    begin(client)


def _out_of_bounds(walked: Walk, client: HouseClient) -> None:
    """What is not theirs, what is not there, and what comes from elsewhere."""
    assert client.get("/desk/people").status_code == 403
    assert client.get("/desk/clients/yashodhara-sens-own-page").status_code == 404
    assert client.post("/desk/me/password", data={"current": THEIRS}, csrf=False).status_code == 400
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Referer": "https://evil.example/yashodhara-sens-own-page"}
    assert client.post("/desk/me/sessions/end", headers=elsewhere).status_code == 403
    walked.keep("yashodhara-sens-own-page", "evil.example")
    with failing(walked.app, RuntimeError(f"Yashodhara Sen {THEIRS}")):
        assert client.get("/desk/clients").status_code == 500


def _own_account(walked: Walk, client: HouseClient) -> None:
    client.get("/desk/confirm")
    assert client.submit(fields={"password": WRONG}).status_code == 422
    client.submit(fields={"password": FIRST})
    walked.cookies_of(client)
    client.get("/desk/me/password")
    client.submit(fields={"current": FIRST, "password": THEN, "again": THEN}, follow_redirects=True)
    walked.cookies_of(client)
    client.get("/desk")
    client.submit("#sign-out")
    for _ in range(5):
        try_to_sign_in(client, "ashalata.k", WRONG)
    assert try_to_sign_in(client, "ashalata.k", WRONG).status_code == 429


class _Failing:
    """A store that answers with a fault; `only="writing"` still reads."""

    def __init__(self, store: Store, fault: Exception, only: str) -> None:
        self._store = store
        self._fault = fault
        self._only = only

    def reading(self) -> AbstractContextManager[ReadingUnit, bool | None]:
        if self._only == "writing":
            return self._store.reading()
        raise self._fault

    def writing(self, *, durable: bool = True) -> NoReturn:
        del durable
        raise self._fault


@contextmanager
def failing(app: Flask, fault: Exception, only: str = "both") -> Iterator[None]:
    """For as long as it lasts, the store of the running app fails."""
    tools: Tools = app.extensions[KEY]
    store: Any = _Failing(tools.outside.store, fault, only)
    app.extensions[KEY] = replace(tools, outside=replace(tools.outside, store=store))
    try:
        yield
    finally:
        app.extensions[KEY] = tools
