"""The digits of a sign-in app let somebody in once, a step early or late, and never again."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokri.core.desk.totp import (
    accepted_step,
    address_for_apps,
    grouped,
    new_secret,
    step_of,
    steps_to_try,
    tidy,
)
from tokri.totp import AppCodes

#: The secret of RFC 6238, appendix B, and its codes for SHA-1, to six digits.
SECRET = base64.b32encode(b"12345678901234567890").decode()
CODES = {
    59: "287082",
    1111111109: "081804",
    1111111111: "050471",
    1234567890: "005924",
    2000000000: "279037",
    20000000000: "353130",
}
NOW = 1_234_567_890
MOMENTS = st.integers(0, 2**40)


def matches(_secret: str, code: str, step: int) -> bool:
    """An app whose code is the end of the step."""
    return code == code_of(step)


def code_of(step: int) -> str:
    return f"{step % 1_000_000:06}"


@pytest.mark.parametrize(("seconds", "code"), CODES.items())
def test_the_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    app = AppCodes(lambda: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
    assert app.seconds() == seconds
    assert app.matches(SECRET, code, step_of(seconds))
    assert not app.matches(SECRET, code, step_of(seconds) + 1)
    assert not app.matches(new_secret("another"), code, step_of(seconds))
    assert accepted_step(SECRET, code, seconds, None, app.matches) == step_of(seconds)


@pytest.mark.parametrize("around", [-1, 0, 1])
def test_a_phone_may_be_a_step_early_or_late(around: int) -> None:
    step = step_of(NOW) + around
    assert accepted_step(SECRET, code_of(step), NOW, None, matches) == step


@pytest.mark.parametrize("around", [-40, -2, 2, 40])
def test_a_code_of_another_time_is_refused(around: int) -> None:
    assert accepted_step(SECRET, code_of(step_of(NOW) + around), NOW, None, matches) is None


def test_a_code_lets_somebody_in_once() -> None:
    code = code_of(step_of(NOW))
    step = accepted_step(SECRET, code, NOW, None, matches)
    assert step is not None
    assert accepted_step(SECRET, code, NOW, step, matches) is None
    assert accepted_step(SECRET, code, NOW + 29, step, matches) is None


def test_after_a_code_no_older_one_counts_but_the_next_does() -> None:
    last = step_of(NOW)
    assert accepted_step(SECRET, code_of(last - 1), NOW, last, matches) is None
    assert accepted_step(SECRET, code_of(last + 1), NOW, last, matches) == last + 1


@given(MOMENTS, st.none() | MOMENTS)
def test_never_more_than_three_steps_are_tried_and_none_that_was_used_or_is_older(
    seconds: int, last_step: int | None
) -> None:
    steps = steps_to_try(seconds, last_step)
    assert len(set(steps)) == len(steps) <= 3
    assert all(abs(step - step_of(seconds)) <= 1 for step in steps)
    assert last_step is None or all(step > last_step for step in steps)


@given(MOMENTS, st.lists(st.integers(0, 200), max_size=30))
def test_whenever_codes_are_typed_accepted_steps_only_grow(start: int, pauses: list[int]) -> None:
    now, last = start, None
    for pause in pauses:
        now += pause
        step = accepted_step(SECRET, code_of(step_of(now)), now, last, matches)
        assert step is None or last is None or step > last
        assert step is not None or last == step_of(now)
        last = last if step is None else step


@pytest.mark.parametrize("typed", ["123456", " 123456 ", "123 456", "123-456", "\u00a0123\u2009456\n"])
def test_a_code_may_be_typed_as_the_app_shows_it(typed: str) -> None:
    assert tidy(typed) == "123456"


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "१२३४५६", "①②③④⑤⑥", "+12345", "1e5000", "12.345"])
def test_what_is_no_code_is_not_even_tried(typed: str) -> None:
    def nobody_asks(_secret: str, _code: str, _step: int) -> bool:
        raise AssertionError

    assert tidy(typed) == ""
    assert accepted_step(SECRET, typed, NOW, None, nobody_asks) is None


def test_every_step_is_tried_even_if_the_first_was_right() -> None:
    tried: list[int] = []

    def app(_secret: str, _code: str, step: int) -> bool:
        tried.append(step)
        return True

    assert accepted_step(SECRET, "123456", NOW, None, app) == step_of(NOW) + 1
    assert len(tried) == 3


def test_a_secret_has_160_bits_and_is_another_for_every_token() -> None:
    secrets = {new_secret(f"token {number}") for number in range(200)}
    assert len(secrets) == 200
    assert {len(base64.b32decode(secret)) for secret in secrets} == {20}


def test_a_secret_can_be_typed_in_fours() -> None:
    assert grouped("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP") == "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP"


@given(st.text(min_size=1, alphabet=st.characters(codec="utf-8")), st.text(min_size=1, max_size=30))
def test_the_address_for_apps_names_firm_and_person_whatever_they_are_called(firm: str, person: str) -> None:
    address = urlsplit(address_for_apps(SECRET, firm, person.encode("utf-8", "replace").decode()))
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    label, colon, account = address.path.removeprefix("/").partition(":")
    assert colon
    assert unquote(label) == firm.replace(":", " ")
    assert ":" not in unquote(account)
    assert parse_qs(address.query, keep_blank_values=True) == {"secret": [SECRET], "issuer": [firm.replace(":", " ")]}


def test_an_address_for_apps_reads_as_apps_expect_it() -> None:
    assert address_for_apps("JBSW", "Rao & Co: Advisers", "asha.rao") == (
        "otpauth://totp/Rao%20%26%20Co%20%20Advisers:asha.rao?secret=JBSW&issuer=Rao%20%26%20Co%20%20Advisers"
    )
