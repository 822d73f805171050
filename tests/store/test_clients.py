"""Clients in the store, on both databases: kept whole, changed by one at a time, erased to their code."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.databases import make_sqlite_store
from tests.store.making import AT, DAY
from tokri.core.desk.client import AccountKind, CheckKind, Client, ClientDetails, Consenter, Holding
from tokri.core.ports import AlreadyThere
from tokri.store import SqlStore

DETAILS = ClientDetails(
    name="आशा राव 🙂",
    phone="+919876543210",
    email="asha@example.com",
    kite_user_id="AB1234",
    broker="Zerodha",
    language="hi",
    account_kind=AccountKind.HUF,
    consenter=Consenter.KARTA,
    consenter_name="Mohan Rao",
    ddpi="no",
    segments=("NSE", "MCX"),
    risk_class="very-high",
    risk_on=date(2026, 1, 5),
    agreement_from=date(2026, 1, 5),
    agreement_until=date(2027, 1, 4),
    capital=Decimal("2500000.05"),
    multiplier=Decimal("0.5"),
    groups=("Mumbai", "D'Souza's"),
    check_kind=CheckKind.PAN,
)
ASHA = Client("asha", "C001", DETAILS, AT, AT, check_hash="a slow hash")
BARE = Client("bina", "B2", ClientDetails("Bina"), AT, AT + DAY)
HELD = (
    Holding("", "INFY", "INE009A01021", 10, date(2026, 2, 11)),
    Holding("", "M&M", "", 2_000_000_000, date(2026, 2, 11)),
)


@pytest.fixture
def register(store: SqlStore) -> SqlStore:
    with store.writing() as unit:
        unit.clients.add(ASHA)
        unit.clients.add(BARE)
    return store


def got(store: SqlStore, client_id: str = "asha") -> Client:
    with store.reading() as view:
        found = view.clients.get(client_id)
    assert found is not None
    return found


def test_some_clients_are_found_by_their_ids_and_nobody_else_is_read(register: SqlStore) -> None:
    with register.writing() as unit:
        unit.clients.erase("bina", AT + DAY)
    with register.reading() as view:
        assert view.clients.some(["asha", "nobody", "asha"]) == {"asha": ASHA}
        assert [each.code for each in view.clients.some({"bina": 1}).values()] == ["B2"]
        assert view.clients.some(()) == {}


def test_more_clients_are_asked_for_than_a_database_takes_in_one_question(register: SqlStore) -> None:
    with register.reading() as view:
        assert view.clients.some([*map(str, range(70_000)), "asha"]) == {"asha": ASHA}


def test_a_client_comes_back_as_they_were_kept(register: SqlStore) -> None:
    assert got(register) == ASHA
    with register.reading() as view:
        assert view.clients.by_code("C001") == ASHA
        assert view.clients.by_code("c001") is None
        assert view.clients.get("nobody") is None


def test_whether_there_is_any_client_is_known_without_reading_them(store: SqlStore) -> None:
    with store.reading() as view:
        assert not view.clients.any()
    with store.writing() as unit:
        unit.clients.add(ASHA)
        unit.clients.erase(ASHA.id, AT)
        assert unit.clients.any()


def test_clients_are_listed_by_their_codes(register: SqlStore) -> None:
    with register.reading() as view:
        assert list(view.clients.all()) == [BARE, ASHA]


def test_a_code_belongs_to_one_client_and_the_unit_goes_on(register: SqlStore) -> None:
    with register.writing() as unit:
        with pytest.raises(AlreadyThere):
            unit.clients.add(replace(BARE, id="other", code="C001"))
        unit.clients.add(replace(BARE, id="other", code="C003"))
    assert got(register, "other").code == "C003"


def test_of_two_changes_of_one_edition_the_second_changes_nothing(register: SqlStore) -> None:
    with register.writing() as unit:
        assert unit.clients.change("asha", replace(DETAILS, name="First"), 1, AT + DAY)
        assert not unit.clients.change("asha", replace(DETAILS, name="Second"), 1, AT + DAY)
    changed = got(register)
    assert changed == replace(ASHA, details=replace(DETAILS, name="First"), changed_at=AT + DAY, edition=2)


def test_a_check_value_can_be_changed_and_taken_away(register: SqlStore) -> None:
    with register.writing() as unit:
        assert unit.clients.change("asha", DETAILS, 1, AT, check_hash="another")
    assert got(register).check_hash == "another"
    with register.writing() as unit:
        assert unit.clients.change("asha", DETAILS, 2, AT, check_hash=None)
    assert got(register).check_hash is None


def test_a_client_is_inactive_until_taken_back(register: SqlStore) -> None:
    with register.writing() as unit:
        unit.clients.mark("asha", AT + DAY, inactive=True)
    assert got(register) == replace(ASHA, inactive_at=AT + DAY)
    assert got(register, "bina").inactive_at is None
    with register.writing() as unit:
        unit.clients.mark("asha", AT, inactive=False)
    assert got(register).inactive_at is None


def test_holdings_take_the_place_of_earlier_ones_of_that_client_alone(register: SqlStore) -> None:
    with register.writing() as unit:
        unit.clients.set_holdings("asha", HELD)
        unit.clients.set_holdings("bina", HELD[:1])
    with register.writing() as unit:
        unit.clients.set_holdings("asha", HELD[1:])
    with register.reading() as view:
        assert tuple(view.clients.holdings("asha")) == HELD[1:]
        assert tuple(view.clients.holdings("bina")) == HELD[:1]
        assert tuple(view.clients.holdings("nobody")) == ()


def test_of_who_was_erased_the_code_stays_and_nothing_else(register: SqlStore) -> None:
    with register.writing() as unit:
        unit.clients.set_holdings("asha", HELD)
        unit.clients.set_holdings("bina", HELD)
        unit.clients.erase("asha", AT + DAY)
    erased = got(register)
    assert erased == Client("asha", "C001", None, AT, AT + DAY, edition=2, erased_at=AT + DAY)
    with register.reading() as view:
        assert tuple(view.clients.holdings("asha")) == ()
        assert tuple(view.clients.holdings("bina")) == HELD
    assert got(register, "bina") == BARE


@pytest.mark.parametrize("whole", [True, False])
def test_nothing_that_was_erased_of_a_client_stays_readable_in_the_file(tmp_path: Path, whole: bool) -> None:
    store = make_sqlite_store(tmp_path)
    file = tmp_path / "tokri.db"
    with store.writing() as unit:
        unit.clients.add(ASHA)
        unit.clients.set_holdings("asha", HELD)
    store.close()
    assert b"asha@example.com" in file.read_bytes()
    with store.writing() as unit:
        if whole:
            unit.clients.erase("asha", AT + DAY)
        else:
            unit.clients.change("asha", ClientDetails("A"), 1, AT + DAY, check_hash=None)
            unit.clients.set_holdings("asha", ())
    store.close()
    left = file.read_bytes()
    assert not [
        each for each in (b"asha@example.com", b"+919876543210", b"a slow hash", b"INE009A01021") if each in left
    ]


def test_who_was_erased_is_never_written_again(register: SqlStore) -> None:
    with register.writing() as unit:
        unit.clients.erase("asha", AT)
        assert not unit.clients.change("asha", DETAILS, 2, AT)
    assert got(register).details is None


def test_a_change_that_fails_halfway_leaves_nothing(register: SqlStore) -> None:
    with pytest.raises(AlreadyThere):
        erase_and_stumble(register)
    assert got(register) == ASHA


def erase_and_stumble(store: SqlStore) -> None:
    """One unit that erases a client and then takes a code that is taken."""
    with store.writing() as unit:
        unit.clients.erase("asha", AT)
        unit.clients.add(replace(BARE, id="other"))
