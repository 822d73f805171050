"""What the firm's own systems hear of a client's way through a link: each step, as documented, nothing personal."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.journey.fakes import FakeClock, FakeKite
from tests.link.making import PAN, Made, a_client, a_link, a_version
from tests.link.test_handing import leave
from tests.link.yes import BROWSER, handed
from tests.store.handed_off import ORDERS, table
from tests.store.test_uploading import no_sheet
from tests.telling import FakeWebhooks, send_all
from tokri import runner
from tokri.core.desk.client import CheckKind
from tokri.core.link.link import AnswerKind
from tokri.core.ports import Outside, Said
from tokri.core.ports.evidence import Upload
from tokri.core.telling.kinds import TOLD
from tokri.core.times import IST
from tokri.desk import link_acts, recalls, telling
from tokri.desk.by import By
from tokri.journey import handback, leaving, uploading
from tokri.journey import handoff as journey
from tokri.link import answers
from tokri.link.checking import Checked, check
from tokri.link.opening import open_link

ROOT = Path(__file__).resolve().parents[2]
MEERA = By("meera", "this machine")
LINK = {"link", "client", "client_code", "basket", "version"}


@pytest.fixture
def receiver(outside: Outside) -> FakeWebhooks:
    assert isinstance(telling.add(outside, MEERA, "https://hooks.firm.example/"), telling.Told)
    return FakeWebhooks()


def documented() -> dict[str, set[str]]:
    """The keys of each type, as the documentation tells them."""
    table = (ROOT / "docs" / "webhooks.md").read_text("utf-8").partition("| type |")[2]
    rows = re.findall(r"^\| `([a-z.-]+)` \| ([^|]+) \|", table, re.MULTILINE)
    return {type_: set(re.findall(r"`(\w+)`", keys)) | (LINK if "the link" in keys else set()) for type_, keys in rows}


def answer(outside: Outside, made: Made, kind: AnswerKind, text: str = "", **details: object) -> None:
    assert answers.answer(outside, made.token, BROWSER, answers.Said(kind, text, details)) is not None


def told(outside: Outside, receiver: FakeWebhooks) -> list[dict[str, Any]]:
    send_all(outside, receiver)
    return [each.told for each in receiver.taken]


def test_a_way_through_a_link_is_told_step_by_step_as_documented_and_nothing_personal(
    outside: Outside, clock: FakeClock, receiver: FakeWebhooks
) -> None:
    client = a_client(outside, check=CheckKind.PAN, phone="+919800077777", email="sunita@private.example")
    made = a_link(outside, client, a_version(outside, client))
    link = made.link
    assert check(outside, made.token, PAN, BROWSER) is Checked.RIGHT
    open_link(outside, made.token)
    answer(outside, made, AnswerKind.QUESTION, "Is my son's account meant?")
    answer(outside, made, AnswerKind.DECLINED, "Sunita says no.")
    answer(outside, made, AnswerKind.DECLINED, taken_back=True)
    first = handed(outside, made.token)
    assert isinstance(leave(outside, made, first), leaving.Leaving)
    clock.forward(minutes=10)
    while runner.step(outside, FakeKite(), "a test"):
        pass
    pairs = [("status", "success"), ("request_token", "requesttoken00000000000000000001"), ("handoff", first.nonce)]
    handback.take_back(outside, "somebody-elses-browser", pairs)
    handback.take_back(outside, BROWSER, pairs)
    assert journey.say(outside, link.visitor_id, first.id, Said.PLACED_ALL) is not None
    link_acts.revoke(outside, MEERA, link.id, "Her phone was stolen by Ravi.")
    recalls.recall(outside, MEERA, link.basket_id, 1, "The price was wrong, so it ends.")
    messages = told(outside, receiver)
    assert [each["type"] for each in messages] == [
        "link.opened",
        "client.asked",
        "client.declined",
        "client.declined",
        "client.consented",
        "handoff.left",
        "handoff.unresolved",
        "handoff.returned-elsewhere",
        "handoff.returned",
        "handoff.said",
        "link.revoked",
        "advice.recalled",
    ]
    keys = documented()
    for each in messages:
        assert set(each) == {"id", "type", "time", "data"}
        assert set(each["data"]) == keys[each["type"]] | {"entry"}, each["type"]
    assert [each["data"].get("taken_back") for each in messages[2:4]] == [False, True]
    assert [each["data"]["status"] for each in messages[7:9]] == ["success", "success"]
    assert {each["data"]["handoff"] for each in messages[4:10]} == {first.id}
    assert {each["data"]["client_code"] for each in messages[:11]} == {"C1"}
    assert [each["data"]["entry"] for each in messages] == sorted({each["data"]["entry"] for each in messages})
    everything = " ".join(posted.body.decode() for posted in receiver.taken)
    for private in ("Sunita", "Ravi", "son's", "77777", "private.example", PAN, made.token, first.nonce, first.tag):
        assert private not in everything
    assert "requesttoken" not in everything
    assert "browser" not in everything


def test_a_file_that_a_client_brings_is_told_once_and_nothing_that_stands_in_it(
    outside: Outside, clock: FakeClock, receiver: FakeWebhooks
) -> None:
    made = a_link(outside)
    link = made.link
    assert isinstance(leave(outside, made, handed(outside, made.token)), leaving.Leaving)
    clock.forward(minutes=5)
    at = f"{(outside.clock() - timedelta(minutes=1)).astimezone(IST):%Y-%m-%d %H:%M:%S}"
    rows = [[at, "BUY", symbol, "CNC", "10/10", "1499.5", "COMPLETE"] for symbol in ("INFY", "STRANGER")]
    chosen = uploading.Chosen("Sunita's orders.csv", table(ORDERS, *rows))
    for _ in range(2):
        shown = uploading.preview(outside, link.visitor_id, link.id, chosen, no_sheet)
        assert isinstance(shown, uploading.Preview), shown
        kept = uploading.keep(outside, link.visitor_id, link.id, shown.sealed, mine=True)
        assert isinstance(kept, Upload), kept
    [message] = [each for each in told(outside, receiver) if each["type"] == "evidence.file"]
    assert set(message["data"]) == documented()["evidence.file"] | {"entry"}
    facts = message["data"]
    assert (facts["link"], facts["source"], facts["matched"]) == (link.id, "order-file", 1)
    everything = " ".join(posted.body.decode() for posted in receiver.taken)
    for private in ("Sunita", "STRANGER", "1499"):
        assert private not in everything


def test_each_is_told_once_however_often_it_is_pressed(outside: Outside, receiver: FakeWebhooks) -> None:
    made = a_link(outside)
    for _ in range(3):
        open_link(outside, made.token)
        answer(outside, made, AnswerKind.DECLINED, "No.")
    assert [each["type"] for each in told(outside, receiver)] == ["link.opened", "client.declined"]


def test_the_documentations_example_is_a_message() -> None:
    text = (ROOT / "docs" / "webhooks.md").read_text("utf-8")
    (example,) = re.findall(r"^    (\{\"data\".*?\n     .*\})$", text, re.MULTILINE | re.DOTALL)
    found = json.loads(example)
    assert set(found["data"]) == documented()[found["type"]] | {"entry"}
    assert found["type"] in {kind.type for kind in TOLD.values()}
