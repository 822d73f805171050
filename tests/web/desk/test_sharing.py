"""The page before sharing: what stands in the way is named and linked, and what is seen is what is frozen."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.desk.baskets_to_share import INFY, NONE, TCS, proposal
from tests.journey.fakes import FakeClock
from tests.page import attribute, text_of
from tests.web.desk.conftest import DeskFor
from tests.web.desk.sharing_steps import firm, kinds, rewritten, share, versions, written
from tests.web.steps import world
from tokri.core.desk.advice import Disclosures, LegAdvice
from tokri.core.desk.restricted import Restriction
from tokri.core.desk.roles import Role
from tokri.desk.sharing import look_at
from tokri.journey.known import known

SHARE = "/desk/baskets/basket/share"
ANSWER = "Compliance looked at it and let it pass"


def faults(client: HouseClient) -> list[tuple[str, str]]:
    """What stands in the way, and where each leads."""
    return [(text_of(each), attribute(each, "href")) for each in client.page.all("#faults a")]


def restrict(app: Flask, symbol: str = "INFY", why: str = "Results are near") -> None:
    at = world(app).clock()
    with world(app).store.writing() as unit:
        unit.restrictions.add(Restriction(f"r-{symbol}", "NSE", symbol, "", None, why, "somebody", at))


def test_a_basket_that_lacks_nothing_is_shared_by_one_button(app: Flask, adviser: HouseClient) -> None:
    frozen = written(app)
    adviser.get(SHARE)
    assert "Share version 1: 1 order" in adviser.page.text("#share")
    assert share(adviser) == "/desk/baskets/basket/versions/1"
    (version,) = versions(app)
    assert version.sha256 == frozen.proposal.sha256
    assert kinds(app) == ["basket shared"]


def test_what_stands_in_the_way_is_named_and_each_leads_to_its_field(app: Flask, adviser: HouseClient) -> None:
    lacking = proposal(
        INFY,
        replace(TCS, quantity="many"),
        legs=(LegAdvice(why="It grows."), LegAdvice(advised_price="3100")),
        why="",
        risk_class="",
        disclosures=replace(NONE, ai_use=""),
    )
    written(app, lacking)
    adviser.get(SHARE)
    assert [href.partition("#")[2] for _, href in faults(adviser)] == [
        "advice-1-why",
        "risk_class",
        "ai_use",
        "advice-1-advised_at",
        "orders-1-quantity",
    ]
    for _, href in faults(adviser):
        page, _, field = href.partition("#")
        assert adviser.get(page).status_code == 200
        assert adviser.page.all(f"#{field}"), f"{href} leads to no field"


def test_nothing_is_shared_while_something_stands_in_the_way(app: Flask, adviser: HouseClient) -> None:
    basket = written(app, proposal(why=""))
    adviser.get(SHARE)
    assert not adviser.page.all("#share")
    fields = {"edition": "1", "sha256": basket.proposal.sha256, "shown": shown(app)}
    assert adviser.post(SHARE, data=fields).status_code == 422
    assert adviser.page.text("#error-summary").startswith("Nothing was shared")
    assert versions(app) == []


def shown(app: Flask) -> str:
    """The hash of the page as it stands, which a browser without a form would have to make up."""
    outside = world(app)
    found = look_at(outside, "basket", partial(known, outside))
    assert found is not None
    return found.sha256


def test_a_warning_takes_its_tick(app: Flask, adviser: HouseClient) -> None:
    written(app, proposal(why="A guaranteed multibagger."))
    adviser.get(SHARE)
    assert "“guaranteed”" in adviser.page.text("#ticks")
    answer = adviser.submit("#share")
    assert answer.status_code == 422
    assert adviser.page.all("#ticks-error")
    assert versions(app) == []
    ticks = {name: "yes" for name in adviser.page.form("#share").offered if name.startswith("accept-")}
    assert adviser.submit("#share", fields=ticks).status_code == 303


def test_a_basket_that_changed_meanwhile_is_shown_afresh_and_not_shared(app: Flask, adviser: HouseClient) -> None:
    written(app)
    adviser.get(SHARE)
    rewritten(app, proposal(replace(INFY, quantity="250")), by="kiran")
    assert adviser.submit("#share").status_code == 409
    assert "250" in adviser.page.text("#orders")
    assert versions(app) == []
    assert adviser.submit("#share").status_code == 303


def test_a_tick_on_an_older_page_counts_for_nothing(app: Flask, adviser: HouseClient) -> None:
    written(app, proposal(why="Guaranteed."))
    adviser.get(SHARE)
    rewritten(app, proposal(why="Guaranteed, and the best."))
    ticks = {name: "yes" for name in adviser.page.form("#share").offered if name.startswith("accept-")}
    assert adviser.submit("#share", fields=ticks).status_code == 409
    assert not adviser.page.all("#ticks [checked]")


def test_the_button_pressed_twice_makes_one_version(app: Flask, adviser: HouseClient) -> None:
    written(app)
    adviser.get(SHARE)
    first = adviser.submit("#share").location
    assert adviser.submit("#share").location == first
    assert len(versions(app)) == 1
    adviser.get(SHARE)
    assert "Version 1 holds exactly this" in adviser.page.text("main")
    assert not adviser.page.all("#share")


def test_the_restricted_list_asks_and_keeps_the_answer(app: Flask, adviser: HouseClient) -> None:
    written(app)
    restrict(app)
    adviser.get(SHARE)
    assert "INFY, is on the restricted list until it is lifted: Results are near" in adviser.page.text("#share")
    assert adviser.submit("#share", fields={"answer": "fine"}).status_code == 422
    assert adviser.page.text("#answer").strip() == "fine"
    address = share(adviser, answer=ANSWER)
    assert versions(app)[0].question == ANSWER
    adviser.get(address)
    assert ANSWER in adviser.page.text("main")


def test_disclosures_stand_in_one_line_and_what_is_missing_is_said(
    app: Flask, adviser: HouseClient, clock: FakeClock
) -> None:
    written(app, proposal(disclosures=replace(NONE, ai_use="", conflict="")))
    adviser.get(SHARE)
    said = adviser.page.text("#unanswered")
    assert said == "Disclosures not answered yet: Other conflict of interest, Use of AI tools Answer the disclosures"
    assert adviser.page.text("#disclosures summary") == "Disclosures as far as they are answered"
    clock.forward(minutes=5)
    adviser.get("/desk/baskets/basket/disclosures")
    adviser.submit("main form", fields={"ai_use": "none", "conflict": "none"})
    clock.forward(minutes=10)
    adviser.get(SHARE)
    assert not adviser.page.all("#unanswered")
    assert adviser.page.text("#disclosures summary") == (
        "Disclosures: all answered, 11 Feb 2026, 10:35 IST. Look at them"
    )
    assert adviser.page.all('#disclosures a[href="/desk/baskets/basket/disclosures"]')


def test_disclosures_are_asked_on_a_page_of_their_own(app: Flask, adviser: HouseClient) -> None:
    written(app, proposal(disclosures=Disclosures()))
    adviser.get("/desk/baskets/basket/disclosures")
    answers = {"firm_holding": "400 INFY", "associates_holding": "none", "conflict": "none", "from_brokers": "none"}
    answer = adviser.submit(fields=answers)
    assert (answer.status_code, answer.location) == (303, SHARE)
    adviser.get(SHARE)
    assert [href for _, href in faults(adviser)] == ["/desk/baskets/basket/disclosures#ai_use"]
    adviser.get("/desk/baskets/basket/disclosures")
    assert adviser.page.text("#firm_holding").strip() == "400 INFY"


def test_answers_that_somebody_overtook_are_shown_again_and_not_saved(app: Flask, adviser: HouseClient) -> None:
    written(app, proposal(disclosures=Disclosures()))
    adviser.get("/desk/baskets/basket/disclosures")
    rewritten(app, proposal(why="Another.", disclosures=Disclosures()))
    assert adviser.submit(fields={"conflict": "A cousin works there"}).status_code == 409
    assert adviser.page.text("#conflict").strip() == "A cousin works there"
    assert adviser.submit().status_code == 303


def test_an_answer_that_is_too_long_is_told_beside_it(app: Flask, adviser: HouseClient) -> None:
    written(app)
    adviser.get("/desk/baskets/basket/disclosures")
    assert adviser.submit(fields={"conflict": "x" * 1001}).status_code == 422
    assert adviser.page.all("#conflict-error")


def test_the_end_that_is_offered_is_taken_by_a_button(app: Flask, adviser: HouseClient) -> None:
    written(app, proposal(valid_until=""))
    adviser.get(SHARE)
    assert [text for text, _ in faults(adviser)] == ["Enter until when the basket is valid."]
    assert adviser.submit("#offered").status_code == 303
    adviser.get(SHARE)
    assert faults(adviser) == []
    assert "2026-02-11 15:30" in adviser.page.text("main")


def test_an_archived_basket_says_so(app: Flask, adviser: HouseClient) -> None:
    written(app)
    with world(app).store.writing() as unit:
        unit.desk_baskets.mark("basket", archived_at=world(app).clock())
    adviser.get(SHARE)
    assert "it was put aside" in adviser.page.text("#faults")


@pytest.mark.parametrize("role", [Role.COMPLIANCE, Role.APPROVER, Role.ADMINISTRATOR])
def test_who_may_not_write_sees_the_page_and_no_button(app: Flask, desk_for: DeskFor, role: Role) -> None:
    written(app)
    client = desk_for(role)
    assert client.get(SHARE).status_code == 200
    assert not client.page.all("#share")
    assert client.post(SHARE, data={}).status_code == 403


def test_a_form_that_was_made_up_is_no_error_of_ours(app: Flask, adviser: HouseClient) -> None:
    written(app)
    adviser.get(SHARE)
    assert adviser.post(SHARE, data={"edition": "²", "sha256": "x", "shown": "☃"}).status_code == 409
    assert adviser.post("/desk/baskets/basket/valid-until", data={"valid_until": "x" * 41}).status_code == 400
    assert versions(app) == []


def test_a_firm_that_wants_a_second_person_says_so_before_sharing(app: Flask, adviser: HouseClient) -> None:
    firm(app, approval_required=True)
    written(app)
    adviser.get(SHARE)
    assert "A second person then says yes or no" in adviser.page.text("#share")


def test_what_was_typed_outlives_the_protection_of_its_form(app: Flask, adviser: HouseClient) -> None:
    written(app, proposal(disclosures=Disclosures()))
    old = {"csrf_token": "old", "edition": "1"}
    questions = "/desk/baskets/basket/disclosures"
    assert adviser.post(questions, data={**old, "conflict": "A cousin"}, csrf=False).status_code == 400
    assert adviser.page.text("#conflict").strip() == "A cousin"
    rewritten(app, proposal(why="Another.", disclosures=Disclosures()))
    assert adviser.submit().status_code == 409
    restrict(app)
    rewritten(app, proposal())
    assert adviser.post(SHARE, data={**old, "answer": ANSWER}, csrf=False).status_code == 400
    assert adviser.page.text("#answer").strip() == ANSWER
    assert versions(app) == []


def test_a_stranger_with_an_old_form_is_shown_nothing(app: Flask, client: HouseClient) -> None:
    written(app)
    for address in (SHARE, "/desk/baskets/basket/disclosures", "/desk/restricted"):
        assert client.post(address, data={"csrf_token": "old"}, csrf=False).status_code == 303
