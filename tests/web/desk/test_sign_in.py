"""Signing in and out."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import AppFor, ClientFor
from tests.journey.fakes import FakeClock
from tests.web.desk.coming_in import desk_cookie, kinds, passwords, record, session_of, try_to_sign_in
from tests.web.desk.staff import PASSWORD, enter, hire
from tests.web.steps import INFY, rows, save, world
from tokri.core.desk.people import Person
from tokri.core.desk.roles import Role
from tokri.core.ports.passwords import PasswordsBusy
from tokri.web.desk.browsers import browser_words


@pytest.fixture
def meera(app: Flask) -> Person:
    return hire(app, Role.ADVISER, name="Meera Iyer")


def test_whoever_gives_their_name_and_password_is_at_the_desk(app: Flask, client: HouseClient, meera: Person) -> None:
    answer = try_to_sign_in(client, meera.username)
    assert (answer.status_code, answer.location) == (303, "/desk")
    client.get("/desk")
    assert "Meera Iyer" in client.page.text("footer")
    assert kinds(app)[-1] == "signed in"
    assert record(app)[-1].who == f"user:{meera.id}"


def test_a_name_is_taken_in_any_letters_and_a_password_only_as_it_is(client: HouseClient, meera: Person) -> None:
    assert try_to_sign_in(client, f" {meera.username.upper()} ", f"{PASSWORD} ").status_code == 422
    assert try_to_sign_in(client, f" {meera.username.upper()} ").status_code == 303


def test_the_cookie_ends_with_the_browser_and_is_out_of_reach(client: HouseClient, meera: Person) -> None:
    cookies = try_to_sign_in(client, meera.username).headers.getlist("Set-Cookie")
    desk = next(each for each in cookies if each.startswith("tokri-desk="))
    assert {part.strip() for part in desk.split(";")[1:]} == {"HttpOnly", "Path=/", "SameSite=Lax"}


def test_on_https_the_cookie_is_the_hosts_alone(app_for: AppFor, client_for: ClientFor) -> None:
    app = app_for(public_url="https://tokri.localhost")
    client = client_for(app, public_url="https://tokri.localhost")
    person = hire(app, Role.ADVISER)
    client.get("/desk/sign-in")
    answer = client.submit(
        fields={"username": person.username, "password": PASSWORD},
        headers={"Referer": "https://tokri.localhost/desk/sign-in"},
    )
    desk = next(each for each in answer.headers.getlist("Set-Cookie") if each.startswith("__Host-tokri-desk="))
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} == {part.strip() for part in desk.split(";")[1:]}


def test_only_a_hash_of_the_token_is_kept(app: Flask, client: HouseClient, meera: Person) -> None:
    try_to_sign_in(client, meera.username)
    token = desk_cookie(app, client)
    assert len(token) >= 43  # 256 bits as base64
    assert token not in repr(rows(app))


def test_a_token_that_somebody_planted_before_the_sign_in_is_not_taken_over(
    app: Flask, client: HouseClient, client_for: ClientFor, meera: Person
) -> None:
    ravi = client_for(app)
    enter(app, ravi, hire(app, Role.ADVISER))
    planted = desk_cookie(app, ravi)
    try_to_sign_in(client, meera.username)
    client.set_cookie("tokri-desk", planted, domain="tokri.localhost")
    client.get("/baskets/new")
    client.post("/desk/sign-in", data={"username": meera.username, "password": PASSWORD})
    assert desk_cookie(app, client) not in {"", planted}
    assert ravi.get("/desk").status_code == 303, "the session that the planted token stood for is ended"


def test_every_sign_in_has_a_token_of_its_own_and_ends_the_one_before(
    app: Flask, client: HouseClient, meera: Person
) -> None:
    try_to_sign_in(client, meera.username)
    first = desk_cookie(app, client)
    client.post("/desk/sign-in", data={"username": meera.username, "password": PASSWORD})
    assert desk_cookie(app, client) != first
    client.set_cookie("tokri-desk", first, domain="tokri.localhost")
    assert client.get("/desk").status_code == 303


def test_a_wrong_name_a_wrong_password_and_a_disabled_person_are_answered_alike(
    app: Flask, client_for: ClientFor, meera: Person
) -> None:
    gone, newcomer = hire(app, Role.ADVISER), hire(app, Role.ADVISER)
    with world(app).store.writing() as unit:
        unit.people.change(gone.id, disabled_at=world(app).clock())
        unit.people.change(newcomer.id, password_hash=None)
    said = set()
    for name, password in (
        ("nobody", PASSWORD),
        ("nobody", ""),
        (meera.username, "wrong"),
        (gone.username, PASSWORD),
        (newcomer.username, PASSWORD),
    ):
        client, before = client_for(app), passwords(app).asked
        answer = try_to_sign_in(client, name, password)
        said.add((answer.status_code, client.page.text("main").replace(name, ""), answer.headers.get("Set-Cookie")))
        assert passwords(app).asked == before + 1, "one verification, whatever is wrong"
        assert dict(client.page.form().fields)["username"] == name
        assert dict(client.page.form().fields)["password"] == ""
    assert len(said) == 1
    assert said.pop()[0] == 422


def test_what_was_typed_as_a_name_is_neither_recorded_nor_logged(
    app: Flask, client: HouseClient, meera: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    try_to_sign_in(client, "my secret pass phrase")
    try_to_sign_in(client, meera.username, "not mine")
    refused = [entry for entry in record(app) if entry.kind == "sign-in refused"]
    assert [(each.subject, each.facts) for each in refused] == [
        ("sign-in", {"why": "name"}),
        (meera.id, {"why": "password"}),
    ]
    assert "secret pass" not in repr(rows(app)) + caplog.text
    assert meera.username not in caplog.text
    assert "a sign-in was refused" in caplog.text


def test_a_password_that_was_changed_while_it_was_looked_at_lets_nobody_in(
    app: Flask, client: HouseClient, meera: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(password: str, hashed: str | None) -> bool:
        with world(app).store.writing() as unit:
            unit.people.change(meera.id, password_hash="kept:another")
        return hashed == f"kept:{password}"

    monkeypatch.setattr(passwords(app), "verify", slow)
    assert try_to_sign_in(client, meera.username).status_code == 422


def test_a_hash_that_has_become_too_cheap_is_made_anew(
    app: Flask, client: HouseClient, meera: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords(app), "outdated", lambda hashed: not hashed.startswith("kept:dear"))
    monkeypatch.setattr(passwords(app), "hash", lambda password: f"kept:dear {password}")
    try_to_sign_in(client, meera.username)
    with world(app).store.reading() as view:
        found = view.people.get(meera.id)
    assert found is not None
    assert found.password_hash == f"kept:dear {PASSWORD}"


def test_signing_out_ends_the_row_and_leaves_the_visitors_cookie(
    app: Flask, client: HouseClient, meera: Person
) -> None:
    basket = save(client, INFY)
    try_to_sign_in(client, meera.username)
    token = desk_cookie(app, client)
    client.get("/desk")
    answer = client.submit("#sign-out")
    assert (answer.status_code, answer.location) == (303, "/desk/sign-in?out=yes")
    assert "Clear-Site-Data" not in answer.headers
    assert desk_cookie(app, client) == ""
    client.get(answer.location)
    assert "You are signed out." in client.page.text("main")
    assert client.get(basket).status_code == 200, "the visitor's baskets are still there"
    client.set_cookie("tokri-desk", token, domain="tokri.localhost")
    assert client.get("/desk").status_code == 303, "and the old token opens nothing"
    assert kinds(app)[-1] == "signed out"


def test_signing_out_twice_is_recorded_once(app: Flask, client: HouseClient, meera: Person) -> None:
    try_to_sign_in(client, meera.username)
    client.get("/desk")
    client.submit("#sign-out")
    assert client.submit("#sign-out").status_code == 303
    assert kinds(app).count("signed out") == 1


def test_a_form_that_lay_open_too_long_comes_back_with_the_name_and_without_the_password(
    client: HouseClient, meera: Person
) -> None:
    client.get("/desk/sign-in")
    answer = client.submit(
        fields={"username": meera.username, "password": PASSWORD, "csrf_token": "of another browser"}
    )
    assert answer.status_code == 400
    assert "send it once more" in client.page.text("#error-summary")
    typed = dict(client.page.form().fields)
    assert (typed["username"], typed["password"]) == (meera.username, "")
    assert client.submit(fields={"password": PASSWORD}).status_code == 303


def test_whoever_is_signed_in_is_sent_on_from_the_form(adviser: HouseClient) -> None:
    answer = adviser.get("/desk/sign-in?next=https://evil.example/")
    assert (answer.status_code, answer.location) == (303, "/desk")


def test_no_address_from_the_request_is_ever_gone_to(client: HouseClient, meera: Person) -> None:
    client.get("/desk/sign-in?next=//evil.example")
    typed = {"username": meera.username, "password": PASSWORD, "next": "//evil.example"}
    answer = client.post("/desk/sign-in?next=//evil.example", data=typed)
    assert answer.location == "/desk"


def test_a_server_that_has_no_time_for_a_password_says_so_and_counts_nothing(
    app: Flask, client: HouseClient, meera: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> bool:
        raise PasswordsBusy

    with monkeypatch.context() as patched:
        patched.setattr(passwords(app), "verify", busy)
        for _ in range(8):
            answer = try_to_sign_in(client, meera.username)
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert rows(app)["sign_in_failures"] == []
    assert try_to_sign_in(client, meera.username).status_code == 303


# --- waits ---------------------------------------------------------------------------------------


def fail(client: HouseClient, username: str, times: int) -> None:
    for _ in range(times):
        assert try_to_sign_in(client, username, "wrong").status_code == 422


def test_after_five_mistakes_one_must_wait_and_is_told_how_long(
    app: Flask, client: HouseClient, meera: Person, clock: FakeClock
) -> None:
    fail(client, meera.username, 5)
    before = passwords(app).asked
    answer = try_to_sign_in(client, meera.username)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "30"
    assert "Wait 30 seconds, until 10:30 IST" in client.page.text("#error-summary")
    assert passwords(app).asked == before, "nothing was looked at"
    assert dict(client.page.form().fields)["username"] == meera.username
    clock.forward(seconds=30)
    assert try_to_sign_in(client, meera.username).status_code == 303


def test_a_wait_does_not_tell_whether_the_name_exists(app: Flask, client_for: ClientFor, meera: Person) -> None:
    said = []
    for name in (meera.username, "nobody"):
        client = client_for(app)
        for _ in range(6):
            answer = try_to_sign_in(client, name, "wrong")
        said.append((answer.status_code, answer.headers["Retry-After"], client.page.text("#error-summary")))
    assert said[0] == said[1]


def test_whoever_signed_in_here_before_is_not_locked_out_by_strangers(
    app: Flask, client: HouseClient, client_for: ClientFor, meera: Person
) -> None:
    try_to_sign_in(client, meera.username)
    client.get("/desk")
    client.submit("#sign-out")
    fail(client_for(app), meera.username, 5)
    assert try_to_sign_in(client_for(app), meera.username).status_code == 429
    assert try_to_sign_in(client, meera.username).status_code == 303


def test_a_browser_that_is_known_has_a_count_of_its_own(client: HouseClient, meera: Person) -> None:
    try_to_sign_in(client, meera.username)
    client.get("/desk")
    client.submit("#sign-out")
    fail(client, meera.username, 5)
    assert try_to_sign_in(client, meera.username).status_code == 429


def test_a_browser_known_to_one_is_a_stranger_to_another(app: Flask, client: HouseClient, meera: Person) -> None:
    other = hire(app, Role.ADVISER)
    try_to_sign_in(client, meera.username)
    client.get("/desk")
    client.submit("#sign-out")
    fail(client, other.username, 5)
    assert try_to_sign_in(client, other.username).status_code == 429


def test_a_browser_is_known_to_five_people_at_most_and_the_last_of_them(app: Flask, client: HouseClient) -> None:
    people = [hire(app, Role.ADVISER) for _ in range(6)]
    for person in people:
        try_to_sign_in(client, person.username)
        client.get("/desk")
        client.submit("#sign-out")
    with client.session_transaction(base_url="http://tokri.localhost:8400") as kept:
        marks = kept["known"]
    assert len(marks) == len(set(marks)) == 5
    assert not any(person.id in repr(marks) for person in people)


def test_one_address_may_fail_twenty_times_in_ten_minutes_at_whatever_names(
    client: HouseClient, meera: Person, clock: FakeClock
) -> None:
    for number in range(20):
        assert try_to_sign_in(client, f"name-{number}", "wrong").status_code == 422
    answer = try_to_sign_in(client, meera.username)
    assert answer.status_code == 429
    assert "Wait 10 minutes" in client.page.text("#error-summary")
    clock.now += timedelta(minutes=10)
    assert try_to_sign_in(client, meera.username).status_code == 303


def test_what_went_well_is_not_counted_against_anybody(app: Flask, client_for: ClientFor, meera: Person) -> None:
    for _ in range(25):
        assert try_to_sign_in(client_for(app), meera.username).status_code == 303
    assert rows(app)["sign_in_failures"] == []


def test_neither_names_nor_addresses_are_kept_with_the_counts(app: Flask, client: HouseClient, meera: Person) -> None:
    fail(client, meera.username, 1)
    kept = repr(rows(app)["sign_in_failures"])
    assert kept != "[]"
    assert meera.username not in kept
    assert "127.0.0.1" not in kept


# --- sessions ------------------------------------------------------------------------------------


def test_a_session_says_from_where_and_with_what(app: Flask, client: HouseClient, meera: Person) -> None:
    client.get("/desk/sign-in")
    agent = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
    client.submit(fields={"username": meera.username, "password": PASSWORD}, headers={"User-Agent": agent})
    session = session_of(app, client)
    assert session is not None
    assert (session.where_from, session.browser) == ("this machine", "Firefox on Android")


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36",
            "Chrome on Windows",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile/15E148 Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.5 Safari/605.1.15", "Safari on Mac"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        (
            "Mozilla/5.0 (Linux; Android 15) SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36",
            "Samsung Internet on Android",
        ),
        ("<script>", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_named_in_a_few_words_of_ours(agent: str, words: str) -> None:
    assert browser_words(agent) == words
