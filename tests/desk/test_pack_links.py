"""What became of advice at its links stands in the register and in the packs, each with its evidence."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from tests.desk.baskets_to_share import MEERA
from tests.journey.fakes import FakeClock
from tests.link.making import (
    PROPOSAL,
    a_client,
    a_link,
    a_version,
    answered,
    came_back,
    opened,
    prepared,
    recalled,
)
from tests.link.seen import back_with
from tokri.core.desk.pack import ADVICE, PERIOD, Scope, files
from tokri.core.evidence import Source
from tokri.core.link.link import AnswerKind, Way
from tokri.core.ports import Outside
from tokri.desk.link_acts import reissue, revoke
from tokri.desk.pack import gather, register_of


def lines(outside: Outside) -> list[tuple[str, str, str, str]]:
    """Of each client and version: how sent, consent, outcome; of the first order alone."""
    told = register_of(outside, Scope(PERIOD))
    found = {(each.client_code, each.version): (each.how_sent, each.consent, each.outcome) for each in told}
    return [(f"{code} {version}", *said) for (code, version), said in found.items()]


def of_pack(outside: Outside) -> list[dict[str, Any]]:
    gathered = gather(outside, Scope(ADVICE, "basket-1"))
    assert gathered is not None
    (advised,) = json.loads(files(gathered)["advice.json"])
    clients: list[dict[str, Any]] = advised["clients"]
    return clients


def test_who_has_no_link_was_sent_nothing(outside: Outside) -> None:
    a_version(outside, a_client(outside))
    assert lines(outside) == [("C1 1", "not sent", "", "not known")]
    assert of_pack(outside)[0]["link"] is None


def test_a_link_without_a_message_is_told_as_that(outside: Outside) -> None:
    a_link(outside)
    assert lines(outside) == [("C1 1", "link made, no message prepared", "", "not known")]


def test_message_consent_and_what_came_of_it_stand_with_their_moments(outside: Outside, clock: FakeClock) -> None:
    link = a_link(outside).link
    prepared(outside, link, Way.SLIP)
    clock.forward(minutes=10)
    opened(outside, link)
    came_back(outside, link)
    assert lines(outside) == [
        (
            "C1 1",
            "message prepared, slip, 2026-02-11 10:30:00",
            "2026-02-11 10:40:00",
            "sent to Kite, by Kite’s redirect or the client’s word",
        )
    ]
    told = of_pack(outside)[0]["link"]
    assert told["consents"][0]["text"] == "I, Sunita Rao, have read this advice."
    assert told["handoffs"] == [
        {"part": 1, "parts": 1, "left_at": "2026-02-11T05:10:00.000000+00:00", "state": "returned-success"}
    ]
    assert told["messages"][0]["by"] == {"id": "meera", "name": "Meera"}


def test_no_address_stands_in_a_pack(outside: Outside) -> None:
    made = a_link(outside)
    gathered = gather(outside, Scope(ADVICE, "basket-1"))
    assert gathered is not None
    whole = "".join(files(gathered).values())
    assert made.token not in whole
    assert made.link.token_sha256 not in whole


def test_an_older_version_keeps_what_became_of_it(outside: Outside) -> None:
    client = a_client(outside)
    link = a_link(outside, client, a_version(outside, client)).link
    prepared(outside, link)
    answered(outside, link, AnswerKind.DECLINED, "Not now.")
    a_version(outside, client, proposal=replace(PROPOSAL, why="Anew."))
    said = "message prepared, whatsapp, 2026-02-11 10:30:00"
    assert [(who, sent, outcome) for who, sent, _, outcome in lines(outside)] == [
        ("C1 1", said, "declined"),
        ("C1 2", "link made, no message prepared", "not opened"),
    ]


def test_a_recalled_version_says_so(outside: Outside) -> None:
    link = a_link(outside).link
    recalled(outside, link)
    assert [each[3] for each in lines(outside)] == ["recalled by the firm, nothing sent to Kite"]


def test_what_left_from_a_link_that_ended_is_what_counts(outside: Outside) -> None:
    link = a_link(outside).link
    came_back(outside, link)
    revoke(outside, MEERA, link.id, "Her phone was stolen.")
    assert [each[3] for each in lines(outside)] == ["sent to Kite, by Kite’s redirect or the client’s word"]


def test_a_link_made_anew_is_told_as_one_with_the_old(outside: Outside) -> None:
    link = a_link(outside).link
    prepared(outside, link)
    reissue(outside, MEERA, link.id)
    (line,) = lines(outside)
    assert line[1].startswith("message prepared, whatsapp")


def test_what_a_file_shows_while_another_kite_account_stands_is_no_outcome(outside: Outside) -> None:
    made = a_link(outside, a_client(outside))
    back_with(outside, made, "COMPLETE", 10, source=Source.ORDER_FILE)
    assert "10 of 10" in str(list(register_of(outside, Scope(PERIOD))))
    answered(outside, made.link, AnswerKind.KITE_ID, "XY9876", same=False)
    assert "10 of 10" not in str(list(register_of(outside, Scope(PERIOD))))
