"""The register of clients as pages: the list, a client's own page, the form, and whether a client gets a basket."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.journey.fakes import FakeClock
from tests.page import attribute, text_of
from tests.web.desk.clients import ASHA, add, kept, register
from tests.web.desk.conftest import DeskFor
from tests.web.desk.sharing_steps import firm
from tests.web.steps import world
from tokri.core.desk.firm import FirmKind
from tokri.core.desk.roles import Role


def test_a_client_is_added_and_shown_whole_on_their_own_page(adviser: HouseClient) -> None:
    address = add(adviser)
    assert adviser.get(address).status_code == 200
    assert adviser.page.h1 == "Asha Rao"
    told = adviser.page.text("dl.facts")
    for said in ("+919876543210", "asha@example.com", "AB1234", "Low to moderate", "₹25,00,000", "Mumbai, Retired"):
        assert said in told
    assert "5 Jan 2027" in told


def test_a_list_shows_of_personal_data_no_more_than_tells_whose_it_is(adviser: HouseClient) -> None:
    add(adviser)
    adviser.get("/desk/clients")
    page = adviser.page.html
    assert "•••• 3210" in page
    assert "a•••@…" in page
    assert "AB••34" in page
    assert not re.search("9876543210|98765 43210|asha@example|AB1234", page)


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("code", "C 001", "letters, digits, hyphens and underscores"),
        ("code", "", "Enter a code of your own for the client."),
        ("name", "", "Enter the client’s name."),
        ("name", "=1+1", "begins with a sign"),
        ("phone", "12345", "is no phone number"),
        ("email", "asha@", "is no address"),
        ("kite_user_id", "1234", "does not look like one"),
        ("account_kind", "minor", "The client cannot consent for a minor’s account. Choose a guardian."),
        ("consenter", "karta", "The karta cannot consent for a resident’s own account. Choose the client."),
        ("consenter_name", "Ravi", "The client consents, so nobody else is named."),
        ("risk_on", "", "Enter the day on which the risk class was found."),
        ("risk_on", "31-02-2026", "is no day. Write it as"),
        ("agreement_until", "2025-01-01", "The agreement ends before it begins."),
        ("capital", "much", "is no amount"),
        ("multiplier", "0", "is not between 0.01 and 1,000"),
    ],
)
def test_what_is_wrong_is_said_by_its_field_and_what_was_typed_stays(
    app: Flask, adviser: HouseClient, field: str, text: str, said: str
) -> None:
    adviser.get("/desk/clients/new")
    answer = adviser.submit("main form", fields={**ASHA, field: text})
    assert answer.status_code == 422
    assert adviser.page.text("title").startswith("Error: ")
    assert said in adviser.page.text("#error-summary")
    again = dict(adviser.page.form().fields)
    assert again[field] == text
    assert all(again[name] == value for name, value in ASHA.items() if name not in {field, "check_value"})
    assert register(app) == []


def test_what_was_typed_wrong_can_be_put_right_in_the_same_form(app: Flask, adviser: HouseClient) -> None:
    adviser.get("/desk/clients/new")
    adviser.submit("main form", fields={**ASHA, "phone": "nine"})
    assert adviser.submit("main form", fields={"phone": "98765 43210"}).status_code == 303
    assert [each.code for each in register(app)] == ["C001"]


def test_a_code_is_given_once_however_it_is_written(app: Flask, adviser: HouseClient) -> None:
    add(adviser)
    adviser.get("/desk/clients/new")
    answer = adviser.submit("main form", fields={**ASHA, "code": "c001"})
    assert answer.status_code == 422
    assert "The code C001 is taken: it is that of Asha Rao." in adviser.page.text("#error-summary")
    assert len(register(app)) == 1


def test_the_segments_that_were_ticked_are_kept(app: Flask, adviser: HouseClient) -> None:
    address = add(adviser, **{"segment-NSE": "yes", "segment-NFO": "yes"})
    assert kept(app, "C001").segments == ("NSE", "NFO")
    adviser.get(f"{address}/edit")
    adviser.submit("main form", fields={"segment-NFO": None})
    assert kept(app, "C001").segments == ("NSE",)


def test_of_two_who_change_one_client_the_second_is_shown_both_and_overwrites_nothing_unseen(
    app: Flask, adviser: HouseClient, desk_for: DeskFor
) -> None:
    address, other = add(adviser), desk_for(Role.ADVISER)
    for browser in (adviser, other):
        browser.get(f"{address}/edit")
    assert other.submit("main form", fields={"phone": "98765 00000"}).status_code == 303
    answer = adviser.submit("main form", fields={"email": "new@example.com"})
    assert answer.status_code == 409
    told = adviser.page.text("#differences")
    assert "+919876500000" in told
    assert "new@example.com" in told
    assert kept(app, "C001").phone == "+919876500000"
    assert adviser.submit("main form", fields={"phone": "98765 00000"}).status_code == 303
    assert (kept(app, "C001").phone, kept(app, "C001").email) == ("+919876500000", "new@example.com")


def test_a_check_value_is_never_shown_again_and_stays_when_it_is_left_empty(app: Flask, adviser: HouseClient) -> None:
    address = add(adviser, check_kind="pan", check_value="234f")
    for page in (address, f"{address}/edit"):
        adviser.get(page)
        assert "234F" not in adviser.page.html.upper()
    before = register(app)[0].check_hash
    assert before == "kept:234F"
    adviser.submit("main form", fields={"name": "Asha R"})
    assert register(app)[0].check_hash == before
    adviser.get(f"{address}/edit")
    adviser.submit("main form", fields={"check_kind": ""})
    assert register(app)[0].check_hash is None


def test_a_check_value_that_cannot_be_one_is_asked_for_again_and_not_repeated(app: Flask, adviser: HouseClient) -> None:
    adviser.get("/desk/clients/new")
    answer = adviser.submit("main form", fields={**ASHA, "check_kind": "pan", "check_value": "ZZZZZ"})
    assert answer.status_code == 422
    assert "three digits and a letter" in adviser.page.text("#error-summary")
    assert "ZZZZZ" not in adviser.page.html
    assert register(app) == []


def test_other_accounts_of_one_phone_are_named_on_the_clients_page(adviser: HouseClient) -> None:
    address = add(adviser)
    add(adviser, code="C002", name="Rao HUF", account_kind="huf", consenter="karta", consenter_name="Mohan Rao")
    adviser.get(address)
    assert "also the phone of Rao HUF (C002)" in adviser.page.text("main")


def test_a_name_is_text_whatever_it_looks_like(adviser: HouseClient, as_typed: None) -> None:
    del as_typed
    address = add(adviser, name="O'Brien <script>alert(1)</script> {{ 7*7 }}")
    for page in (address, "/desk/clients", f"{address}/edit", f"{address}/activity"):
        adviser.get(page)
        assert "<script>alert" not in adviser.page.html
        assert "{{ 7*7 }}" in adviser.page.html


def test_the_list_tells_who_gets_a_basket_today_and_why_others_do_not(
    adviser: HouseClient, desk_for: DeskFor, clock: FakeClock
) -> None:
    add(adviser)
    add(adviser, code="C002", name="Bina", agreement_from="", agreement_until="")
    add(adviser, code="C003", name="Chitra", agreement_from="2026-03-01", agreement_until="")
    adviser.get("/desk/clients")
    rows = [" ".join(each.to_text().split()) for each in adviser.page.all("#clients tbody tr")]
    assert rows[0].endswith("Yes")
    assert "No agreement is entered." in rows[1]
    assert "Their agreement has not begun." in rows[2]
    clock.forward(days=400)
    later = desk_for(Role.ADVISER)
    later.get("/desk/clients?state=agreement-ended")
    assert "Their agreement has ended." in later.page.text("#clients")


def test_what_is_looked_for_stands_in_the_address_and_in_the_form(adviser: HouseClient) -> None:
    add(adviser)
    add(adviser, code="C002", name="Bina Shah", phone="91234 56789", groups="Delhi", kite_user_id="")
    for query, found in (
        ("q=asha", ["Asha Rao"]),
        ("q=c002", ["Bina Shah"]),
        ("q=6789", ["Bina Shah"]),
        ("q=retired", ["Asha Rao"]),
        ("group=Delhi", ["Bina Shah"]),
        ("risk=low-to-moderate&kind=resident", ["Asha Rao", "Bina Shah"]),
        ("state=inactive", []),
        ("kind=huf", []),
        ("sort=code&page=99&state=nonsense", ["Asha Rao", "Bina Shah"]),
        ("q=%00zz&page=-1&sort=%27", []),
    ):
        assert adviser.get(f"/desk/clients?{query}").status_code == 200
        assert [each.to_text() for each in adviser.page.all("#clients tbody th a")] == found, query
    adviser.get("/desk/clients?q=asha&group=Mumbai")
    assert dict(adviser.page.form('form[role="search"]').fields)["group"] == "Mumbai"


def test_a_client_is_made_inactive_with_a_reason_and_gets_nothing_until_taken_back(adviser: HouseClient) -> None:
    address = add(adviser)
    adviser.get(f"{address}/activity")
    assert adviser.submit("main form", fields={"reason": "  "}).status_code == 422
    assert "Write why" in adviser.page.text("#error-summary")
    assert adviser.submit("main form", fields={"reason": "Moved to another adviser"}).status_code == 303
    adviser.get(address)
    assert "Asha Rao is inactive." in adviser.page.text(".notice")
    adviser.get(f"{address}/activity")
    assert adviser.submit("main form", fields={"reason": "Came back"}).status_code == 303
    adviser.get(address)
    assert not adviser.page.all(".notice")


def test_whoever_was_never_assessed_gets_no_basket_yet_from_an_adviser_and_one_from_an_analyst(
    app: Flask, adviser: HouseClient
) -> None:
    address = add(adviser, risk_class="", risk_on="")
    adviser.get("/desk/clients")
    assert "Not yet No risk class on record." in adviser.page.text("#clients")
    adviser.get(address)
    assert adviser.page.text(".notice") == "No basket goes to them yet No risk class on record."
    firm(app, kind=FirmKind.ANALYST)
    adviser.get("/desk/clients")
    assert "Not yet" not in adviser.page.text("#clients")
    adviser.get(address)
    assert not adviser.page.all(".notice")


def test_an_assessment_of_long_ago_lets_no_basket_go(adviser: HouseClient) -> None:
    add(adviser, risk_on="2025-02-10")
    adviser.get("/desk/clients")
    assert "Their risk class is out of date; assess it again." in adviser.page.text("#clients")


def test_the_segments_say_where_a_client_sees_them(adviser: HouseClient) -> None:
    adviser.get("/desk/clients/new")
    assert "They see it there under Profile." in adviser.page.text("#segments-hint")
    assert attribute(adviser.page.one("#segments"), "aria-describedby") == "segments-hint"


def test_compliance_reads_the_register_and_is_offered_no_change(adviser: HouseClient, desk_for: DeskFor) -> None:
    address, reader = add(adviser), desk_for(Role.COMPLIANCE)
    assert reader.get("/desk/clients").status_code == 200
    assert [each.to_text() for each in reader.page.all("main button")] == ["Show"]
    assert "Add a client" not in reader.page.text("main")
    assert reader.get(address).status_code == 200
    assert "+919876543210" in reader.page.text("dl.facts")
    assert [each.to_text() for each in reader.page.all("main button")] == ["Make their pack (ZIP)"]


def test_what_was_done_with_a_client_stands_on_their_page_newest_first(adviser: HouseClient, clock: FakeClock) -> None:
    address = add(adviser)
    for number in range(21):
        clock.forward(minutes=1)
        adviser.get(f"{address}/edit")
        adviser.submit("main form", fields={"name": f"Asha {number}", "risk_class": "high" if number else "moderate"})
    adviser.get(address)
    rows = adviser.page.all("#told tbody tr")
    assert len(rows) == 20
    newest = text_of(rows[0])
    assert newest.startswith("Client changed Name: Asha 20")
    assert newest.endswith("11 Feb 2026, 10:51 IST")
    assert "Older entries are in their pack." in adviser.page.text("main")
    assert adviser.submit("#pack").mimetype == "application/zip"


def test_of_whoever_was_erased_the_steps_stay_and_nothing_personal(adviser: HouseClient, desk_for: DeskFor) -> None:
    address = add(adviser, agreement_from="", agreement_until="")
    administrator = desk_for(Role.ADMINISTRATOR)
    administrator.get(f"{address}/erase")
    assert administrator.submit("main form", fields={"code": "C001"}).status_code == 303
    adviser.get(address)
    told = adviser.page.text("#told")
    assert "Client erased" in told
    assert "Client added Of Name, Phone, E-mail" in told
    assert "which the record does not hold" in told
    assert "Asha" not in told


def test_what_the_record_says_of_a_client_stands_under_them_and_never_how_they_are_reached(
    app: Flask, adviser: HouseClient
) -> None:
    address = add(adviser, check_kind="birth-year", check_value="1961")
    adviser.get(f"{address}/edit")
    adviser.submit("main form", fields={"name": "Asha R Rao", "phone": "90000 00001"})
    client = register(app)[0]
    with world(app).store.reading() as view:
        told = [(entry, beside) for entry, beside in view.chain.rows() if entry.subject == client.subject]
    assert [entry.kind for entry, _ in told] == ["client added", "client changed"]
    assert told[1][0].facts["fields"] == "name phone"
    everything = repr(told)
    for secret in ("1961", "9876543210", "9000000001", "asha@example.com"):
        assert secret not in everything
    assert all("Asha" not in repr(entry) for entry, _ in told)
    assert all(beside is not None and beside.subject == client.subject for _, beside in told)
