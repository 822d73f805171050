"""The firm as it is typed, what stops a save and what is only worth a second look, and what a link waits for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokri.core.desk.firm import (
    FIELDS,
    LANGUAGES,
    Firm,
    FirmKind,
    FirmWords,
    Part,
    changed_fields,
    fields_of,
    part_of,
    value_of,
)
from tokri.core.desk.firm_text import FirmCode, is_https, read_firm, second_looks
from tokri.core.desk.furnishing import OF_A_CONNECT_APP, REQUIRED, Missing, may_issue_links, missing
from tokri.desk.example_firm import EXAMPLE_FIRM


def codes(part: Part, /, *base: Firm, **typed: str) -> list[tuple[str, FirmCode]]:
    """What is wrong with what was typed over a firm (the example, unless said), each with its field."""
    return [(fault.name, fault.code) for fault in read_firm(part, typed, *(base or (EXAMPLE_FIRM,)))[1]]


def who(**typed: str) -> Firm:
    return read_firm(Part.WHO, typed, Firm())[0]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("INA000012345", "INA000012345"),
        (" ina000012345 ", "INA000012345"),
        ("INA000012345, INH000012345", "INA000012345, INH000012345"),
        ("INA000012345 and INH000012345", "INA000012345, INH000012345"),
        ("ina000012345;inh000012345", "INA000012345, INH000012345"),
    ],
)
def test_a_sebi_number_is_kept_in_capitals_and_two_with_a_comma(typed: str, kept: str) -> None:
    assert who(sebi_number=typed).sebi_number == kept


@pytest.mark.parametrize(
    ("kind", "number", "expected"),
    [
        (FirmKind.ADVISER, "INA000012345", []),
        (FirmKind.ANALYST, "INH000006086", []),
        (FirmKind.BOTH, "INA000012345 INH000012345", []),
        (FirmKind.ADVISER, "INH000012345", [FirmCode.NUMBER_OF_ANOTHER]),
        (FirmKind.BOTH, "INA000012345", [FirmCode.NUMBER_OF_ANOTHER]),
        (FirmKind.ADVISER, "INA00001234", [FirmCode.NUMBER_UNUSUAL]),
        (FirmKind.ADVISER, "INA0000123456", [FirmCode.NUMBER_UNUSUAL]),
        (FirmKind.ADVISER, "INP000012345", [FirmCode.NUMBER_UNUSUAL, FirmCode.NUMBER_OF_ANOTHER]),
        (FirmKind.ADVISER, "000012345", [FirmCode.NUMBER]),
        (FirmKind.ADVISER, "INA", [FirmCode.NUMBER]),
        (FirmKind.ADVISER, "INA०००१२३४५", [FirmCode.NUMBER]),
        (FirmKind.ADVISER, "applied for", [FirmCode.NUMBER]),
    ],
)
def test_an_unusual_number_is_looked_at_twice_and_only_one_that_is_none_stops(
    kind: FirmKind, number: str, expected: list[FirmCode]
) -> None:
    firm, faults = read_firm(Part.WHO, {"kind": kind, "sebi_number": number}, Firm())
    assert [fault.code for fault in faults] == expected
    assert any(fault.stops for fault in faults) == (expected == [FirmCode.NUMBER])
    if FirmCode.NUMBER not in expected:
        assert [fault.code for fault in second_looks(firm)] == expected


@pytest.mark.parametrize(
    "phone", ["+91 22 4000 1234", "022-40001234", "1800 123 4567", "(022) 4000 1234, 4000 1235", ""]
)
def test_a_telephone_is_written_as_it_is_dialled(phone: str) -> None:
    assert codes(Part.WHO, phone=phone) == []


@pytest.mark.parametrize(
    "phone", ["call me", "12345", "+91 22 4000 1234 ext. nine", "+९१ २२ ४००० १२३४", "------------"]
)
def test_what_cannot_be_dialled_stops(phone: str) -> None:
    assert codes(Part.WHO, phone=phone) == [("phone", FirmCode.PHONE)]


@pytest.mark.parametrize(
    ("cin", "expected"),
    [
        ("", []),
        ("u67190mh2010ptc123456", []),
        ("000000000000000000000", [FirmCode.CIN_UNUSUAL]),
        ("U67190MH2010PTC12345", [FirmCode.CIN]),
        ("AAB-1234", [FirmCode.CIN]),
    ],
)
def test_a_cin_has_twenty_one_letters_and_digits(cin: str, expected: list[FirmCode]) -> None:
    assert [code for _, code in codes(Part.WHO, cin=cin)] == expected


@pytest.mark.parametrize("email", ["officer@firm.in", "o.f+x@mail.firm.co.in", "अधिकारी@फर्म.भारत"])
def test_an_e_mail_has_a_name_and_a_domain(email: str) -> None:
    assert codes(Part.COMPLAINTS, officer_email=email) == []


@pytest.mark.parametrize(
    "email", ["officer", "officer@", "@firm.in", "a@b", "a b@firm.in", "a@firm.in,b@firm.in", "a@@b.in"]
)
def test_what_mail_cannot_be_sent_to_stops(email: str) -> None:
    assert codes(Part.COMPLAINTS, officer_email=email) == [("officer_email", FirmCode.EMAIL)]


@pytest.mark.parametrize(
    "address",
    [
        "https://firm.in",
        "https://www.firm.co.in:8443/complaints?of=me#here",
        "https://फर्म.भारत/शिकायत",
        "https://scores.sebi.gov.in/",
    ],
)
def test_a_link_is_an_https_address(address: str) -> None:
    assert is_https(address)


@pytest.mark.parametrize(
    "address",
    [
        *("http://firm.in", "javascript:alert(1)", "data:text/html,x", "//firm.in", "firm.in", "https:firm.in"),
        *("https://", "https://localhost", "https://127.0.0.1", "https://me@firm.in", "https://me:word@firm.in"),
        *("https://firm.in:99999", "https://[::1", "https://firm.in\\@evil.test", "https://firm.in/a b"),
        *('https://firm.in/"onclick="', "https://firm.in/\nx", "https://-.in", "https://firm..in"),
    ],
)
def test_what_leads_elsewhere_or_nowhere_is_no_link(address: str) -> None:
    assert not is_https(address)


@pytest.mark.parametrize("field", [*FIELDS[Part.WHO][1:3], *FIELDS[Part.WHO][4:], *FIELDS[Part.COMPLAINTS]])
def test_a_text_that_is_too_long_or_steers_the_eye_stops_at_its_field(field: str) -> None:
    part = part_of(field)
    assert (field, FirmCode.TOO_LONG) in codes(part, **{field: "x" * 501})
    for unseen in ("\x00", "\u202e", "\u200b", "\ufeff", "\x1b"):
        assert (field, FirmCode.UNSEEN) in codes(part, **{field: f"firm{unseen}in"}), repr(unseen)


def test_the_character_that_cannot_be_seen_is_named_with_its_place() -> None:
    (fault,) = read_firm(Part.WHO, {"name": "Vri\u202eksha"}, Firm())[1]
    assert fault.facts == {"character": "U+202E", "place": 4}


def test_joiners_without_which_hindi_is_drawn_wrongly_are_let_be() -> None:
    name = "क्\u200dया \u200cसलाहकार"
    assert who(name=name).name == name
    assert codes(Part.WHO, name=name) == []


def test_spaces_around_and_between_words_are_nobodys_meaning() -> None:
    assert who(name="  Vriksha \t Advisers\r\n").name == "Vriksha Advisers"


def test_a_choice_that_the_page_does_not_offer_stops() -> None:
    assert codes(Part.WHO, kind="bank") == [("kind", FirmCode.CHOICE)]
    assert codes(Part.WHO, bse_label="SEBI") == [("bse_label", FirmCode.CHOICE)]
    assert codes(Part.KITE, enabled_for_others="perhaps") == [("enabled_for_others", FirmCode.CHOICE)]


@pytest.mark.parametrize("years", ["", "4", "51", "five", "-5", "5.0", "५", "1_0", "9" * 5000])
def test_records_are_kept_for_five_years_at_least(years: str) -> None:
    assert codes(Part.WORK, retention_years=years) == [("retention_years", FirmCode.YEARS)]
    assert codes(Part.WORK, retention_years="5") == codes(Part.WORK, retention_years=" 50 ") == []


def test_a_tick_that_was_not_sent_is_no_and_a_text_that_was_not_sent_stays() -> None:
    on = replace(EXAMPLE_FIRM, link_check=True)
    assert not read_firm(Part.WORK, {}, on)[0].link_check
    assert read_firm(Part.WHO, {}, on)[0] == on
    assert read_firm(Part.SENTENCES, {}, on)[0] == on


@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs"]), max_size=200), st.sampled_from(LANGUAGES))
def test_an_exact_sentence_loses_nothing_but_what_surrounds_it(text: str, language: str) -> None:
    typed = {f"{each}-{language}": f" \r\n{text}\n " for each in ("warning", "registration")}
    firm, faults = read_firm(Part.SENTENCES, typed, Firm())
    assert faults == ()
    kept = firm.words.get(language, FirmWords())
    assert (kept.warning, kept.registration) == (text.strip(), text.strip())


def test_a_line_end_is_one_whatever_the_browser_sends_for_it() -> None:
    firm, faults = read_firm(Part.SENTENCES, {"warning-en": "a\r\nb\nc\td"}, Firm())
    assert (firm.words["en"].warning, faults) == ("a\nb\nc\td", ())


def test_an_exact_sentence_has_two_thousand_letters_at_most_and_none_that_hide() -> None:
    assert codes(Part.SENTENCES, **{"warning-en": "x" * 2000}) == []
    assert codes(Part.SENTENCES, **{"warning-en": "x" * 2001}) == [("warning-en", FirmCode.TOO_LONG)]
    assert codes(Part.SENTENCES, **{"warning-en": "no\u202erisk"}) == [("warning-en", FirmCode.UNSEEN)]


def test_a_language_has_both_sentences_or_neither_but_english_may_wait() -> None:
    assert codes(Part.SENTENCES, Firm(), **{"warning-en": "x"}) == []
    assert codes(Part.SENTENCES, Firm(), **{"warning-hi": "x"}) == [("registration-hi", FirmCode.HALF)]
    assert codes(Part.SENTENCES, Firm(), **{"registration-hi": "x"}) == [("warning-hi", FirmCode.HALF)]


@pytest.mark.parametrize("language", ["", "en", "hi", "xx", "new", "<b>"])
def test_a_language_that_is_there_already_or_nowhere_cannot_be_added(language: str) -> None:
    typed = {"language": language, "warning-new": "x", "registration-new": "y"}
    assert codes(Part.SENTENCES, **typed) == [("language", FirmCode.NO_LANGUAGE)]


def test_a_client_reads_both_sentences_in_one_language() -> None:
    english, hindi = EXAMPLE_FIRM.words["en"], EXAMPLE_FIRM.words["hi"]
    assert EXAMPLE_FIRM.words_in("hi") == ("hi", hindi)
    assert EXAMPLE_FIRM.words_in("ta") == ("en", english)
    half = replace(EXAMPLE_FIRM, words={"en": english, "hi": replace(hindi, warning="")})
    assert half.words_in("hi") == ("en", english)
    assert Firm().words_in("hi") == ("en", FirmWords())


def test_what_changed_is_told_by_name_with_the_language_of_a_sentence() -> None:
    words = {"en": EXAMPLE_FIRM.words["en"], "ta": FirmWords("x", "y")}
    after = replace(EXAMPLE_FIRM, name="Another", link_check=True, words=words)
    assert changed_fields(EXAMPLE_FIRM, after) == (
        *("name", "warning-hi", "registration-hi", "warning-ta", "registration-ta"),
        "link_check",
    )
    assert changed_fields(after, after) == ()


def test_every_field_of_a_firm_is_on_exactly_one_page() -> None:
    on_pages = [name for names in FIELDS.values() for name in names]
    assert sorted(on_pages) == sorted({*Firm.__dataclass_fields__} - {"words"})
    assert {part_of(name) for name in fields_of(EXAMPLE_FIRM)} == set(Part)


def test_a_new_firm_lacks_all_that_the_rules_ask_for() -> None:
    assert missing(None, connect=False) == missing(Firm(), connect=False) == REQUIRED
    assert missing(None, connect=True) == (*REQUIRED, OF_A_CONNECT_APP)
    assert not may_issue_links(None, connect=False)


@pytest.mark.parametrize("lacking", [*REQUIRED, OF_A_CONNECT_APP], ids=lambda each: each.field)
def test_no_link_may_go_out_while_any_one_of_them_is_missing(lacking: Missing) -> None:
    assert lacking in (*REQUIRED, OF_A_CONNECT_APP)
    changes: dict[str, Any] = {"words": {}} if lacking.part is Part.SENTENCES else {lacking.field: ""}
    firm = replace(EXAMPLE_FIRM, **changes)
    assert lacking in missing(firm, connect=True)
    assert not may_issue_links(firm, connect=True)


def test_with_everything_filled_in_a_link_may_go_out_and_a_no_is_an_answer_too() -> None:
    assert may_issue_links(EXAMPLE_FIRM, connect=True)
    assert may_issue_links(replace(EXAMPLE_FIRM, enabled_for_others="no"), connect=True)
    assert may_issue_links(replace(EXAMPLE_FIRM, enabled_for_others=""), connect=False)
    assert may_issue_links(replace(EXAMPLE_FIRM, cin="", logo_sha256=""), connect=False)


def test_the_example_firm_is_plainly_nobodys() -> None:
    for field in ("sebi_number", "bse_number", "cin"):
        digits = [each for each in str(value_of(EXAMPLE_FIRM, field)) if each.isdigit()]
        assert digits
        assert set(digits) == {"0"}, field
    assert second_looks(EXAMPLE_FIRM) == ()
    for part in Part:
        kept = {name: str(value_of(EXAMPLE_FIRM, name)) for name in FIELDS.get(part, ())}
        assert [fault for fault in read_firm(part, kept, EXAMPLE_FIRM)[1] if fault.stops] == [], part
