"""The frame of a client's page: its language, who has it open, and the way out of another app's browser."""

from __future__ import annotations

import pytest

from tests.client import HouseClient
from tests.link import making
from tests.link.making import Made, a_link, link_now
from tests.page import attribute
from tests.web.link.test_agents import BROWSERS, INSIDE, ROBOTS
from tokri.core.desk.client import CheckKind
from tokri.core.ports import Outside


@pytest.fixture
def made(outside: Outside) -> Made:
    return a_link(outside, check=CheckKind.PAN)


@pytest.fixture
def plain(outside: Outside) -> Made:
    """A link that asks nothing."""
    return a_link(outside)


# --- language -----------------------------------------------------------------------------------


def test_each_language_is_offered_in_its_own_words(client: HouseClient, made: Made) -> None:
    client.get(made.address)
    buttons = client.page.all("form.languages button")
    assert [each.to_text().strip() for each in buttons] == ["English", "हिन्दी"]
    assert [attribute(each, "lang") for each in buttons] == ["en", "hi"]
    assert [attribute(each, "aria-current") for each in buttons] == ["true", ""]
    assert attribute(client.page.one("html"), "lang") == "en-IN"


def test_the_language_that_was_chosen_is_the_links_in_every_browser(
    client: HouseClient, outside: Outside, made: Made
) -> None:
    client.get(made.address)
    answer = client.submit("form.languages", ("language", "hi"))
    assert answer.status_code == 303
    assert answer.location == made.address
    assert link_now(outside, made.link).language == "hi"
    client.get(made.address)
    assert attribute(client.page.one("html"), "lang") == "hi"
    assert attribute(client.page.all("form.languages button")[1], "aria-current") == "true"


def test_the_sentences_of_the_firm_are_in_the_clients_language(client: HouseClient, outside: Outside) -> None:
    made = a_link(outside, check=CheckKind.PAN, language="hi")
    client.get(made.address)
    assert making.FIRM.words["hi"].warning in client.page.text("footer")


def test_a_language_that_is_none_of_ours_is_refused(client: HouseClient, outside: Outside, made: Made) -> None:
    client.get(made.address)
    assert client.post(f"{made.address}/language", data={"language": "tlh"}).status_code == 400
    assert made.token not in client.page.text("body")
    assert link_now(outside, made.link).language == "en"


def test_the_language_is_chosen_on_the_page_where_one_is_and_never_leads_elsewhere(
    client: HouseClient, made: Made
) -> None:
    client.get(made.address)
    for at, there in {
        "link_result": f"{made.address}/result",
        "link": made.address,
        "link_handoff": made.address,
        "https://evil.example/": made.address,
        "": made.address,
    }.items():
        assert client.post(f"{made.address}/language", data={"language": "hi", "at": at}).location == there


def test_the_language_of_an_address_that_is_nobodys_is_nothing(client: HouseClient, made: Made) -> None:
    client.get(made.address)
    assert client.post("/l/made-up/language", data={"language": "hi"}).status_code == 404
    assert client.page.h1 == "This address leads nowhere"


# --- opened -------------------------------------------------------------------------------------


def test_the_page_tells_once_that_somebody_has_it_open(client: HouseClient, outside: Outside, plain: Made) -> None:
    client.get(plain.address)
    told = attribute(client.page.one("form.languages"), "data-opened")
    assert told == f"{plain.address}/opened"
    assert link_now(outside, plain.link).opened_at is None
    answer = client.post(told)
    assert answer.status_code == 204
    assert link_now(outside, plain.link).opened_at == outside.clock()
    client.get(plain.address)
    assert client.page.all("form[data-opened]") == []


def test_a_robot_that_runs_modules_has_nothing_open(client: HouseClient, outside: Outside, plain: Made) -> None:
    client.get(plain.address)
    for name in ("Google's page renderer", "Google on a phone", "WhatsApp's preview"):
        headers = {"User-Agent": ROBOTS[name]}
        assert client.post(f"{plain.address}/opened", headers=headers).status_code == 204
    assert link_now(outside, plain.link).opened_at is None


def test_without_the_pages_token_nobody_has_it_open(client: HouseClient, outside: Outside, plain: Made) -> None:
    assert client.post(f"{plain.address}/opened", csrf=False).status_code == 400
    assert client.page.h1 == "This could not be read"
    assert link_now(outside, plain.link).opened_at is None


def test_the_page_that_asks_the_check_tells_nobody_that_it_is_open(client: HouseClient, made: Made) -> None:
    client.get(made.address)
    assert client.page.all("form[data-opened]") == []


def test_an_address_that_is_nobodys_is_not_opened(client: HouseClient, made: Made) -> None:
    client.get(made.address)
    assert client.post("/l/made-up/opened").status_code == 404


# --- in another app -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", INSIDE)
def test_inside_another_app_the_page_says_how_to_leave_it(client: HouseClient, made: Made, name: str) -> None:
    client.get(made.address, headers={"User-Agent": INSIDE[name]})
    aside = client.page.text("aside")
    assert "Open this page in your own browser" in aside
    assert ("Open in Safari" in aside) == ("iPhone" in name or "LinkedIn" in name)
    assert ("Open in Chrome" in aside) == ("Open in Safari" not in aside)
    address = client.page.one("aside input")
    assert attribute(address, "value") == f"http://tokri.localhost:8400{made.address}"
    assert "readonly" in (address.attrs or {})


@pytest.mark.parametrize("name", BROWSERS)
def test_in_a_browser_of_its_own_it_does_not(client: HouseClient, made: Made, name: str) -> None:
    client.get(made.address, headers={"User-Agent": BROWSERS[name]})
    assert client.page.all("aside") == []


@pytest.mark.usefixtures("made")
def test_where_the_address_is_of_no_use_it_is_not_offered(client: HouseClient) -> None:
    client.get("/l/made-up", headers={"User-Agent": INSIDE["LinkedIn"]})
    assert client.page.all("aside") == []
    assert client.page.all("form") == []
