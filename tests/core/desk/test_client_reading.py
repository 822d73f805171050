"""A client as typed: what each field takes, which pairs cannot be, and that no text is ever more than a fault."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.making import AT
from tokri.core.desk import client_fields as parse
from tokri.core.desk.client import MAY_CONSENT, AccountKind, CheckKind, Client, ClientDetails, Consenter
from tokri.core.desk.client_fields import FieldFault
from tokri.core.desk.client_list import PAGE, Standing, Wanted, bars, group_names, listed, standing
from tokri.core.desk.client_masking import masked_email, masked_kite_id, masked_phone
from tokri.core.desk.client_reading import FIELDS, ClientFault, ClientText, PairFault, read_client, text_of
from tokri.core.desk.suitability import Bar

TODAY = date(2026, 2, 11)
ASHA = ClientText(
    code="c001",
    name="  Asha   Rao ",
    phone="098765-43210",
    email="asha@example.com",
    kite_user_id="ab1234",
    segments="nfo NSE",
    risk_class="Low to moderate",
    risk_on="5 Jan 2026",
    agreement_from="05/01/2026",
    agreement_until="2027-01-04",
    capital="₹25,00,000.50",
    multiplier="1.50",
    groups="Mumbai, retired; mumbai",
)


def found(**changes: str) -> dict[str, object]:
    """The faults of Asha with these changes, by field."""
    return {fault.name: fault.code for fault in read_client(replace(ASHA, **changes), TODAY).faults}


def test_what_people_type_is_read_to_one_form() -> None:
    reading = read_client(ASHA, TODAY)
    assert reading.faults == ()
    assert reading.code == "C001"
    assert reading.details == ClientDetails(
        name="Asha Rao",
        phone="+919876543210",
        email="asha@example.com",
        kite_user_id="AB1234",
        segments=("NSE", "NFO"),
        risk_class="low-to-moderate",
        risk_on=date(2026, 1, 5),
        agreement_from=date(2026, 1, 5),
        agreement_until=date(2027, 1, 4),
        capital=Decimal("2500000.5"),
        multiplier=Decimal("1.5"),
        groups=("Mumbai", "retired"),
    )


def test_a_client_written_as_text_reads_back_as_the_same() -> None:
    details = read_client(ASHA, TODAY).details
    assert details is not None
    assert read_client(text_of("C001", details), TODAY).details == details


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("9876543210", "+919876543210"),
        ("+91 98765 43210", "+919876543210"),
        ("919876543210", "+919876543210"),
        ("0098765 43210", "+9876543210"),
        ("0091 98765 43210", "+919876543210"),
        ("(098765) 43210", "+919876543210"),
        ("+44 7700 900123", "+447700900123"),
        ("00 1 650 555 0100", "+16505550100"),
        ("5876543210", FieldFault.SHAPE),
        ("+91 22 1234 5678", FieldFault.SHAPE),
        ("+0123456789", FieldFault.SHAPE),
        ("９８７６５４３２１０", FieldFault.SHAPE),
        ("98765 43210 ext 4", FieldFault.SHAPE),
        ("", ""),
    ],
)
def test_an_indian_mobile_is_one_number_however_it_is_written(typed: str, phone: str) -> None:
    assert parse.phone(typed) == phone


@pytest.mark.parametrize(
    ("typed", "capital"),
    [
        ("25 lakh", Decimal(2500000)),
        ("1.5 crore", Decimal(15000000)),
        ("2 Cr", Decimal(20000000)),
        ("25,00,000", Decimal(2500000)),
        ("0.105", FieldFault.DECIMALS),
        ("1e6", FieldFault.UNREADABLE),
        ("-5", FieldFault.RANGE),
        ("0", FieldFault.RANGE),
        ("lakh", FieldFault.UNREADABLE),
        ("", None),
    ],
)
def test_capital_is_read_exactly_with_lakh_and_crore(typed: str, capital: object) -> None:
    assert parse.capital(typed) == capital


@pytest.mark.parametrize("typed", ["29 Feb 2025", "2026-13-01", "11.2.26", "tomorrow", "1" * 80, "0001-01-01"])
def test_what_is_no_day_is_a_fault(typed: str) -> None:
    assert isinstance(parse.day(typed), FieldFault)


def test_a_day_that_a_spreadsheet_wrote_as_a_number_is_the_day_it_means() -> None:
    assert parse.sheet_day("46064") == "2026-02-11"
    assert parse.sheet_day("11-02-2026") == "11-02-2026"


@pytest.mark.parametrize("kind", list(AccountKind))
@pytest.mark.parametrize("consenter", list(Consenter))
def test_nobody_consents_who_cannot(kind: AccountKind, consenter: Consenter) -> None:
    name = "" if consenter is Consenter.CLIENT else "Mohan Rao"
    faults = found(account_kind=kind, consenter=consenter, consenter_name=name)
    assert faults == ({} if consenter in MAY_CONSENT[kind] else {"consenter": PairFault.CONSENTER})


@pytest.mark.parametrize("kind", list(AccountKind))
def test_a_consenter_left_open_is_whoever_usually_consents_and_must_be_named(kind: AccountKind) -> None:
    typed = replace(ASHA, account_kind=kind, consenter="", consenter_name="")
    reading = read_client(typed, TODAY)
    if kind in {AccountKind.RESIDENT, AccountKind.NRI}:
        assert reading.details is not None
        assert reading.details.consenter is Consenter.CLIENT
    else:
        assert [fault.code for fault in reading.faults] == [PairFault.NAME_MISSING]


def test_a_risk_class_has_a_day_that_has_come() -> None:
    assert found(risk_on="") == {"risk_on": PairFault.RISK_UNDATED}
    assert found(risk_class="") == {"risk_class": PairFault.RISK_MISSING}
    assert found(risk_on="2026-02-12") == {"risk_on": PairFault.RISK_TO_COME}
    assert found(risk_on="2026-02-11") == {}


def test_an_agreement_begins_before_it_ends() -> None:
    assert found(agreement_from="") == {"agreement_from": PairFault.END_ALONE}
    assert found(agreement_until="2026-01-04") == {"agreement_until": PairFault.END_FIRST}
    assert found(agreement_until="2026-01-05") == {}


@pytest.mark.parametrize(
    "text", ["=1+1", "+A1", "-x", "@SUM(A1)", "'x", "\tx", "a\0b", "a\u202eb", "\ud800", "x" * 101]
)
def test_nothing_that_is_kept_begins_as_a_formula_or_hides_a_character(text: str) -> None:
    for field in ("name", "broker", "consenter_name", "groups"):
        kept = read_client(replace(ASHA, **{field: text}, consenter="guardian"), TODAY).details
        if kept is not None:
            assert text_of("C", kept).name[0].isalnum()
            assert text.strip() == "x"


@given(st.builds(ClientText, **dict.fromkeys(FIELDS, st.text())))
def test_any_text_is_read_or_a_fault_of_its_field(typed: ClientText) -> None:
    reading = read_client(typed, TODAY)
    assert (reading.details is None) == bool(reading.faults)
    assert {fault.name for fault in reading.faults} <= set(FIELDS)


@given(
    st.sampled_from([name for name in FIELDS if name != "code"]),
    st.one_of(st.text(), st.from_regex(r"[-+0-9.,/₹ lakhcr]{0,30}"), st.just("9" * 100_000)),
)
def test_one_wild_field_never_takes_another_with_it(name: str, text: str) -> None:
    faults = read_client(replace(ASHA, **{name: text}), TODAY).faults
    with_it = {"consenter": {"consenter_name"}, "account_kind": {"consenter", "consenter_name"}}
    days = {"risk_class", "risk_on", "agreement_from", "agreement_until"}
    allowed = {name} | with_it.get(name, set()) | (days if name in days else set())
    assert {fault.name for fault in faults} <= allowed


def test_a_check_value_is_compared_without_regard_to_case_and_spaces() -> None:
    assert parse.check_value(CheckKind.PAN, " 234 f", TODAY) == "234F"
    assert parse.check_value(CheckKind.PAN, "F234", TODAY) is FieldFault.SHAPE
    assert parse.check_value(CheckKind.BIRTH_YEAR, "1961", TODAY) == "1961"
    assert parse.check_value(CheckKind.BIRTH_YEAR, "2027", TODAY) is FieldFault.RANGE
    assert parse.check_value(CheckKind.BIRTH_YEAR, "1905", TODAY) is FieldFault.RANGE
    assert parse.check_value(CheckKind.BIRTH_YEAR, "", TODAY) is FieldFault.MISSING


def test_masked_data_tells_whose_it_is_and_no_more() -> None:
    assert masked_phone("+919876543210") == "•••• 3210"
    assert masked_phone("+12345") == "••••"
    assert masked_email("asha@example.com") == "a•••@…"
    assert masked_kite_id("AB1234") == "AB••34"
    assert masked_kite_id("AB12") == "••••"
    assert masked_phone("") == masked_email("") == masked_kite_id("") == ""


# --- the list -----------------------------------------------------------------------------------


def a_client(code: str, name: str = "", **changes: object) -> Client:
    agreed = {"agreement_from": date(2026, 1, 1), **changes}
    return Client(code.lower(), code, ClientDetails(name or f"Client {code}", **agreed), AT, AT)  # type: ignore[arg-type]  # a test names the fields it changes


def codes(clients: list[Client], **wanted: object) -> list[str]:
    return [line.client.code for line in listed(clients, Wanted(**wanted), TODAY).lines]  # type: ignore[arg-type]  # the same


def test_each_client_stands_in_one_way_with_the_firm() -> None:
    ended = a_client("A", agreement_until=date(2026, 2, 10))
    assert standing(ended, TODAY) is Standing.ENDED
    assert standing(replace(ended, inactive_at=AT), TODAY) is Standing.INACTIVE
    assert standing(replace(ended, details=None, erased_at=AT), TODAY) is Standing.ERASED
    assert standing(a_client("B", agreement_until=TODAY), TODAY) is Standing.ACTIVE
    assert bars(ended, TODAY) == (Bar.AGREEMENT_ENDED,)
    assert bars(replace(ended, details=None), TODAY) == (Bar.ERASED,)


def test_a_client_is_found_by_name_code_group_and_the_end_of_the_phone() -> None:
    asha = a_client("C1", "Asha Rao", phone="+919876543210", groups=("Retired",))
    bina = a_client("C2", "Bina Shah", phone="+919123456789")
    both = [asha, bina]
    assert codes(both, search="rao") == ["C1"]
    assert codes(both, search="SHAH bina") == ["C2"]
    assert codes(both, search="c2") == ["C2"]
    assert codes(both, search="3210") == ["C1"]
    assert codes(both, search="10") == []
    assert codes(both, search="9876") == []
    assert codes(both, search="retir") == ["C1"]
    assert codes(both, search="asha shah") == []


def test_who_was_erased_is_shown_only_when_asked_for() -> None:
    gone = replace(a_client("C1"), details=None, erased_at=AT)
    assert codes([gone, a_client("C2")]) == ["C2"]
    assert codes([gone, a_client("C2")], standing="erased") == ["C1"]
    assert codes([gone], standing="erased", search="c1") == ["C1"]


def test_a_long_list_is_paged_and_a_page_beyond_the_last_is_the_last() -> None:
    many = [a_client(f"C{number:04}") for number in range(PAGE + 5)]
    assert len(listed(many, Wanted(), TODAY).lines) == PAGE
    last = listed(many, Wanted(page=99), TODAY)
    assert (last.page, last.pages, last.total, len(last.lines)) == (2, 2, PAGE + 5, 5)


def test_the_list_is_sorted_by_what_is_asked() -> None:
    first, second = a_client("B", "Asha", agreement_until=date(2027, 1, 1)), a_client("A", "Bina")
    assert codes([second, first]) == ["B", "A"]
    assert codes([first, second], sort="code") == ["A", "B"]
    assert codes([second, first], sort="agreement") == ["B", "A"]
    assert codes([first, replace(second, changed_at=AT.replace(year=2027))], sort="changed") == ["A", "B"]


def test_a_group_is_listed_once_however_it_is_written() -> None:
    assert group_names([a_client("A", groups=("mumbai",)), a_client("B", groups=("Mumbai", "Delhi"))]) == (
        "Delhi",
        "Mumbai",
    )


def test_a_fault_never_repeats_more_of_a_text_than_a_glimpse() -> None:
    faults = read_client(replace(ASHA, phone="7" * 5000), TODAY).faults
    assert faults == (ClientFault("phone", FieldFault.SHAPE, {"typed": faults[0].facts["typed"]}),)
    assert len(faults[0].facts["typed"]) < 300
