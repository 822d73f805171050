"""The record, its packs and the register as pages."""

from __future__ import annotations

import io
import zipfile

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.desk.advised import AT, MEERA, advise
from tests.page import attribute, text_of
from tests.web.desk.conftest import DeskFor
from tests.web.steps import world
from tokri.core.desk.roles import Role
from tokri.desk import pack
from tokri.limits import LIMITS


@pytest.fixture
def compliance(app: Flask, desk_for: DeskFor) -> HouseClient:
    advise(world(app))
    return desk_for(Role.COMPLIANCE)


def head(app: Flask) -> str:
    with world(app).store.reading() as view:
        return str(view.chain.head())


def test_the_newest_entries_are_told_with_who_and_from_where(compliance: HouseClient) -> None:
    compliance.get("/desk/record")
    table = compliance.page.text("#entries")
    assert "Version approved" in table
    assert "Arun" in table
    assert "private network" in table


def test_a_fact_that_is_very_long_is_cut_with_how_long_it_is(app: Flask, compliance: HouseClient) -> None:
    ids = " ".join(f"client-{number:05}" for number in range(5_000))
    with world(app).store.writing() as unit:
        unit.record(MEERA.event("clients chosen", "basket-1", AT, {"ids": ids}))
    compliance.get("/desk/record")
    told = compliance.page.text("#entries")
    assert "client-00001" in told
    assert "client-04999" not in told
    assert "… (64,999 characters; a pack has all of them)" in told


def test_facts_are_told_in_words_days_and_moments_as_everywhere_else(app: Flask, compliance: HouseClient) -> None:
    facts: dict[str, str | int | bool | None] = {
        "kite_agreed": True,
        "keep": False,
        "on": "2026-02-11",
        "until": "2026-02-12T04:00:00+00:00",
        "named": "2026-02-31",
    }
    with world(app).store.writing() as unit:
        unit.record(MEERA.event("session ended", "handoff-1", AT, facts))
    compliance.get("/desk/record")
    told = compliance.page.text("#entries")
    assert "keep: no; Kite confirmed it: yes; named: 2026-02-31; on: 11 Feb 2026; until: 12 Feb 2026, 09:30 IST" in told


def test_a_whole_record_is_told_to_be_whole_with_what_that_leaves_open(compliance: HouseClient) -> None:
    compliance.get("/desk/record")
    compliance.submit('form[action="/desk/record/check"]')
    told = compliance.page.text(".notice--proven")
    assert "All 5 entries follow one from the other" in told
    assert "What this cannot exclude" in told


def test_a_head_that_was_kept_settles_what_the_chain_leaves_open(app: Flask, compliance: HouseClient) -> None:
    compliance.get("/desk/record")
    compliance.submit('form[action="/desk/record/check"]', fields={"head": head(app)})
    assert "The head that you gave is in it." in compliance.page.text(".notice--proven")


def test_another_head_shows_that_the_record_was_written_anew(compliance: HouseClient) -> None:
    compliance.get("/desk/record")
    compliance.submit('form[action="/desk/record/check"]', fields={"head": f"2:{'0' * 64}"})
    assert "written anew" in compliance.page.text(".notice--wrong")


def test_a_person_who_was_erased_past_the_program_is_missed(app: Flask, compliance: HouseClient) -> None:
    with world(app).store.migrating() as connection:  # type: ignore[attr-defined]  # the store itself, for its tests
        connection.exec_driver_sql("DELETE FROM record_personal WHERE subject = 'client:c1'")
    compliance.get("/desk/record")
    compliance.submit('form[action="/desk/record/check"]')
    assert "the difference is 1." in compliance.page.text(".notice--wrong")


def test_whoever_reads_all_of_the_record_again_and_again_is_told_to_wait(
    compliance: HouseClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, "record", (2, 60))
    compliance.get("/desk/record")
    asked = [compliance.post("/desk/record/check").status_code for _ in range(3)]
    assert asked == [200, 200, 429]


def test_what_is_no_head_is_told_and_kept(compliance: HouseClient) -> None:
    compliance.get("/desk/record")
    answer = compliance.submit('form[action="/desk/record/check"]', fields={"head": "<b>half a hash"})
    assert answer.status_code == 422
    assert "A head is a number, a colon" in compliance.page.text("#error-summary")
    assert dict(compliance.page.form('form[action="/desk/record/check"]').fields)["head"] == "<b>half a hash"


def test_a_pack_is_a_zip_with_a_page_and_a_program_that_checks_it(compliance: HouseClient) -> None:
    compliance.get("/desk/record")
    answer = compliance.post("/desk/record/pack", data={"of": "advice", "subject": "basket-1"}, csrf=True)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="tokri-advice-')
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert {"index.html", "verify.py", "manifest.json", "chain.jsonl", "register.csv"} <= set(archive.namelist())
        assert "Banks, a first step" in archive.read("index.html").decode()


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"of": "advice", "subject": "none"}, 404),
        ({"of": "client", "subject": "none"}, 404),
        ({"of": "client"}, 400),
        ({"of": "everything"}, 400),
        ({"of": "period", "first": "last week"}, 200),
    ],
)
def test_a_pack_of_nothing_is_answered_plainly(compliance: HouseClient, asked: dict[str, str], status: int) -> None:
    compliance.get("/desk/record")
    assert compliance.post("/desk/record/pack", data=asked, csrf=True).status_code == status


def test_the_register_is_a_page_and_a_file_of_the_same_lines(compliance: HouseClient) -> None:
    compliance.get("/desk/register")
    assert "Asha Rao" in compliance.page.text("#register")
    answer = compliance.submit('form[action="/desk/register/file"]')
    assert answer.mimetype == "text/csv"
    assert answer.data.decode().count("HDFCBANK") == 2


def test_a_period_before_any_advice_has_an_empty_register(compliance: HouseClient) -> None:
    compliance.get("/desk/register?last=2020-12-31")
    assert "Nothing was shared in this period." in compliance.page.text("main")


def test_a_long_register_has_pages_and_keeps_what_was_asked_for(
    compliance: HouseClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pack, "A_PAGE", 1)
    compliance.get("/desk/register?first=2026-02-11&last=2026-02-11")
    assert "2 pieces of advice, page 1 of 2" in compliance.page.text("#register caption")
    [older] = [each for each in compliance.page.all("main a") if "Older" in text_of(each)]
    assert attribute(older, "href") == "/desk/register?first=2026-02-11&last=2026-02-11&page=2"
    compliance.get(attribute(older, "href"))
    assert "Ravi Nair" in compliance.page.text("#register")
    assert "Asha Rao" not in compliance.page.text("#register")


def test_the_register_of_one_client_is_a_page_and_a_file(compliance: HouseClient) -> None:
    compliance.get("/desk/register?client=%20c2")
    assert "Ravi Nair" in compliance.page.text("#register")
    assert "Asha Rao" not in compliance.page.text("#register")
    text = compliance.submit('form[action="/desk/register/file"]').data.decode()
    assert "Ravi Nair" in text
    assert "Asha Rao" not in text
    compliance.get("/desk/register?client=C9")
    assert "There is no client with the code C9." in compliance.page.text("main")


@pytest.mark.parametrize(
    "asked", ["first=0001-01-01", "last=9999-12-31", "page=0", "page=%C2%B2", "page=99999999", "client=%00", "first=x"]
)
def test_an_odd_address_shows_the_register(compliance: HouseClient, asked: str) -> None:
    assert compliance.get(f"/desk/register?{asked}").status_code == 200
    assert "Asha Rao" in compliance.page.text("#register")


def test_the_register_says_nothing_of_returns(compliance: HouseClient) -> None:
    compliance.get("/desk/register")
    said = compliance.page.text("main").lower()
    assert not [word for word in ("return", "profit", "hit rate", "gain") if word in said]
