"""Writing a basket at the desk: every field and button of its form."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.page import attribute, has
from tests.web.desk.conftest import DeskFor
from tests.web.desk.writing import SAID, WHOLE, begin, form_of, kept, told, write, written
from tests.web.steps import FAULTY, INFY, TCS, grid, world
from tokri.core.desk.advice import LEG_FIELDS, LegAdvice
from tokri.core.desk.firm import Firm, FirmKind
from tokri.core.desk.roles import Role

ADVISED = {f"advice-{n}-why": f"Why of {n}" for n in range(3)}


def whys(client: HouseClient) -> list[str]:
    """What stands as the why of each order on the page, in the orders' order."""
    shown = dict(client.page.form("#basket").fields)
    return [shown[f"advice-{n}-why"] for n in range(len(grid(client.page)))]


def test_a_new_basket_is_empty_and_a_draft(app: Flask, adviser: HouseClient) -> None:
    at = begin(adviser)
    assert grid(adviser.page) == [{}]
    assert "Draft" in adviser.page.text("main")
    assert kept(app, at).proposal.draft.orders == ()


def test_every_field_of_advice_stands_beside_its_order(adviser: HouseClient) -> None:
    begin(adviser)
    offered = adviser.page.form("#basket").offered
    assert {f"advice-0-{name}" for name in LEG_FIELDS} <= offered
    assert {*WHOLE, "sequence", "name"} <= offered


def test_everything_typed_comes_back_as_it_was_typed(adviser: HouseClient) -> None:
    written(adviser)
    shown = form_of(adviser)
    assert {name: shown[name] for name in (*SAID, *WHOLE)} == {**SAID, **WHOLE}
    assert shown["name"] == "Large IT"
    assert grid(adviser.page) == [INFY]


def test_a_time_that_no_picker_can_show_stays_as_it_was_typed(adviser: HouseClient) -> None:
    written(adviser, valid_until="11 Feb 3 pm", **{"advice-0-advised_at": "2026-02-31T10:00"})
    assert form_of(adviser)["valid_until"] == "11 Feb 3 pm"
    for field in ("#valid_until", "#advice-0-advised_at"):
        assert attribute(adviser.page.one(field), "type") == "text"
    written(adviser)
    assert attribute(adviser.page.one("#valid_until"), "type") == "datetime-local"


def test_a_draft_with_faults_is_saved_and_says_what_is_to_be_put_right(adviser: HouseClient) -> None:
    at = begin(adviser)
    write(adviser, at, FAULTY, **{"advice-0-target": "high"})
    assert adviser.get(at).status_code == 200
    assert grid(adviser.page) == [FAULTY]
    assert "To put right before sharing" in adviser.page.text("main")
    assert "write the target in digits" in adviser.page.text("#advice-0-target-error")
    assert attribute(adviser.page.one("#advice-0-target"), "aria-invalid") == "true"
    assert has(adviser.page.one("#advice-0"), "open")


def test_words_that_promise_are_asked_about_and_stop_nobody(adviser: HouseClient) -> None:
    written(adviser, why="Guaranteed to rise")
    assert "look again at “Guaranteed”" in adviser.page.text("#why-error")
    assert attribute(adviser.page.one("#why"), "aria-invalid") == ""


@pytest.mark.parametrize(
    ("button", "order", "why"),
    [
        ("up-2", ["INFY", "WIPRO", "TCS"], ["Why of 0", "Why of 2", "Why of 1"]),
        ("down-0", ["TCS", "INFY", "WIPRO"], ["Why of 1", "Why of 0", "Why of 2"]),
        ("duplicate-1", ["INFY", "TCS", "TCS", "WIPRO"], ["Why of 0", "Why of 1", "Why of 1", "Why of 2"]),
        ("remove-0", ["TCS", "WIPRO"], ["Why of 1", "Why of 2"]),
    ],
)
def test_advice_goes_where_its_order_goes(
    app: Flask, adviser: HouseClient, button: str, order: list[str], why: list[str]
) -> None:
    at = begin(adviser)
    answer = write(adviser, at, INFY, TCS, {**INFY, "tradingsymbol": "WIPRO"}, action=button, **ADVISED)
    assert answer.status_code == 200
    assert [each["tradingsymbol"] for each in grid(adviser.page)] == order
    assert whys(adviser) == why
    adviser.submit("#basket", ("action", "save"))
    assert [leg.why for leg in kept(app, at).proposal.legs] == why


def test_an_order_that_is_added_has_no_advice(adviser: HouseClient) -> None:
    at = begin(adviser)
    write(adviser, at, INFY, action="add", **SAID)
    assert whys(adviser) == [SAID["advice-0-why"], ""]
    assert adviser.page.text("#message") == "Order 2 added."


def test_rows_with_gaps_in_their_numbers_keep_their_own_advice(app: Flask, adviser: HouseClient) -> None:
    at = begin(adviser)
    cells = {f"orders-{n}-{field}": text for n, order in ((7, INFY), (90, TCS)) for field, text in order.items()}
    advice = {"advice-7-why": "Seven", "advice-90-why": "Ninety"}
    adviser.post(at, data={"name": "Gaps", "base": "1", "action": "save", **cells, **advice})
    assert [leg.why for leg in kept(app, at).proposal.legs] == ["Seven", "Ninety"]


def test_what_is_pasted_comes_behind_what_was_typed_and_has_no_advice_yet(adviser: HouseClient) -> None:
    at = begin(adviser)
    write(adviser, at, INFY, {}, action="paste", paste="BUY TCS NSE 4 MARKET", **SAID)
    assert [each["tradingsymbol"] for each in grid(adviser.page)] == ["INFY", "TCS"]
    assert whys(adviser) == [SAID["advice-0-why"], ""]


def test_what_is_pasted_leaves_an_advised_order_that_nobody_filled(adviser: HouseClient) -> None:
    at = begin(adviser)
    write(adviser, at, {"exchange": "NSE"}, action="paste", paste="BUY TCS NSE 4 MARKET", **SAID)
    assert whys(adviser) == [SAID["advice-0-why"], ""]


def test_a_paste_that_nobody_read_is_said_and_stays_in_the_box(app: Flask, adviser: HouseClient) -> None:
    at = begin(adviser)
    assert write(adviser, at, INFY, paste="BUY TCS NSE 4 MARKET").status_code == 422
    assert form_of(adviser)["paste"] == "BUY TCS NSE 4 MARKET"
    assert form_of(adviser)["base"] == str(kept(app, at).edition)


def test_that_answer_loaded_again_keeps_the_same_basket_as_it_is(app: Flask, adviser: HouseClient) -> None:
    at = begin(adviser)
    first, again = (write(adviser, at, INFY, paste="BUY TCS NSE 4 MARKET") for _ in range(2))
    assert (first.status_code, again.status_code) == (422, 422)
    assert form_of(adviser)["base"] == str(kept(app, at).edition) == "2"
    with world(app).store.reading() as view:
        assert len(view.desk_baskets.all()) == 1


def test_a_file_is_read_behind_what_was_typed(adviser: HouseClient) -> None:
    at = begin(adviser)
    write(adviser, at, INFY, **SAID)
    adviser.get(at)
    sent = adviser.page.form("#basket").filled({}, ("action", "upload"))
    file = (BytesIO(b"BUY,TCS,NSE,4,MARKET\n"), "orders.csv")
    answer = adviser.post(f"{at}/upload", data={**sent, "file": file}, csrf=False)
    assert answer.status_code == 200
    assert [each["tradingsymbol"] for each in grid(adviser.page)] == ["INFY", "TCS"]
    assert adviser.get(f"{at}/upload").location == at


def test_an_empty_order_at_the_end_is_not_kept_unless_something_was_said_of_it(
    app: Flask, adviser: HouseClient
) -> None:
    at = begin(adviser)
    write(adviser, at, INFY, {"exchange": "NSE"})
    assert len(kept(app, at).proposal.draft.orders) == 1
    write(adviser, at, INFY, {"exchange": "NSE"}, base=2, **{"advice-1-why": "To come"})
    assert kept(app, at).proposal.legs[1] == LegAdvice(why="To come")


def test_the_end_that_is_proposed_is_put_in_by_a_button(adviser: HouseClient) -> None:
    written(adviser, valid_until="")
    assert "Proposed:" in adviser.page.text("#proposal")
    assert adviser.submit("#basket", ("action", "until")).status_code == 200
    assert form_of(adviser)["valid_until"].startswith("2026-02-")
    assert "Valid until" in adviser.page.text("#message")


def test_saving_the_same_again_makes_no_edition(app: Flask, adviser: HouseClient) -> None:
    at = written(adviser)
    before = kept(app, at)
    adviser.submit("#basket", ("action", "save"))
    assert kept(app, at) == before
    assert [entry.kind for entry in told(app)] == ["basket made", "basket saved"]


def test_a_line_end_is_one_whether_a_form_or_a_module_sent_it(app: Flask, adviser: HouseClient) -> None:
    at = written(adviser, why="One\r\nTwo")
    assert kept(app, at).proposal.why == "One\nTwo"
    before = kept(app, at)
    adviser.submit("#basket", ("action", "save"))
    assert kept(app, at) == before


@pytest.mark.parametrize(
    "broken",
    [
        {"advice-0-sizing": "guess"},
        {"advice-0-colour": "red"},
        {"advice-9-why": "Of no order"},
        {"advice-²-why": "x"},
        {"risk_class": "none"},
        {"may_change": "everything"},
        {"tied": "maybe"},
        {"sequence": "backwards"},
        {"action": "explode"},
    ],
    ids=repr,
)
def test_what_the_page_never_sends_is_refused_and_changes_nothing(
    app: Flask, adviser: HouseClient, broken: dict[str, str]
) -> None:
    at = begin(adviser)
    before = kept(app, at)
    sent = {"name": "x", "base": "1", "action": "save", "orders-0-tradingsymbol": "INFY", **broken}
    assert adviser.post(at, data=sent).status_code == 400
    assert kept(app, at) == before


def test_a_form_whose_protection_ran_out_comes_back_as_typed(adviser: HouseClient) -> None:
    at = begin(adviser)
    sent = {"name": "Kept", "base": "1", "action": "save", "csrf_token": "old", "orders-0-tradingsymbol": "INFY"}
    assert adviser.post(at, data={**sent, "advice-0-why": "Typed"}, csrf=False).status_code == 400
    assert form_of(adviser)["name"] == "Kept"
    assert whys(adviser) == ["Typed"]


def test_an_analysts_firm_sizes_by_no_clients_multiplier(app: Flask, adviser: HouseClient) -> None:
    begin(adviser)
    assert "By the client’s multiplier" in adviser.page.text("#advice-0-sizing")
    with world(app).store.writing() as unit:
        unit.firm.save(Firm(kind=FirmKind.ANALYST), 0, "x", world(app).clock())
    begin(adviser)
    offered = adviser.page.text("#advice-0-sizing")
    assert "multiplier" not in offered
    assert "By an amount that the client types" in offered


@pytest.mark.parametrize("role", [Role.COMPLIANCE, Role.APPROVER, Role.ADMINISTRATOR])
def test_who_may_only_read_sees_all_of_it_and_has_nothing_to_press(
    adviser: HouseClient, desk_for: DeskFor, role: Role
) -> None:
    at = written(adviser)
    reader = desk_for(role)
    assert reader.get(at).status_code == 200
    assert reader.page.h1 == "Read a basket"
    assert reader.page.text("#advice-0-why") == SAID["advice-0-why"]
    assert has(reader.page.one("#basket > fieldset"), "disabled")
    outside_the_form = {attribute(each, "name") for each in reader.page.all("main form + * button, .acts--end button")}
    assert outside_the_form == set()
    assert reader.post(at, data={"action": "save"}).status_code == 403


def test_a_stranger_learns_nothing_from_a_form_whose_protection_ran_out(
    adviser: HouseClient, client_for: ClientFor, app: Flask
) -> None:
    at = written(adviser)
    stranger = client_for(app)
    answer = stranger.post(at, data={"action": "save"}, csrf=False)
    assert (answer.status_code, answer.location) == (303, "/desk/sign-in")


def test_a_size_that_nobody_can_work_out_is_asked_about_beside_its_field(adviser: HouseClient) -> None:
    written(adviser, reference_capital="", **{"advice-0-sizing": "capital"})
    assert "Enter the capital it is meant for" in adviser.page.text("#reference_capital-error")
    assert "To put right before sharing" not in adviser.page.text("main")


@pytest.mark.usefixtures("as_typed")
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(max_size=60), button=st.sampled_from(["save", "add", "up-0", "duplicate-0", "paste", "until"]))
def test_whatever_is_typed_is_never_lost_and_never_a_fault_of_the_page(
    app: Flask, adviser: HouseClient, text: str, button: str
) -> None:
    at = begin(adviser)
    text = text.encode("utf-8", "replace").decode()
    beside = {f"advice-0-{name}": text for name in LEG_FIELDS if name != "sizing"}
    whole = {"why": text, "valid_until": text, "reference_capital": text, "notes": text}
    answer = write(adviser, at, INFY, action=button, base=kept(app, at).edition, **beside, **whole)
    assert answer.status_code in {200, 303, 422}
    if answer.status_code == 303:
        assert adviser.get(answer.location).status_code == 200
    shown = dict(adviser.page.form("#basket").fields)
    expected = text.replace("\r\n", "\n").replace("\0", "")
    read = expected.replace("\r", "\n")  # a page that is read has no bare carriage return
    assert kept(app, at).proposal.why == expected or shown["why"].strip() == read.strip()


def test_a_moment_is_kept_in_one_writing_whether_it_was_picked_or_proposed(app: Flask, adviser: HouseClient) -> None:
    at = written(adviser, valid_until="2026-02-13 15:00", **{"advice-0-advised_at": "2026-02-11 10:15"})
    before = kept(app, at)
    assert form_of(adviser)["valid_until"] == "2026-02-13T15:00"
    assert attribute(adviser.page.one("#advice-0-advised_at"), "type") == "datetime-local"
    adviser.submit("#basket", ("action", "save"))
    assert kept(app, at) == before
