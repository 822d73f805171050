"""What a client did at their links is given to them with all else, and goes with them when they are erased."""

from __future__ import annotations

import json

from tests.journey.fakes import FakeClock
from tests.link import making
from tokri.core.link.link import AnswerKind
from tokri.core.ports import Outside
from tokri.desk.by import By
from tokri.desk.client_erasing import erase
from tokri.desk.client_files import take_one

ANITA = By("anita", "private")
WORDS = "I, Sunita Rao, have read this advice."


def test_a_client_is_given_what_they_said_at_their_links_and_no_address(outside: Outside) -> None:
    made = making.a_link(outside)
    making.prepared(outside, made.link)
    making.answered(outside, made.link, AnswerKind.QUESTION, "Why now?")
    making.consented(outside, made.link)
    files = take_one(outside, ANITA, made.link.client_id)
    assert files is not None
    (link,) = json.loads(files["client.json"])["links"]
    assert [each["text"] for each in link["consents"]] == [WORDS]
    assert [(each["kind"], each["text"]) for each in link["answers"]] == [("question", "Why now?")]
    assert [each["way"] for each in link["messages"]] == ["whatsapp"]
    for secret in (made.token, made.link.token_sha256, made.link.token_sealed, made.link.visitor_id):
        assert secret not in files["client.json"]


def test_what_a_client_said_goes_when_the_years_of_their_advice_are_over(outside: Outside, clock: FakeClock) -> None:
    made = making.a_link(outside)
    making.answered(outside, made.link, AnswerKind.DECLINED, "Not in a falling market")
    making.consented(outside, made.link)
    done = erase(outside, ANITA, made.link.client_id)
    assert done is not None
    assert not done.whole
    assert said(outside, made.link.id) == ["Not in a falling market", WORDS]
    clock.forward(days=366 * 9)
    done = erase(outside, ANITA, made.link.client_id)
    assert done is not None
    assert done.whole
    assert said(outside, made.link.id) == []


def said(outside: Outside, link_id: str) -> list[str]:
    with outside.store.reading() as view:
        kept = [*view.links.answers([link_id]), *view.links.consents([link_id])]
    return [each.text for each in kept]
