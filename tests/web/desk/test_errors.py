"""What the desk answers to a page that is not somebody's, or is not there: in its own frame, and in its own words."""

from __future__ import annotations

from tests.client import HouseClient
from tests.page import text_of


def test_a_page_for_somebody_else_says_so_and_leads_back(adviser: HouseClient) -> None:
    assert adviser.get("/desk/people").status_code == 403
    assert adviser.page.text("h1") == "This page is not among yours"
    assert "from another site" not in adviser.page.text("main")
    assert adviser.page.all("main a[href='/desk']")
    assert [text_of(each) for each in adviser.page.all("nav a")][:3] == ["Desk", "Board", "Baskets"]


def test_a_page_that_is_not_there_speaks_of_the_desk_and_of_no_browser_of_a_visitor(adviser: HouseClient) -> None:
    assert adviser.get("/desk/baskets/nobody-has-this").status_code == 404
    assert adviser.page.text("h1") == "There is no such page at the desk"
    assert "another browser" not in adviser.page.text("main")
    assert adviser.page.all("main a[href='/desk']")


def test_an_address_that_the_desk_never_had_leads_back_to_the_desk(adviser: HouseClient) -> None:
    assert adviser.get("/desk/nothing-of-the-kind").status_code == 404
    assert adviser.page.text("h1") == "There is no such page at the desk"
    assert adviser.page.all("main a[href='/desk']")
    assert not adviser.page.all("main a[href='/']")


def test_outside_of_the_desk_a_visitor_is_told_what_visitors_are_told(adviser: HouseClient) -> None:
    assert adviser.get("/no-such-page").status_code == 404
    assert adviser.page.text("h1") == "There is no such page here"
    assert adviser.page.all("main a[href='/']")


def test_a_form_of_another_site_is_still_told_as_such(adviser: HouseClient) -> None:
    adviser.get("/desk/baskets/new")
    answer = adviser.post("/desk/baskets/new", data={}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert adviser.page.text("h1") == "This request came from another site"
