"""A client's yes and its hand-off: stored together, of exactly what was read, or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest

from tests.journey.fake_lists import FakeInstruments
from tests.journey.fakes import FakeClock
from tests.link import making
from tests.link.making import PROPOSAL, TCS, Made, a_client, a_link, a_version
from tests.link.yes import BROWSER, asked, handed, offered_now, say_yes, words
from tokri.core.basket import Draft
from tokri.core.desk.advice import LegAdvice
from tokri.core.desk.client import CheckKind
from tokri.core.instrument import Key, LastPrice, Listing
from tokri.core.link.choices import Choices
from tokri.core.link.link import AnswerKind, Consent, Link
from tokri.core.link.state import Door
from tokri.core.ports import Handoff, Outside, Said
from tokri.journey import handoff as journey
from tokri.journey import leaving
from tokri.link.going import going
from tokri.link.handing import Refused, Why, text_sha256
from tokri.link.look import look

QUANTITIES = replace(PROPOSAL, may_change="quantities")


def consents(outside: Outside, made: Made) -> list[Consent]:
    with outside.store.reading() as view:
        return list(view.links.consents([made.link.id]))


def handoffs(outside: Outside, made: Made) -> list[Handoff]:
    with outside.store.reading() as view:
        return list(view.handoffs.of_basket(made.link.id))


def leave(outside: Outside, made: Made, handoff: Handoff, browser_id: str = BROWSER) -> object:
    looked = look(outside, made.token, browser_id)
    assert looked is not None
    go = going(outside, looked, handoff.id)
    return leaving.leave(outside, made.link.visitor_id, handoff.id, browser_id=browser_id, gate=go)


def nothing_kept(outside: Outside, made: Made) -> bool:
    with outside.store.reading() as view:
        own = view.baskets.get(made.link.id, made.link.visitor_id)
        client = view.clients.get(made.link.client_id)
    assert client is not None
    return not consents(outside, made) and not handoffs(outside, made) and own is None and client.edition == 1


def test_the_words_of_a_yes_stand_beside_the_chain_alone_and_no_hash_in_it_lets_a_name_be_tried(
    outside: Outside,
) -> None:
    made = a_link(outside)
    handed(outside, made.token)
    (kept,) = consents(outside, made)
    with outside.store.reading() as view:
        entry, beside = next((entry, beside) for entry, beside in view.chain.rows() if entry.kind == "consented")
    assert beside is not None
    assert json.loads(beside.data) == {"text": kept.text}
    assert text_sha256(kept.text) not in str(entry.facts)


def test_the_consent_keeps_exactly_what_was_shown(outside: Outside) -> None:
    made = a_link(outside, check=CheckKind.PAN)
    making.passed(outside, made.link, BROWSER)
    shown = offered_now(outside, made.token)
    part = shown.part()
    assert part is not None
    assert shown.review is not None
    assert shown.looked.version is not None
    handoff = handed(outside, made.token)
    (kept,) = consents(outside, made)
    assert kept.text == words(shown, part)
    assert (kept.number, kept.version_sha256) == (1, shown.looked.version.sha256)
    assert kept.review_sha256 == shown.review.sha256 == handoff.review_sha256
    assert (kept.handoff_id, kept.part, kept.parts) == (handoff.id, 1, 1)
    assert (kept.check_kind, kept.checked_at, kept.browser_id) == ("pan", outside.clock(), BROWSER)
    assert (kept.language, kept.changes) == ("en", {})
    assert handoff.payload == part.payload


def test_without_a_check_the_consent_says_that_none_was_passed(outside: Outside) -> None:
    made = a_link(outside)
    handed(outside, made.token)
    (kept,) = consents(outside, made)
    assert (kept.check_kind, kept.checked_at) == ("", None)


def test_what_the_client_changed_is_kept_and_sent_as_their_own(outside: Outside) -> None:
    client = a_client(outside)
    made = a_link(outside, client, a_version(outside, client, proposal=QUANTITIES))
    choices = Choices(left_out=frozenset({0}), quantities={1: "3"})
    handoff = handed(outside, made.token, asked(outside, made.token, choices))
    assert [(each["tradingsymbol"], each["quantity"]) for each in json.loads(handoff.payload)] == [("TCS", 3)]
    (kept,) = consents(outside, made)
    assert kept.changes["by"] == "client"
    # Another browser, and the next part, go on from it.
    assert offered_now(outside, made.token, browser_id="another").choices == choices


REFUSALS: Final[dict[str, tuple[Why, dict[str, Any]]]] = {
    "not ticked": (Why.NOT_TICKED, {"ticked": False}),
    "another version was read": (Why.REPLACED, {"version_sha256": "0" * 64}),
    "other orders were read": (Why.CHANGED, {"review_sha256": "0" * 64}),
    "other words were read": (Why.CHANGED, {"text_sha256": text_sha256("I agree to everything.")}),
    "a part that there is not": (Why.CHANGED, {"part": 7}),
    "choices other than those read": (Why.CHANGED, {"choices": Choices(left_out=frozenset({0}))}),
    "an attempt that is not the next": (Why.SENT_ALREADY, {"attempt": 3, "kite_user_id": "AB1234"}),
    "a choice in error": (Why.CHOICES, {"choices": Choices(quantities={0: "1_0"})}),
}


@pytest.mark.parametrize("what", REFUSALS)
def test_a_yes_to_anything_else_is_refused_and_nothing_is_kept(outside: Outside, what: str) -> None:
    client = a_client(outside)
    made = a_link(outside, client, a_version(outside, client, proposal=QUANTITIES))
    why, changes = REFUSALS[what]
    done = say_yes(outside, made.token, replace(asked(outside, made.token), **changes))
    assert isinstance(done, Refused)
    assert done.why is why
    assert nothing_kept(outside, made)


SHUT: Final[dict[str, Callable[[Outside, Link], object]]] = {
    "recalled": making.recalled,
    "revoked": making.revoked,
    "locked": making.locked,
    "put away": making.put_away,
    "declined": lambda outside, link: making.answered(outside, link, AnswerKind.DECLINED),
    "elsewhere": lambda outside, link: making.answered(outside, link, AnswerKind.ELSEWHERE),
}


@pytest.mark.parametrize("what", SHUT)
def test_a_link_that_shut_in_the_middle_takes_no_yes(outside: Outside, what: str) -> None:
    made = a_link(outside)
    ask = asked(outside, made.token)
    SHUT[what](outside, made.link)
    done = say_yes(outside, made.token, ask)
    assert isinstance(done, Refused)
    assert done.why is Why.CLOSED
    assert nothing_kept(outside, made)


@pytest.mark.parametrize("what", SHUT)
def test_a_link_that_shut_after_the_yes_lets_nothing_leave(outside: Outside, what: str) -> None:
    made = a_link(outside)
    handoff = handed(outside, made.token)
    SHUT[what](outside, made.link)
    assert isinstance(leave(outside, made, handoff), leaving.Stopped)
    (kept,) = handoffs(outside, made)
    assert kept.left_at is None


def test_a_browser_that_has_not_answered_the_check_may_not_say_yes(outside: Outside) -> None:
    made = a_link(outside, check=CheckKind.PAN)
    making.passed(outside, made.link, BROWSER)
    ask = asked(outside, made.token)
    done = say_yes(outside, made.token, ask, "a stranger's")
    assert isinstance(done, Refused)
    assert done.why is Why.CHECK
    assert nothing_kept(outside, made)


def test_a_new_version_answers_with_itself_and_never_with_the_old(outside: Outside) -> None:
    made = a_link(outside)
    ask = asked(outside, made.token)
    with outside.store.reading() as view:
        client = view.clients.get(made.link.client_id)
    assert client is not None
    a_version(outside, client, proposal=replace(PROPOSAL, why="Written anew."))
    done = say_yes(outside, made.token, ask)
    assert isinstance(done, Refused)
    assert done.why is Why.REPLACED
    assert nothing_kept(outside, made)
    handed(outside, made.token)
    (kept,) = consents(outside, made)
    assert kept.number == 2


def test_a_hand_off_of_the_old_version_leaves_no_more(outside: Outside) -> None:
    made = a_link(outside)
    handoff = handed(outside, made.token)
    with outside.store.reading() as view:
        client = view.clients.get(made.link.client_id)
    assert client is not None
    a_version(outside, client, proposal=replace(PROPOSAL, why="Written anew."))
    assert isinstance(leave(outside, made, handoff), leaving.Stopped)


def test_advice_that_is_over_can_neither_be_said_yes_to_nor_leave(outside: Outside, clock: FakeClock) -> None:
    client = a_client(outside)
    short = replace(PROPOSAL, valid_until="2026-02-11 12:00")
    made = a_link(outside, client, a_version(outside, client, proposal=short))
    ask = asked(outside, made.token)
    handoff = handed(outside, made.token)
    clock.forward(hours=2)
    assert not offered_now(outside, made.token).may_send
    assert isinstance(leave(outside, made, handoff), leaving.Stopped)
    done = say_yes(outside, made.token, ask)
    assert isinstance(done, Refused)
    assert done.why is Why.BLOCKED


def test_two_presses_are_one_yes_and_one_hand_off(outside: Outside) -> None:
    made = a_link(outside)
    ask = asked(outside, made.token)
    first, second = handed(outside, made.token, ask), handed(outside, made.token, ask, "another-browser")
    assert first == second
    assert len(consents(outside, made)) == len(handoffs(outside, made)) == 1


def test_each_hand_off_has_a_consent_of_its_own(outside: Outside, clock: FakeClock) -> None:
    client = a_client(outside)
    orders = tuple(replace(TCS, tradingsymbol=f"TCS{place}") for place in range(12))
    many = replace(PROPOSAL, draft=Draft("Twelve", orders), legs=(LegAdvice(),) * 12)
    made = a_link(outside, client, a_version(outside, client, proposal=many))
    one = handed(outside, made.token)
    assert isinstance(leave(outside, made, one), leaving.Leaving)
    done = say_yes(outside, made.token, replace(asked(outside, made.token, again=True), part=2))
    assert isinstance(done, Refused)  # what was read was part 1
    assert journey.say(outside, made.link.visitor_id, one.id, Said.PLACED_ALL) is not None
    clock.forward(minutes=1)
    two = handed(outside, made.token)
    assert (two.part, two.parts) == (2, 2)
    assert [each.handoff_id for each in consents(outside, made)] == [one.id, two.id]
    assert "part 2" in consents(outside, made)[1].text


def test_sending_again_what_may_be_placed_wants_a_further_yes(outside: Outside) -> None:
    made = a_link(outside)
    first = handed(outside, made.token)
    assert isinstance(leave(outside, made, first), leaving.Leaving)
    done = say_yes(outside, made.token)
    assert isinstance(done, Refused)
    assert done.why is Why.NOT_ASKED_AGAIN
    again = handed(outside, made.token, asked(outside, made.token, again=True))
    assert again.attempt == 2
    assert len(consents(outside, made)) == 2


def test_the_account_that_was_typed_is_put_into_the_register_once(outside: Outside) -> None:
    made = a_link(outside)
    handed(outside, made.token, asked(outside, made.token, kite_user_id="AB1234"))
    with outside.store.reading() as view:
        client, visitor = view.clients.get(made.link.client_id), view.visitors.get(made.link.visitor_id)
    assert client is not None
    assert client.details is not None
    assert visitor is not None
    assert (client.details.kite_user_id, client.edition) == ("AB1234", 2)
    assert visitor.kite_user_id == "AB1234"


def test_the_account_of_the_register_is_not_changed_by_what_is_typed(outside: Outside) -> None:
    made = a_link(outside, a_client(outside, kite_user_id="ZZ9999"))
    handed(outside, made.token, asked(outside, made.token, kite_user_id="AB1234"))
    with outside.store.reading() as view:
        client, visitor = view.clients.get(made.link.client_id), view.visitors.get(made.link.visitor_id)
    assert client is not None
    assert client.details is not None
    assert visitor is not None
    assert client.details.kite_user_id == visitor.kite_user_id == "ZZ9999"


def test_the_record_tells_of_the_yes_beside_the_hand_off_and_has_its_words_apart(outside: Outside) -> None:
    made = a_link(outside)
    handed(outside, made.token)
    with outside.store.reading() as view:
        told = [(entry, personal) for entry, personal in view.chain.rows() if entry.subject == made.link.id]
    kinds = [entry.kind for entry, _ in told]
    assert kinds == ["link opened", "consented"]
    entry, personal = told[-1]
    assert entry.who == f"client:{made.link.client_id}"
    assert "Sunita" not in str(entry)
    (kept,) = consents(outside, made)
    assert personal is not None
    assert kept.text in str(personal)


def test_an_address_that_is_nobodys_takes_no_yes(outside: Outside) -> None:
    made = a_link(outside)
    assert say_yes(outside, "never-was", asked(outside, made.token)) is None


def last_price_is(outside: Outside, rupees: str) -> None:
    """What the list of prices says of INFY today."""
    key = Key("NSE", "INFY")
    assert isinstance(outside.instruments, FakeInstruments)
    outside.instruments.listings[key] = Listing(None, last_price=LastPrice(Decimal(rupees), date(2026, 2, 11), "list"))


def test_a_price_outside_the_entry_range_is_shown_and_cannot_be_sent(outside: Outside) -> None:
    client = a_client(outside)
    leg = LegAdvice(entry_from="1480", entry_to="1520")
    ranged = replace(PROPOSAL, legs=(leg, PROPOSAL.legs[1]))
    made = a_link(outside, client, a_version(outside, client, proposal=ranged))
    last_price_is(outside, "1500")
    ask = asked(outside, made.token)
    last_price_is(outside, "1600")
    shown = offered_now(outside, made.token)
    assert [each.code for each in shown.standing.blocked] == ["outside-entry-range"]
    assert shown.orders
    assert not shown.may_send
    done = say_yes(outside, made.token, ask)
    assert isinstance(done, Refused)
    assert done.why is Why.BLOCKED
    assert nothing_kept(outside, made)


def test_what_is_shown_while_a_choice_is_in_error_is_what_was_advised_to_this_client(outside: Outside) -> None:
    client = a_client(outside)
    made = a_link(outside, client, a_version(outside, client, proposal=QUANTITIES, quantities=(7, 0)))
    shown = offered_now(outside, made.token, Choices(quantities={0: "some"}))
    assert [(each.tradingsymbol, each.quantity) for each in shown.orders] == [("INFY", "7")]


def test_who_has_placed_one_version_is_shown_the_next_with_what_may_be_placed_twice(outside: Outside) -> None:
    made = a_link(outside)
    handoff = handed(outside, made.token)
    assert isinstance(leave(outside, made, handoff), leaving.Leaving)
    assert journey.say(outside, made.link.visitor_id, handoff.id, Said.PLACED_ALL) is not None
    done = look(outside, made.token, BROWSER)
    assert done is not None
    assert done.door is Door.DONE
    with outside.store.reading() as view:
        client = view.clients.get(made.link.client_id)
    assert client is not None
    a_version(outside, client, proposal=replace(PROPOSAL, why="Written anew."))
    shown = offered_now(outside, made.token)
    assert shown.may_send
    refused = say_yes(outside, made.token)
    assert isinstance(refused, Refused)
    assert refused.why is Why.NOT_ASKED_AGAIN
