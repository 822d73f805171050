"""The firm's page and the pages that change it: who may, what is asked, what comes back when something is wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.journey.fakes import FakeClock
from tests.page import attribute, text_of
from tests.web.desk.conftest import DeskFor
from tests.web.desk.staff import enter, hire
from tests.web.steps import rows, world
from tokri.core.desk.firm import Firm, FirmKind
from tokri.core.desk.roles import Role
from tokri.desk.example_firm import EXAMPLE_FIRM

WHO = {
    "kind": "investment-adviser",
    "name": "Vriksha Advisers",
    "sebi_number": "INA000000000",
    "bse_number": "1234",
    "office": "1 Marine Drive,\r\nMumbai 400020",
    "phone": "+91 22 4000 1234",
}

PAGES = ("who", "complaints", "sentences", "logo", "work", "kite")


def firm(app: Flask) -> Firm:
    """The firm as it is kept."""
    with world(app).store.reading() as view:
        latest = view.firm.latest()
    return latest.firm if latest else Firm()


def found(app: Flask, firm: Firm = EXAMPLE_FIRM) -> None:
    """Put a firm into the store."""
    with world(app).store.writing() as unit:
        latest = unit.firm.latest()
        unit.firm.save(firm, latest.number if latest else 0, "somebody", world(app).clock())


def fill(client: HouseClient, part: str, **fields: str | None) -> int:
    """Open a page of the firm, type, and press its button; answers the status."""
    assert client.get(f"/desk/firm/{part}").status_code == 200
    return client.submit("main form", fields=fields).status_code


def test_whether_a_second_factor_is_wanted_is_asked_with_the_password_again(app: Flask, client: HouseClient) -> None:
    enter(app, client, hire(app, Role.ADMINISTRATOR), confirmed=False)
    answer = client.get("/desk/firm/work")
    assert (answer.status_code, answer.location) == (303, "/desk/confirm?back=desk_firm_work")
    assert client.get("/desk/firm/who").status_code == 200


def test_everybody_of_the_firm_sees_it_and_its_administrator_alone_changes_it(app: Flask, desk_for: DeskFor) -> None:
    found(app)
    for role in Role:
        client = desk_for(role)
        assert client.get("/desk/firm").status_code == 200
        assert EXAMPLE_FIRM.name in client.page.text("main")
        buttons = [text_of(each) for each in client.page.all("main a.button")]
        assert bool(buttons) == (role is Role.ADMINISTRATOR)
        for page in PAGES:
            expected = 200 if role is Role.ADMINISTRATOR else 403
            assert client.get(f"/desk/firm/{page}").status_code == expected, (role, page)


def test_what_is_typed_about_the_firm_is_kept_and_shown(app: Flask, administrator: HouseClient) -> None:
    assert fill(administrator, "who", **WHO) == 303
    kept = firm(app)
    assert (kept.name, kept.kind, kept.office) == (WHO["name"], FirmKind.ADVISER, "1 Marine Drive, Mumbai 400020")
    administrator.get("/desk/firm?saved=who")
    assert administrator.page.text(".said") == "Saved: who you are."
    assert "INA000000000" in administrator.page.text("main")


def test_what_is_missing_before_a_link_may_be_sent_leads_to_its_field(
    app: Flask, administrator: HouseClient, adviser: HouseClient
) -> None:
    administrator.get("/desk/firm")
    links = [attribute(each, "href") for each in administrator.page.all(".notice--warning a")]
    assert links[0] == "/desk/firm/who#name"
    assert "/desk/firm/sentences#warning-en" in links
    assert links[-1] == "/desk/firm/kite#enabled_for_others"
    for link in links:
        address, _, field = link.partition("#")
        administrator.get(address)
        assert administrator.page.all(f"#{field}"), link
    adviser.get("/desk/firm")
    assert "by an administrator" in adviser.page.text(".notice--warning")
    assert not adviser.page.all(".notice--warning a")
    found(app)
    administrator.get("/desk/firm")
    assert not administrator.page.all(".notice--warning")


def test_the_front_page_of_the_desk_says_that_no_link_can_be_sent_yet(app: Flask, adviser: HouseClient) -> None:
    adviser.get("/desk")
    assert "14 things about the firm are still to be filled in" in adviser.page.text("main")
    found(app, replace(EXAMPLE_FIRM, phone=""))
    adviser.get("/desk")
    assert "One thing about the firm is still to be filled in" in adviser.page.text("main")
    found(app)
    adviser.get("/desk")
    assert "No client can be sent" not in adviser.page.text("main")


def test_the_page_says_whether_anybody_may_build_a_basket(app: Flask, adviser: HouseClient) -> None:
    adviser.get("/desk/firm")
    assert "is open to anybody on this site: it closes when" in adviser.page.text("main")
    found(app)
    adviser.get("/desk/firm")
    assert "is closed on this site: it closes when" in adviser.page.text("main")


def test_a_fault_is_told_at_its_field_and_nothing_typed_is_lost(app: Flask, administrator: HouseClient) -> None:
    assert fill(administrator, "who", **{**WHO, "sebi_number": "Vriksha", "phone": "call me"}) == 422
    page = administrator.page
    assert page.text("title").startswith("Error: ")
    assert [attribute(each, "href") for each in page.all("#error-summary a")] == ["#sebi_number", "#phone"]
    assert "nine digits" in page.text("#sebi_number-error")
    assert attribute(page.one("#phone"), "value") == "call me"
    assert "1 Marine Drive" in page.text("#office")
    assert firm(app) == Firm()


def test_a_number_of_another_shape_is_kept_and_said_to_be_unusual(app: Flask, administrator: HouseClient) -> None:
    assert fill(administrator, "who", **{**WHO, "sebi_number": "inh00000001"}) == 303
    assert firm(app).sebi_number == "INH00000001"
    administrator.get("/desk/firm")
    looks = administrator.page.text(".notice--note")
    assert "usually are INA" in looks
    assert "with INA is expected" in looks


def test_the_exact_sentences_stand_letter_by_letter_as_they_were_pasted(
    app: Flask, administrator: HouseClient, as_typed: None
) -> None:
    del as_typed
    odd = "Investment  in \"securities\" market are\r\n\r\n  subject – to 'market' risks <b>&amp; \u00a0more</b>."
    hindi = "क्\u200dया \u200cनिवेश"
    fields = {"warning-en": f"  \n{odd}\n ", "registration-en": "Registration granted by SEBI"}
    assert fill(administrator, "sentences", **fields, **{"warning-hi": hindi, "registration-hi": hindi}) == 303
    kept = firm(app).words
    assert kept["en"].warning == odd.replace("\r\n", "\n")
    assert kept["hi"].warning == hindi
    administrator.get("/desk/firm")
    shown = administrator.page.all(".firm .exact bdi")[0]
    assert shown.to_text(separator="", strip=False) == odd.replace("\r\n", "\n")
    assert attribute(administrator.page.all(".firm .exact")[0], "lang") == "en"
    administrator.get("/desk/firm/sentences")
    assert administrator.submit("main form").status_code == 303
    assert firm(app).words == kept


def test_a_language_is_added_and_one_half_of_it_is_not_enough(app: Flask, administrator: HouseClient) -> None:
    tamil = {"language": "ta", "warning-new": "முதலீடு"}
    assert fill(administrator, "sentences", **tamil) == 422
    assert "paste this one too" in administrator.page.text("#registration-new-error")
    assert administrator.page.all("#another[open]")
    assert administrator.submit("main form", fields={"registration-new": "செபி", "language": ""}).status_code == 422
    assert "choose a language" in administrator.page.text("#language-error")
    assert administrator.submit("main form", fields={"language": "ta"}).status_code == 303
    assert firm(app).words["ta"].registration == "செபி"
    administrator.get("/desk/firm/sentences")
    assert administrator.page.text("#warning-ta") == "முதலீடு"
    cleared = {"warning-ta": "", "registration-ta": ""}
    assert administrator.submit("main form", fields=cleared).status_code == 303
    assert "ta" not in firm(app).words


def test_nothing_is_filled_in_from_the_wording_that_is_widely_quoted(administrator: HouseClient) -> None:
    administrator.get("/desk/firm/sentences")
    assert "subject to market risks" in administrator.page.text("#known")
    assert administrator.page.text("#warning-en") == ""
    administrator.get("/desk/firm")
    assert "market risks" not in administrator.page.text("main")


def test_the_switches_are_switched_and_records_are_kept_for_five_years_at_least(
    app: Flask, administrator: HouseClient
) -> None:
    switches = {"rationale_required": None, "approval_required": "yes", "totp_required": "yes", "link_check": "yes"}
    assert fill(administrator, "work", **switches, retention_years="4") == 422
    assert "At least 5" in administrator.page.text("#retention_years-hint")
    assert not administrator.page.all("#rationale_required[checked]")
    assert administrator.submit("main form", fields={"retention_years": "8"}).status_code == 303
    kept = firm(app)
    assert (kept.rationale_required, kept.approval_required, kept.totp_required, kept.link_check) == (
        *(False, True, True),
        True,
    )
    assert kept.retention_years == 8


def test_who_saves_second_is_told_what_changed_and_loses_nothing(
    app: Flask, administrator: HouseClient, desk_for: DeskFor
) -> None:
    other = desk_for(Role.ADMINISTRATOR, name="Meera <i>Iyer</i>")
    administrator.get("/desk/firm/who")
    assert fill(other, "who", **{**WHO, "name": "Vriksha & Sons"}) == 303
    assert administrator.submit("main form", fields=WHO).status_code == 409
    said = administrator.page.text(".notice--warning")
    assert "Meera <i>Iyer</i>" in said
    assert "Vriksha & Sons" in said
    assert attribute(administrator.page.one("#name"), "value") == WHO["name"]
    assert firm(app).name == "Vriksha & Sons"
    assert administrator.submit("main form").status_code == 303
    assert firm(app).name == WHO["name"]


def test_every_save_is_in_the_record_with_the_names_of_the_fields_and_never_their_texts(
    app: Flask, administrator: HouseClient, clock: FakeClock
) -> None:
    fill(administrator, "who", **WHO)
    fill(administrator, "who")
    with world(app).store.reading() as view:
        entries = [each for each, _ in view.chain.rows() if each.kind == "firm changed"]
    assert len(entries) == 1
    assert entries[0].facts == {"edition": 1, "fields": "name, sebi_number, bse_number, office, phone"}
    assert entries[0].who.startswith("user:person-")
    assert entries[0].where == "this machine"
    assert entries[0].at == clock()
    administrator.get("/desk/firm")
    (save,) = administrator.page.all("#changes tbody tr")
    assert "Administrator" in text_of(save)
    assert "Telephone" in text_of(save)


@pytest.mark.parametrize("edition", ["", "nine", "-1", "99999999999999999999", "²", "7"])
def test_a_form_of_no_edition_saves_nothing_and_breaks_nothing(
    app: Flask, administrator: HouseClient, edition: str
) -> None:
    found(app)
    administrator.get("/desk/firm/who")
    assert administrator.submit("main form", fields={**WHO, "edition": edition}).status_code == 409
    assert firm(app) == EXAMPLE_FIRM


HOSTILE = (
    "<script>alert(1)</script>",
    '" autofocus onfocus="alert(1)',
    "{{ 7 * 7 }}",
    "javascript:alert(1)",
    "'; DROP TABLE people; --",
    "नमूना सलाहकार 🙂",
    "\u202etxt.exe",
    "a\x00b",
    "x" * 10_000,
)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("part", ["who", "complaints", "sentences", "work", "kite"])
def test_whatever_is_typed_anywhere_is_shown_as_typed_or_refused(
    administrator: HouseClient, as_typed: None, part: str, text: str
) -> None:
    del as_typed
    administrator.get(f"/desk/firm/{part}")
    form = administrator.page.form("main form")
    typed = dict.fromkeys(form.offered - {"csrf_token", "edition"}, text)
    answer = administrator.post(form.action, data={**typed, "edition": "0"})
    assert answer.status_code in {303, 422}
    administrator.get("/desk/firm")
    for link in administrator.page.all(".firm a"):
        assert attribute(link, "href").startswith("https://")
        assert attribute(link, "rel") == "external noopener noreferrer"
    assert not administrator.page.all("script:not([src])")


def test_no_link_leads_anywhere_but_by_https(app: Flask, administrator: HouseClient) -> None:
    for address in (
        "http://firm.in",
        "javascript:alert(1)",
        "https://me@firm.in",
        "//firm.in",
        "https:firm.in",
        "firm.in",
    ):
        assert fill(administrator, "complaints", grievance_url=address) == 422, address
        assert "begins with https://" in administrator.page.text("#grievance_url-error")
    assert fill(administrator, "complaints", grievance_url="https://firm.in/complaints?of=me#here") == 303
    assert firm(app).grievance_url == "https://firm.in/complaints?of=me#here"


def test_where_zerodha_has_not_enabled_the_app_for_others_a_publisher_key_is_named(
    administrator: HouseClient,
) -> None:
    assert fill(administrator, "kite", enabled_for_others="no") == 303
    administrator.get("/desk/firm")
    assert "Use a Publisher key" in administrator.page.text("main")
    administrator.get("/desk/firm/kite")
    assert "is not enabled for the app" in administrator.page.text("main")
    assert administrator.submit("main form", fields={"enabled_for_others": "yes"}).status_code == 303
    administrator.get("/desk/firm")
    assert "Use a Publisher key" not in administrator.page.text("main")


def test_with_a_publisher_key_nothing_is_asked_of_zerodha(client_for: ClientFor) -> None:
    client = client_for(kite_api_secret="")
    enter(client.application, client, hire(client.application, Role.ADMINISTRATOR))
    client.get("/desk/firm")
    assert "Zerodha" not in client.page.text("main")
    assert client.get("/desk/firm/kite").status_code == 404


def test_a_get_of_any_of_its_pages_changes_nothing(app: Flask, administrator: HouseClient) -> None:
    found(app, replace(EXAMPLE_FIRM, name="Of the firm"))
    before = rows(app)
    for page in ("", *(f"/{each}" for each in PAGES)):
        assert administrator.get(f"/desk/firm{page}").status_code == 200
    assert rows(app) == before
