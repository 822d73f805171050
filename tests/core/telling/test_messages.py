"""A message says ids and facts that are listed, and nothing else; its signature is that of the Standard Webhooks."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from tokri.core.ports import Entry
from tokri.core.telling.kinds import TOLD, About
from tokri.core.telling.message import Message, message_of, trial_message
from tokri.core.telling.notices import REASONS, Line, Reason, digest
from tokri.core.telling.schedule import GIVE_UP_AFTER, next_try, rests_until
from tokri.core.telling.signature import headers, new_secret, signature

AT = datetime(2026, 2, 11, 5, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[3]


def entry(kind: str = "declined", **facts: str | int | bool | None) -> Entry:
    return Entry(7, AT, kind, "link1", facts, sha256="ab" * 32, who="client:c1", where="internet")


def test_a_message_carries_the_listed_facts_and_no_others() -> None:
    made = message_of(entry(version=2, taken_back=False, reason="My son says no"), {"link": "link1", "client": "c1"})
    assert made is not None
    assert json.loads(made.body) == {
        "id": "msg_" + "ab" * 16,
        "type": "client.declined",
        "time": "2026-02-11T05:00:00.000000+00:00",
        "data": {"link": "link1", "client": "c1", "version": 2, "taken_back": False, "entry": 7},
    }


def test_what_is_not_listed_is_no_message() -> None:
    for kind in ("signed in", "client changed", "order book", ""):
        assert message_of(entry(kind), {}) is None


def test_each_kind_that_is_told_is_one_that_the_program_records() -> None:
    """A kind that is renamed where it is recorded would be told to nobody any more."""
    written = {
        text
        for path in (ROOT / "tokri").rglob("*.py")
        if "telling" not in path.parts
        for text in re.findall(r'"([^"\n]+)"', path.read_text("utf-8"))
    }
    assert set(TOLD) | set(REASONS) <= written


def test_of_the_order_book_only_counts_of_the_hand_off_are_told() -> None:
    """Orders that match nothing are the person's alone, and so is how many there are."""
    assert "others" not in TOLD["order book read"].facts
    assert all(kind.about is not About.ADVICE for kind in TOLD.values() if kind.type.startswith("handoff."))


def test_the_types_are_each_their_own_and_stand_in_the_documentation() -> None:
    types = [kind.type for kind in TOLD.values()]
    assert len(types) == len(set(types))
    table = (ROOT / "docs" / "webhooks.md").read_text("utf-8").partition("| type |")[2]
    documented = re.findall(r"^\| `([a-z.-]+)` \|", table, re.MULTILINE)
    assert sorted(documented) == sorted([*types, "test"])


def test_a_signature_is_that_of_the_specification() -> None:
    """The example of the reference implementations, https://github.com/standard-webhooks/standard-webhooks."""
    body = b'{"test": 2432232314}'
    found = signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_secret_has_256_bits_and_no_two_are_the_same() -> None:
    drawn = iter("abcd")
    first, second = new_secret(lambda: next(drawn)), new_secret(lambda: next(drawn))
    assert first != second
    assert len(base64.b64decode(first.removeprefix("whsec_"))) == 32


def test_two_secrets_sign_side_by_side() -> None:
    message = Message("msg_1", "test", '{"ü":1}', AT)
    secrets = [new_secret(lambda: "one"), new_secret(lambda: "two")]
    found = headers(message, secrets, AT + timedelta(microseconds=999_999))
    assert found["webhook-timestamp"] == str(int(AT.timestamp()))
    for secret, each in zip(secrets, found["webhook-signature"].split(" "), strict=True):
        key = base64.b64decode(secret.removeprefix("whsec_"))
        signed = b"msg_1." + found["webhook-timestamp"].encode() + b"." + '{"ü":1}'.encode()
        assert each == "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


@pytest.mark.parametrize("secret", ["", "whsec", "secret", "whsec_ü", "whsec_a"])
def test_what_is_no_secret_signs_nothing(secret: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        signature(secret, "msg_1", 1, b"")


def test_a_test_says_nothing_but_that_it_is_one() -> None:
    assert json.loads(trial_message("chance", AT).body)["data"] == {}


def test_tries_come_further_apart_and_end() -> None:
    tries = [next_try(number, AT) - AT for number in range(1, 20)]
    assert tries[0] == timedelta(seconds=5)
    assert all(one <= other for one, other in pairwise(tries))
    assert tries[-1] < GIVE_UP_AFTER
    rests = [rests_until(number, AT) - AT for number in range(1, 20)]
    assert all(one <= other for one, other in pairwise(rests))
    assert rests[-1] == timedelta(minutes=15)


def line(reason: Reason = Reason.ASKED, client: str = "Sunita Rao (C1)", title: str = "Two of the large ones") -> Line:
    return Line(reason, client, title, AT)


def test_a_letter_names_nobody_in_its_subject_and_gathers_all_by_reason() -> None:
    letter = digest([line(Reason.DECLINED), line(), line(Reason.UNRESOLVED)], "meera@firm.example", "https://x/b", AT)
    assert letter.subject == "Tokri: 3 things wait for you"
    found = [letter.text.index(each) for each in ("nothing was heard", "Asked something", "Said no")]
    assert found == sorted(found)
    assert letter.text.count("- Sunita Rao (C1): Two of the large ones (11 Feb, 10:30 IST)") == 3
    assert "https://x/b" in letter.text


def test_a_letter_of_one_and_a_letter_of_very_many() -> None:
    assert digest([line()], "m@x", "", AT).subject == "Tokri: 1 thing waits for you"
    many = digest([line()] * 100, "m@x", "", AT)
    assert many.text.count("- Sunita") == 40
    assert "And 60 more, on the board." in many.text


def test_what_was_typed_stays_on_its_line() -> None:
    letter = digest([line(title="One\r\n\r\nBcc: all@firm.example")], "m@x", "", AT)
    assert "- Sunita Rao (C1): One Bcc: all@firm.example (" in letter.text
