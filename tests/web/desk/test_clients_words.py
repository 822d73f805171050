"""What is said of clients: every code has its sentence, and no text of anybody's is ever an error of ours."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.web.desk.clients import ASHA, add, kept, register
from tests.web.steps import rows, world
from tokri.core.desk.client import CheckKind, Consenter
from tokri.core.desk.client_csv import FileFault, FileProblem
from tokri.core.desk.client_fields import FieldFault
from tokri.core.desk.client_holdings import HoldingsFault, HoldingsProblem
from tokri.core.desk.client_import import Fate
from tokri.core.desk.client_list import SORTS, Standing
from tokri.core.desk.client_reading import FIELDS, ClientFault, PairFault
from tokri.core.desk.suitability import Bar, RiskClass
from tokri.core.ports.passwords import PasswordsBusy
from tokri.web.context import KEY
from tokri.web.words import client_files as columns
from tokri.web.words import clients as words

A_SENTENCE = re.compile(r"[A-Z“][^{}]*[.]")
FACTS: dict[str, str | int] = {
    **dict.fromkeys(("typed", "name", "field", "missing", "symbol"), "typed"),
    **dict.fromkeys(("rows", "most", "row", "characters"), 7),
}


@pytest.mark.parametrize("code", list(FieldFault))
@pytest.mark.parametrize("field", [*FIELDS, "check_value"])
def test_every_fault_of_every_field_is_a_whole_sentence(field: str, code: FieldFault) -> None:
    said = words.fault(ClientFault(field, code, {"typed": "abc", **({"kind": "pan"} if "check" in field else {})}))
    assert A_SENTENCE.fullmatch(said), said
    assert not re.search(r"\bthe the\b|\binvalid\b|please| - ", said, re.IGNORECASE)


@pytest.mark.parametrize("consenter", list(Consenter))
@pytest.mark.parametrize("code", list(PairFault))
def test_every_fault_of_a_pair_is_a_whole_sentence(code: PairFault, consenter: Consenter) -> None:
    facts = {"typed": "C1", "name": "Asha", "kind": "huf", "consenter": consenter, "instead": "karta"}
    assert A_SENTENCE.fullmatch(words.fault(ClientFault("consenter", code, facts)))


def test_who_consents_is_named_as_one_would_say_it() -> None:
    said = {
        each: words.fault(ClientFault("consenter_name", PairFault.NAME_MISSING, {"consenter": each}))
        for each in (Consenter.GUARDIAN, Consenter.KARTA, Consenter.SIGNATORY)
    }
    assert said == {
        Consenter.GUARDIAN: "Enter the name of the guardian, who consents for the account.",
        Consenter.KARTA: "Enter the name of the karta, who consents for the account.",
        Consenter.SIGNATORY: "Enter the name of the authorised signatory, who consents for the account.",
    }


def test_every_fault_of_a_file_and_of_holdings_is_a_whole_sentence() -> None:
    for code in FileFault:
        assert A_SENTENCE.fullmatch(words.file_problem(FileProblem(code, FACTS))), code
    for each in HoldingsFault:
        assert A_SENTENCE.fullmatch(words.holdings_problem(HoldingsProblem(each, 3, FACTS))), each
    assert (set(words.FILES), set(words.HOLDINGS)) == (set(FileFault), set(HoldingsFault))


def test_everything_on_a_list_has_its_words_and_every_column_its_meaning() -> None:
    assert set(words.BARS) == set(Bar)
    assert set(words.STANDINGS) == set(Standing)
    assert set(words.FATES) == set(Fate)
    assert set(words.RISKS) == {each.value for each in RiskClass}
    assert tuple(words.SORTS) == SORTS
    assert set(words.CHECKS) == set(CheckKind)
    assert tuple(name for name, _, _ in columns.COLUMNS) == FIELDS
    assert set(FIELDS) <= set(words.LABELS)
    assert columns.SAMPLE.splitlines()[0].removeprefix("\ufeff").split(",") == list(FIELDS)


HOSTILE = (
    *("\0", "a\0b", "=1+1", "\u202e", "²", "1_0", "NaN", "{{7*7}}", "<script>", "'\"--", "\r\n"),
    *("x" * 20_000, "🙂" * 300),
)


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_in_every_field_is_a_fault_or_is_kept_and_never_an_error_of_ours(
    app: Flask, adviser: HouseClient, as_typed: None, text: str
) -> None:
    del as_typed
    address = add(adviser)
    adviser.get(f"{address}/edit")
    fields = dict.fromkeys((*ASHA, "base", "language", "broker", "ddpi", "check_kind", "check_value"), text)
    assert adviser.post(f"{address}/edit", data=fields).status_code in {413, 422}
    assert adviser.post("/desk/clients/new", data=fields).status_code in {413, 422}
    assert adviser.post(f"{address}/edit", data={**ASHA, "base": text}).status_code in {409, 413}
    assert adviser.post(f"{address}/activity", data={"reason": text, "to": text}).status_code in {303, 413, 422}
    assert adviser.get(
        "/desk/clients", query_string=dict.fromkeys(("q", "group", "risk", "kind", "sort", "page"), text)
    )
    assert adviser.post("/desk/clients/import/keep", data={"text": text, "sha256": text}).status_code in {409, 422}
    assert len(register(app)) == 1
    assert kept(app, "C001").name == "Asha Rao"


def test_when_too_many_passwords_wait_what_was_typed_stays_in_the_form(app: Flask, adviser: HouseClient) -> None:
    adviser.get("/desk/clients/new")
    tools = app.extensions[KEY]

    class Busy:
        def hash(self, password: str) -> str:
            del password
            raise PasswordsBusy

    app.extensions[KEY] = replace(tools, outside=replace(world(app), passwords=Busy()))
    answer = adviser.submit("main form", fields={**ASHA, "check_kind": "pan", "check_value": "234F"})
    assert answer.status_code == 503
    assert "Nothing was saved; press the button again." in adviser.page.text(".notice")
    assert dict(adviser.page.form().fields)["name"] == "Asha Rao"
    assert register(app) == []


def test_looking_at_clients_changes_nothing(app: Flask, adviser: HouseClient, administrator: HouseClient) -> None:
    address = add(adviser)
    before = rows(app)
    for path in ("", "/edit", "/activity", "/holdings"):
        assert adviser.get(address + path).status_code == 200
    for path in ("", "/new", "/import", "/sample.csv", "?q=asha"):
        assert adviser.get(f"/desk/clients{path}").status_code == 200
    assert administrator.get(f"{address}/erase").status_code == 200
    assert rows(app) == before
