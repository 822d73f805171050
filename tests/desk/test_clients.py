"""Clients as use cases: what is recorded, what two people do at once, and what may be erased when."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.desk.advised import MEERA, advise
from tests.journey.fakes import FakeClock
from tokri.core.desk.client import CheckKind, Client, Holding
from tokri.core.desk.client_fields import FieldFault
from tokri.core.desk.client_import import Fate
from tokri.core.desk.client_reading import ClientText, PairFault
from tokri.core.ports import Entry, Outside, Personal
from tokri.core.record_check import check
from tokri.desk import client_files as files
from tokri.desk import clients as desk
from tokri.desk.client_erasing import erase
from tokri.desk.clients import CheckTyped, Overtaken, Refused, Saved
from tokri.link.checking import matches

ASHA = ClientText(
    code="A1",
    name="Asha Rao",
    phone="98765 43210",
    email="asha@example.com",
    kite_user_id="AB1234",
    risk_class="moderate",
    risk_on="2026-01-05",
    agreement_from="2026-01-05",
    capital="25 lakh",
    groups="Mumbai",
)
PAN = CheckTyped(CheckKind.PAN, "234f")
NONE = CheckTyped()
HELD = (Holding("", "INFY", "INE009A01021", 10, date(2026, 2, 11)),)


def added(outside: Outside, check_typed: CheckTyped = NONE, **changes: str) -> Client:
    outcome = desk.add(outside, MEERA, replace(ASHA, **changes), check_typed)
    assert isinstance(outcome, Saved)
    return outcome.client


def found(outside: Outside, client_id: str) -> Client:
    with outside.store.reading() as view:
        client = view.clients.get(client_id)
    assert client is not None
    return client


def told(outside: Outside, subject: str) -> list[tuple[Entry, Personal | None]]:
    with outside.store.reading() as view:
        return [(entry, beside) for entry, beside in view.chain.rows() if entry.subject == subject]


def kinds(outside: Outside) -> list[str]:
    with outside.store.reading() as view:
        return [entry.kind for entry, _ in view.chain.rows()]


def personal(outside: Outside, subject: str) -> list[dict[str, str]]:
    return [json.loads(beside.data) for _, beside in told(outside, subject) if beside]


def test_a_client_who_is_added_is_recorded_with_what_advice_is_judged_by_and_no_more(outside: Outside) -> None:
    client = added(outside, PAN)
    ((entry, _),) = told(outside, client.subject)
    assert (entry.kind, entry.who, entry.where) == ("client added", "user:meera", "this machine")
    assert entry.facts["code"] == "A1"
    assert set(str(entry.facts["fields"]).split()) >= {"name", "phone", "email", "capital", "check_kind"}
    (said,) = personal(outside, client.subject)
    assert said["name"] == "Asha Rao"
    assert not said.keys() & {"phone", "email", "capital", "groups", "check_value"}


def test_nothing_is_kept_of_a_check_value_but_its_hash(outside: Outside) -> None:
    client = added(outside, PAN)
    assert client.check_hash == "kept:234F"
    assert matches(outside, client, " 234F ")
    assert not matches(outside, client, "235F")
    assert not matches(outside, client, "")
    assert not matches(outside, added(outside, code="A2"), "")
    assert "234" not in repr(PAN)


def test_a_check_without_its_value_is_refused_and_one_with_it_stays_when_left_empty(outside: Outside) -> None:
    refused = desk.add(outside, MEERA, ASHA, CheckTyped(CheckKind.PAN))
    assert isinstance(refused, Refused)
    assert [(fault.name, fault.code) for fault in refused.faults] == [("check_value", FieldFault.MISSING)]
    client = added(outside, PAN)
    outcome = desk.change(outside, MEERA, client.id, replace(ASHA, name="Asha R"), CheckTyped(CheckKind.PAN), edition=1)
    assert isinstance(outcome, Saved)
    assert found(outside, client.id).check_hash == "kept:234F"
    other_kind = desk.change(outside, MEERA, client.id, ASHA, CheckTyped(CheckKind.BIRTH_YEAR), edition=2)
    assert isinstance(other_kind, Refused)


def test_a_change_that_changes_nothing_is_no_step(outside: Outside, clock: FakeClock) -> None:
    client = added(outside)
    clock.forward(minutes=1)
    assert isinstance(desk.change(outside, MEERA, client.id, ASHA, NONE, edition=1), Saved)
    assert found(outside, client.id) == client
    assert kinds(outside) == ["client added"]


def test_a_change_tells_its_fields_and_when_and_leaves_the_code(outside: Outside, clock: FakeClock) -> None:
    client = added(outside)
    clock.forward(days=1)
    outcome = desk.change(
        outside, MEERA, client.id, replace(ASHA, code="ZZ", phone="90000 00000", risk_class="high"), NONE, edition=1
    )
    assert isinstance(outcome, Saved)
    after = found(outside, client.id)
    assert outcome.client == after
    assert (after.code, after.edition, after.changed_at) == ("A1", 2, clock())
    entry, _ = told(outside, client.subject)[-1]
    assert (entry.kind, entry.facts["fields"], entry.at) == ("client changed", "phone risk_class", clock())
    assert personal(outside, client.subject)[-1] == {"risk_class": "high"}


def test_who_saves_on_an_older_edition_is_shown_the_newer_and_changes_nothing(outside: Outside) -> None:
    client = added(outside)
    desk.change(outside, MEERA, client.id, replace(ASHA, name="First"), NONE, edition=1)
    outcome = desk.change(outside, MEERA, client.id, replace(ASHA, name="Second"), NONE, edition=1)
    assert outcome == Overtaken(found(outside, client.id))
    assert found(outside, client.id).name == "First"


def test_a_code_that_is_taken_is_refused_with_whose_it_is(outside: Outside) -> None:
    added(outside)
    outcome = desk.add(outside, MEERA, replace(ASHA, code="a1", name="Bina"), NONE)
    assert isinstance(outcome, Refused)
    assert outcome.faults[0].code is PairFault.CODE_TAKEN
    assert outcome.faults[0].facts["name"] == "Asha Rao"
    assert kinds(outside) == ["client added"]


def test_setting_aside_is_recorded_once_with_the_reason_beside_the_chain(outside: Outside) -> None:
    client = added(outside)
    for _ in range(2):
        assert desk.set_aside(outside, MEERA, client.id, "She left", inactive=True)
    assert found(outside, client.id).inactive_at is not None
    assert kinds(outside) == ["client added", "client made inactive"]
    assert personal(outside, client.subject)[-1] == {"reason": "She left"}
    assert all("left" not in repr(entry) for entry, _ in told(outside, client.subject))
    assert not desk.set_aside(outside, MEERA, "nobody", "x", inactive=True)


@pytest.mark.parametrize("reason", ["", "  ", "a\0b", "x" * 501])
def test_a_reason_is_words_on_a_line(reason: str) -> None:
    assert desk.reason_of(reason) is None
    assert desk.reason_of(" She\n left ") == "She left"


# --- erasing ------------------------------------------------------------------------------------


def test_who_was_never_advised_is_erased_whole_and_the_chain_holds(outside: Outside) -> None:
    client = added(outside, PAN)
    other = added(outside, code="A2", name="Bina")
    desk.set_holdings(outside, MEERA, client.id, HELD, date(2026, 2, 11))
    erased = erase(outside, MEERA, client.id)
    assert erased is not None
    assert erased.whole
    gone = found(outside, client.id)
    assert (gone.code, gone.details, gone.check_hash) == ("A1", None, None)
    assert personal(outside, client.subject) == []
    assert personal(outside, other.subject) != []
    assert "client erased" in kinds(outside)
    with outside.store.reading() as view:
        assert view.clients.holdings(client.id) == []
        assert check(view.chain.rows(), None).faults == ()
    assert "Asha" not in repr([entry for entry, _ in told(outside, client.subject)])
    assert erase(outside, MEERA, client.id) is None
    assert desk.change(outside, MEERA, client.id, ASHA, NONE, edition=gone.edition) is None
    assert not desk.set_aside(outside, MEERA, client.id, "x", inactive=False)
    assert not desk.set_holdings(outside, MEERA, client.id, HELD, date(2026, 2, 11))


def test_who_was_advised_lately_is_erased_in_part_and_whole_when_the_years_are_over(
    outside: Outside, clock: FakeClock
) -> None:
    advise(outside)
    typed = replace(ASHA, code="C1")
    assert isinstance(desk.change(outside, MEERA, "c1", typed, PAN, edition=1), Saved)
    desk.set_holdings(outside, MEERA, "c1", HELD, date(2026, 2, 11))
    erased = erase(outside, MEERA, "c1")
    assert erased is not None
    assert (erased.whole, erased.keeping.free_on) == (False, date(2031, 2, 11))
    client = found(outside, "c1")
    assert client.details is not None
    assert (client.details.name, client.details.kite_user_id, client.details.risk_class) == (
        "Asha Rao",
        "AB1234",
        "moderate",
    )
    assert (client.details.phone, client.details.email, client.details.groups) == ("", "", ())
    assert (client.details.capital, client.details.check_kind, client.check_hash) == (None, CheckKind.NONE, None)
    assert client.inactive_at is not None
    with outside.store.reading() as view:
        assert view.clients.holdings("c1") == []
    assert {"name": "Asha Rao"} in personal(outside, "client:c1")  # the record of the advice needs it
    clock.now += timedelta(days=5 * 366)
    again = erase(outside, MEERA, "c1")
    assert again is not None
    assert again.whole
    assert found(outside, "c1").details is None
    assert personal(outside, "client:c1") == []
    with outside.store.reading() as view:
        assert [each.quantities for each in view.desk_baskets.meant_for("c1")] == [(10, 4)]


def test_why_a_basket_was_sent_in_spite_of_a_mismatch_goes_with_the_client_and_with_nobody_else(
    outside: Outside, clock: FakeClock
) -> None:
    advise(outside)
    clock.now += timedelta(days=5 * 366)
    for client_id, reason in (("c1", "He asked for it in writing."), ("c2", "")):
        erased = erase(outside, MEERA, client_id)
        assert erased is not None
        assert erased.whole
        with outside.store.reading() as view:
            recipients = {each.client_id: each for each in view.desk_baskets.recipients("basket-1", 1)}
        assert recipients["c2"].reason == reason
        assert (recipients["c2"].quantities, recipients["c1"].quantities) == ((5, 0), (10, 4))


def test_nobody_is_erased_who_is_not_there(outside: Outside) -> None:
    assert erase(outside, MEERA, "nobody") is None
    assert desk.see(outside, "nobody") is None
    assert kinds(outside) == []


# --- files --------------------------------------------------------------------------------------


def test_an_import_saves_exactly_what_was_shown_and_records_each_client_and_the_whole(outside: Outside) -> None:
    client = added(outside, PAN)
    text = "code,name,phone\nA1,Asha R,98765 43210\nA2,Bina,\nA3,=1+1,\n"
    shown = files.preview(outside, text)
    assert kinds(outside) == ["client added"]
    assert files.keep(outside, MEERA, text, shown.sha256) == files.Imported(1, 1)
    assert kinds(outside) == ["client added", "client changed", "client added", "clients imported"]
    with outside.store.reading() as view:
        assert [(each.code, each.name) for each in view.clients.all()] == [("A1", "Asha R"), ("A2", "Bina")]
    assert found(outside, client.id).check_hash == "kept:234F"
    last = told(outside, files.REGISTER)[-1][0]
    assert dict(last.facts) == {"added": 1, "changed": 1, "unchanged": 0, "left_out": 1}


def test_an_import_that_is_no_longer_what_was_shown_saves_nothing(outside: Outside) -> None:
    client = added(outside)
    text = "code,name\nA1,Asha R\nA2,Bina\n"
    shown = files.preview(outside, text)
    desk.change(outside, MEERA, client.id, replace(ASHA, name="Somebody"), NONE, edition=1)
    before = kinds(outside)
    for typed, sha256 in ((text, shown.sha256), (text + "A9,Eve\n", shown.sha256), (text, ""), ("", "")):
        outcome = files.keep(outside, MEERA, typed, sha256)
        assert isinstance(outcome, files.Stale)
    assert kinds(outside) == before
    outcome = files.keep(outside, MEERA, text, shown.sha256)
    assert isinstance(outcome, files.Stale)
    assert [row.fate for row in outcome.plan.rows] == [Fate.CHANGED, Fate.NEW]


def test_the_same_import_twice_changes_nothing_the_second_time(outside: Outside) -> None:
    text = "code,name\nA1,Asha\n"
    files.keep(outside, MEERA, text, files.preview(outside, text).sha256)
    again = files.preview(outside, text)
    assert again.saves == ()
    before = kinds(outside)
    assert files.keep(outside, MEERA, text, again.sha256) == files.Imported(0, 0)
    assert kinds(outside) == before


def test_a_whole_register_can_be_brought_at_once(outside: Outside) -> None:
    text = "code,name,phone\n" + "".join(f"C{n:04},Client {n},98765{n:05}\n" for n in range(1_000))
    assert files.keep(outside, MEERA, text, files.preview(outside, text).sha256) == files.Imported(1_000, 0)


def test_what_is_kept_of_a_client_is_given_whole_but_for_what_nobody_can_read_back(outside: Outside) -> None:
    advise(outside)
    desk.change(outside, MEERA, "c1", replace(ASHA, code="C1"), PAN, edition=1)
    desk.set_holdings(outside, MEERA, "c1", HELD, date(2026, 2, 11))
    made = files.take_one(outside, MEERA, "c1")
    assert made is not None
    document = json.loads(made["client.json"])
    assert document["details"]["phone"] == "+919876543210"
    assert document["holdings"][0]["tradingsymbol"] == "INFY"
    assert document["meant_for_them"][0]["basket"] == "Banks, a first step"
    assert [entry["what"] for entry in document["record"]] == [
        "client added",
        "client changed",
        "client holdings kept",
        "client exported",
    ]
    assert "INFY,INE009A01021,10,2026-02-11" in made["holdings.csv"]
    assert "not for clients" not in repr(made)
    assert "kept:234F" not in repr(made)
    assert "Ravi" not in repr(made)


def test_a_list_that_is_taken_away_is_recorded(outside: Outside) -> None:
    added(outside)
    assert "Asha Rao" in files.take_register(outside, MEERA)
    assert kinds(outside) == ["client added", "clients exported"]
    assert files.take_one(outside, MEERA, "nobody") is None
    assert kinds(outside) == ["client added", "clients exported"]
