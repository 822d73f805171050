"""What a typed text may mean, before anything is looked up."""

from __future__ import annotations

from string import ascii_lowercase, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokri.core.search import Reading, Terms, asked, squeezed, words_of
from tokri.core.twins import same_company


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("  Reliance   IND ", Reading(("reliance", "ind"))),
        ("M&M", Reading(("mm",))),
        ("bajaj-auto ltd", Reading(("bajajauto",))),
        ("nse:infy", Reading(("infy",), "NSE")),
        ("INFY.BO", Reading(("infy",), "BSE")),
        ("infy:nse", Reading(("infy",), "NSE")),
        ("nifty 26000 ce", Reading(("nifty",), "", Terms(strike="26000", instrument_type="CE"))),
        ("nifty 2 mar 25500 pe", Reading(("nifty",), "", Terms(2, 3, None, "25500", instrument_type="PE"))),
        ("nifty 2nd march 25500 put", Reading(("nifty",), "", Terms(2, 3, None, "25500", instrument_type="PE"))),
        ("gold apr fut", Reading(("gold",), "", Terms(month=4, instrument_type="FUT"))),
        ("gold apr 2027", Reading(("gold",), "", Terms(month=4, year=2027))),
        ("gold apr27", Reading(("gold",), "", Terms(month=4, year=2027))),
        ("nifty 24feb26 25500pe", Reading(("nifty",), "", Terms(24, 2, 2026, "25500", instrument_type="PE"))),
        ("NIFTY26FEB25500PE", Reading(("nifty",), "", Terms(None, 2, 2026, "25500", instrument_type="PE"))),
        ("NIFTY2630225500PE", Reading(("nifty",), "", Terms(2, 3, 2026, "25500", instrument_type="PE"))),
        ("nifty26o0725500ce", Reading(("nifty",), "", Terms(7, 10, 2026, "25500", instrument_type="CE"))),
        ("usdinr mar 90.25 ce", Reading(("usdinr",), "", Terms(None, 3, None, "90.25", instrument_type="CE"))),
        ("nifty 26000 c", Reading(("nifty",), "", Terms(strike="26000", instrument_type="CE"))),
        ("gold apr fu", Reading(("gold",), "", Terms(month=4, instrument_type="FUT"))),
        ("BANKNIFTY26MARF", Reading(("banknifty",), "", Terms(None, 3, 2026, instrument_type="FUT"))),
        ("mar", Reading(("mar",))),
        ("call", Reading((), "", Terms(instrument_type="CE"))),
    ],
)
def test_the_likeliest_meaning_comes_first(text: str, first: Reading) -> None:
    assert asked(text).readings[0] == first


def test_a_day_before_a_month_may_also_be_a_year() -> None:
    meant = [each.terms for each in asked("nifty 26 feb").readings]
    assert meant[:2] == [Terms(day=26, month=2), Terms(month=2, year=2026)]


def test_a_series_is_taken_off_only_as_a_second_thought() -> None:
    assert [each.joined for each in asked("INFY-EQ").readings] == ["infyeq", "infy"]


def test_an_isin_and_a_symbol_are_recognised_as_they_stand() -> None:
    assert asked("ine009a01021").isin == "INE009A01021"
    assert asked("nse:m&m").symbol == "M&M"
    assert asked("INFY").isin == ""


def test_an_exchange_that_is_asked_for_goes_before_the_one_in_the_text() -> None:
    assert {each.exchange for each in asked("NSE:INFY", "BSE").readings} == {"BSE"}


@given(st.text(max_size=200))
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    for reading in asked(text).readings:
        assert reading.words or reading.terms
        assert all(word == squeezed(word) != "" for word in reading.words)


def test_words_of_a_name_stand_whole_and_in_parts() -> None:
    assert words_of("L&T FINANCE LIMITED") == ("lt", "l", "t", "finance")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("INFOSYS LIMITED", "INFOSYS LTD."),
        ("HINDUSTAN UNILEVER LTD", "Hindustan Unilever Limited"),
        ("BHEL", "BHARAT HEAVY ELECTRICALS LTD."),
        ("N R AGARWAL INDS LTD", "N.R.AGARWAL INDUSTRIES LTD."),
        ("SAMVARDHANA MOTHERSON INT", "Samvardhana Motherson Internat"),
    ],
)
def test_one_company_is_known_under_the_names_of_both_exchanges(one: str, other: str) -> None:
    assert same_company(one, other)
    assert same_company(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("KUNDAN EDIFICE LIMITED", "Kotia Enterprises Limited"),
        ("MANGALAM ALLOYS LIMITED", "Meyer Apparel Limited"),
        ("SUNGARNER ENERGIES LTD", "SANATHNAGAR ENTERPRISES LIMITE"),
        ("ZEAL GLOBAL SERVICES LTD", "Zeal Aqua Limited"),
        ("RAJPUTANA BIODIESEL LTD", "Rajputana Investment and Finan"),
        ("FOCUS LIGHTG & FIXTRS LTD", "Focus Business Solution Limite"),
        ("KALYANI COMMERCIALS LTD", "Kalyani Cast-Tech Limited"),
        ("", "INFOSYS LTD."),
        ("LIMITED", "LTD."),
    ],
)
def test_two_companies_are_not_taken_for_one(one: str, other: str) -> None:
    assert not same_company(one, other)
    assert not same_company(other, one)


@given(st.text("aZ09 &-.éİ²٣ß", max_size=12))
def test_a_word_in_normal_form_is_letters_and_digits_of_ascii_alone(text: str) -> None:
    plain = "".join(letter for letter in text.lower() if letter in ascii_lowercase + digits)
    assert squeezed(text) == plain
    assert all(set(word) <= set(ascii_lowercase + digits) for word in words_of(text))
    assert {squeezed(word) for word in text.split()} - {""} <= {*words_of(text)}
