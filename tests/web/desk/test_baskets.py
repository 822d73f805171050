"""The firm's baskets on a page: found, begun, copied, made a template, put aside, seen as their client sees them."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.journey.fakes import FakeClock
from tests.link import making
from tests.page import attribute, text_of
from tests.web.desk.conftest import DeskFor
from tests.web.desk.writing import SAID, WHOLE, begin, form_of, kept, told, write, written
from tests.web.steps import FAULTY, INFY, TCS, world
from tokri.core.desk.advice import SharedVersion
from tokri.core.desk.roles import Role
from tokri.web.desk.baskets import A_PAGE


def titles(client: HouseClient, **asked: str) -> list[str]:
    """The baskets that the list shows, from above, by their titles."""
    assert client.get("/desk/baskets", query_string=asked).status_code == 200
    return [text_of(each) for each in client.page.all(".basket-line h2")]


def press(client: HouseClient, act: str, *button: str) -> None:
    """Press a button of the page of a basket that is not the form's."""
    answer = client.submit(f"form[action$='/{act}']", (button[0], button[1]) if button else None)
    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200


def test_a_firm_without_baskets_is_told_so_and_may_begin(adviser: HouseClient) -> None:
    assert titles(adviser) == []
    assert "There is no basket yet." in adviser.page.text("main")
    assert [attribute(each, "href") for each in adviser.page.all("main a")] == ["/desk/baskets/new"]


def test_each_line_says_what_is_in_it_where_it_stands_and_who_saved_it(desk_for: DeskFor) -> None:
    meera = desk_for(Role.ADVISER, name="Meera Iyer")
    written(meera)
    titles(meera)
    line = meera.page.text(".basket-line")
    for said in ("1 order: INFY", "Moderate risk", "Draft", "Saved 11 Feb 2026, 10:30 IST by Meera Iyer"):
        assert said in line


def test_baskets_are_found_by_what_the_address_asks_for(desk_for: DeskFor) -> None:
    meera, ravi = desk_for(Role.ADVISER, name="Meera"), desk_for(Role.ADVISER, name="Ravi")
    written(meera, name="Large IT")
    written(ravi, name="Banks", risk_class="high")
    press(ravi, "template", "template", "yes")
    written(ravi, name="Old")
    press(ravi, "archive", "archived", "yes")
    assert titles(meera) == ["Banks", "Large IT"]
    assert titles(meera, q="large") == ["Large IT"]
    assert titles(meera, q="infy") == ["Banks", "Large IT"]
    assert titles(meera, risk="high") == ["Banks"]
    assert titles(meera, state="archived") == ["Old"]
    assert titles(meera, templates="yes") == ["Banks"]
    [who] = [each for each in meera.page.all("#who option") if text_of(each) == "Ravi"]
    assert titles(meera, who=attribute(who, "value")) == ["Banks"]
    assert titles(meera, q="nothing like it") == []
    assert "No basket is like that." in meera.page.text("#found")


def test_what_was_asked_for_stays_in_the_fields(adviser: HouseClient) -> None:
    written(adviser)
    titles(adviser, q="IT “x”", state="draft", risk="moderate", templates="yes")
    fields = dict(adviser.page.form(".filters").fields)
    assert fields == {"q": "IT “x”", "state": "draft", "risk": "moderate", "who": "", "templates": "yes"}


@pytest.mark.parametrize("page", ["0", "9", "²", "-1", "x", "99999"])
def test_an_odd_page_of_the_list_is_one_that_there_is(adviser: HouseClient, page: str) -> None:
    written(adviser)
    assert titles(adviser, page=page) == ["Large IT"]


def test_a_long_list_has_pages_and_keeps_what_was_asked_for(adviser: HouseClient) -> None:
    at = written(adviser)
    for _ in range(A_PAGE):
        adviser.post(f"{at}/copy")
    assert len(titles(adviser, q="large")) == A_PAGE
    [older] = [each for each in adviser.page.all("main a") if "Older" in text_of(each)]
    assert attribute(older, "href") == "/desk/baskets?q=large&page=2"
    adviser.get(attribute(older, "href"))
    assert [text_of(each) for each in adviser.page.all(".basket-line h2")] == ["Large IT"]


def test_a_copy_is_a_basket_of_its_own(app: Flask, adviser: HouseClient) -> None:
    at = written(adviser)
    press(adviser, "copy")
    assert form_of(adviser)["name"] == "Large IT (copy)"
    assert form_of(adviser)["advice-0-why"] == SAID["advice-0-why"]
    assert titles(adviser) == ["Large IT (copy)", "Large IT"]
    assert kept(app, at).proposal.draft.name == "Large IT"


def test_a_new_basket_starts_from_a_template(app: Flask, adviser: HouseClient) -> None:
    at = written(adviser, name="Monthly top-up")
    press(adviser, "template", "template", "yes")
    assert "A template" in adviser.page.text("main")
    adviser.get("/desk/baskets/new")
    answer = adviser.submit(fields={"start": kept(app, at).id})
    adviser.get(answer.location)
    assert form_of(adviser)["name"] == "Monthly top-up (copy)"
    assert not kept(app, answer.location).template


def test_a_template_that_is_none_any_more_is_not_offered(adviser: HouseClient) -> None:
    at = written(adviser)
    press(adviser, "template", "template", "yes")
    press(adviser, "template", "template", "no")
    adviser.get("/desk/baskets/new")
    assert len(adviser.page.all("input[name=start]")) == 1
    assert adviser.get(at).status_code == 200


@pytest.mark.parametrize("start", ["", "never-was", "²"])
def test_nothing_starts_from_what_is_not_there(app: Flask, adviser: HouseClient, start: str) -> None:
    adviser.get("/desk/baskets/new")
    assert adviser.post("/desk/baskets/new", data={"start": start}).status_code == 404
    assert told(app) == []


def test_what_is_put_aside_is_shown_without_buttons_until_it_is_taken_back(adviser: HouseClient) -> None:
    written(adviser)
    press(adviser, "archive", "archived", "yes")
    assert "It cannot be changed or shared until it is taken back." in adviser.page.text("main")
    assert not [each for each in adviser.page.all("button") if attribute(each, "value") == "save"]
    press(adviser, "archive", "archived", "no")
    assert adviser.page.h1 == "Write a basket"


@pytest.mark.parametrize("act", ["archive", "template"])
def test_an_act_that_says_neither_yes_nor_no_is_refused(adviser: HouseClient, act: str) -> None:
    at = written(adviser)
    assert adviser.post(f"{at}/{act}", data={"archived": "perhaps"}).status_code == 400


def test_no_basket_of_that_id_is_no_page_anywhere(adviser: HouseClient) -> None:
    begin(adviser)
    at = "/desk/baskets/never-was"
    for address in (at, f"{at}/preview", f"{at}/upload"):
        assert adviser.get(address).status_code == 404
    for act in ("", "/autosave", "/copy", "/upload"):
        assert adviser.post(f"{at}{act}", data={"action": "save"}).status_code == 404
    assert adviser.post(f"{at}/archive", data={"archived": "yes"}).status_code == 404
    assert adviser.post(f"{at}/template", data={"template": "yes"}).status_code == 404


def test_the_preview_shows_what_the_client_reads_and_acts_on_nothing(adviser: HouseClient) -> None:
    at = written(adviser)
    assert adviser.submit("#basket", ("action", "preview")).location == f"{at}/preview"
    assert adviser.get(f"{at}/preview").status_code == 200
    main = adviser.page.text("main")
    for said in (
        "Preview: nothing can be consented to here",
        "Buy 10 shares of INFY on NSE",
        "Large caps at a fair price",
        "Only between ₹1,480 and ₹1,520",
        "₹1,500, 11 Feb 2026, 10:15 IST",
        "Stop-loss ₹1,400",
        "advice, not orders",
        "13 Feb 2026, 15:00 IST",
        "Cash flows are steady",
        "We never ask for your Kite password.",
    ):
        assert said in main, said
    assert WHOLE["notes"] not in main
    assert adviser.page.all("main form, main button, main input") == []


def test_a_basket_with_something_to_put_right_has_no_preview_yet(adviser: HouseClient) -> None:
    at = begin(adviser)
    write(adviser, at, FAULTY, TCS)
    assert adviser.get(f"{at}/preview").location == f"{at}?check=yes"
    assert adviser.get(f"{at}?check=yes").status_code == 200
    assert adviser.page.text("title").startswith("Error: ")
    assert "write the quantity in digits" in adviser.page.text("#error-summary")


def test_the_preview_of_an_empty_basket_goes_back_to_it(adviser: HouseClient) -> None:
    at = begin(adviser)
    assert adviser.get(f"{at}/preview").location == f"{at}?check=yes"
    assert adviser.get(f"{at}?check=yes").status_code == 200
    assert "The basket is empty: add an order." in adviser.page.text("#error-summary")


def test_who_may_only_read_may_see_the_preview_and_begin_nothing(adviser: HouseClient, desk_for: DeskFor) -> None:
    at = written(adviser)
    reader = desk_for(Role.COMPLIANCE)
    assert reader.get(f"{at}/preview").status_code == 200
    assert titles(reader) == ["Large IT"]
    assert not [each for each in reader.page.all("main button") if "Duplicate" in text_of(each)]
    assert reader.get("/desk/baskets/new").status_code == 403
    assert reader.post(f"{at}/copy").status_code == 403


def test_a_basket_without_a_title_can_still_be_found_and_opened(adviser: HouseClient) -> None:
    at = begin(adviser)
    write(adviser, at, INFY, name="  ")
    assert titles(adviser) == ["Without a title"]


def test_a_basket_leads_to_its_shared_versions_and_says_how_each_stands(
    app: Flask, desk_for: DeskFor, clock: FakeClock
) -> None:
    meera = desk_for(Role.ADVISER, name="Meera Iyer")
    at = written(meera)
    basket = kept(app, at)
    with world(app).store.writing() as unit:
        for number in (1, 2):
            unit.desk_baskets.share(
                SharedVersion(
                    basket.id, number, basket.proposal, basket.proposal.sha256, clock.now, basket.saved_by, number == 2
                )
            )
    meera.get(at)
    lines = [text_of(each) for each in meera.page.all("#versions > div")]
    assert lines == [
        "Version 2 Waits for a second personShared 11 Feb 2026, 10:30 IST by Meera Iyer",
        "Version 1 Ready for clientsShared 11 Feb 2026, 10:30 IST by Meera Iyer",
    ]
    assert "Waits for a second person" in meera.page.text(".lead")
    write(meera, at, base=basket.edition, name="Other")
    meera.get(at)
    assert "Changed since it was shared" in meera.page.text(".lead")
    [first, *_] = meera.page.all("#versions a")
    assert meera.get(attribute(first, "href")).status_code == 200


def test_what_is_shared_says_with_how_many(app: Flask, adviser: HouseClient) -> None:
    outside = world(app)
    clients = [making.a_client(outside, f"C{number}") for number in range(3)]
    version = making.a_version(outside, *clients)
    pages = (
        "/desk/baskets",
        "/desk",
        f"/desk/baskets/{version.basket_id}",
        f"/desk/baskets/{version.basket_id}/versions/1",
    )
    for address in pages:
        adviser.get(address)
        assert "Ready for clients" in adviser.page.text("main"), address
    made = [making.a_link(outside, each, version).link for each in clients]
    for count, ended in ((3, None), (2, made[0])):
        if ended is not None:
            making.revoked(outside, ended)
        for address in pages:
            adviser.get(address)
            assert f"Shared with {count}" in adviser.page.text("main"), address
