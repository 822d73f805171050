import pytest
from hypothesis import given

from tests.core.orders import any_text
from tokri.core.link.kite_id import KiteIdFault, masked, read_kite_id, same_kite_id


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("AB1234", "AB1234"),
        (" ab 1234 ", "AB1234"),
        ("abc123", "ABC123"),
        ("AB", "AB"),
        ("ABCDE12345", "ABCDE12345"),
        ("", KiteIdFault.MISSING),
        ("   ", KiteIdFault.MISSING),
        ("A", KiteIdFault.UNREADABLE),
        ("ABCDE123456", KiteIdFault.UNREADABLE),
        ("AB-1234", KiteIdFault.UNREADABLE),
        ("a@b.in", KiteIdFault.UNREADABLE),
        ("अब1234", KiteIdFault.UNREADABLE),
        ("ıb1234", KiteIdFault.UNREADABLE),
        ("AB１２３４", KiteIdFault.UNREADABLE),
        ("AB1234" + " " * 40, KiteIdFault.UNREADABLE),
    ],
)
def test_an_id_is_letters_and_digits_however_they_are_typed(typed: str, found: str | KiteIdFault) -> None:
    assert read_kite_id(typed) is found or read_kite_id(typed) == found


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("AB1234", "ab 1234", True), ("AB1234", "AB1235", False), ("AB1234", "", None), ("?", "AB1234", None)],
)
def test_two_ids_name_one_account_or_two_or_nobody_can_say(one: str, other: str, same: object) -> None:
    assert same_kite_id(one, other) is same


def test_an_id_is_shown_in_part() -> None:
    assert (masked("AB1234"), masked("ABCD"), masked("")) == ("AB••34", "••••", "")


@given(any_text)
def test_what_is_read_reads_as_itself(typed: str) -> None:
    found = read_kite_id(typed)
    if not isinstance(found, KiteIdFault):
        assert read_kite_id(found) == found
        assert same_kite_id(found, typed) is True
