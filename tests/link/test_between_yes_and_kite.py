"""What may change between a client's yes and their browser's leaving, or lies before both at an address that ended."""

from __future__ import annotations

from dataclasses import replace

from tests.journey.fakes import FakeClock
from tests.link import making
from tests.link.making import PROPOSAL, Made, a_client, a_link, a_version
from tests.link.test_handing import handoffs, last_price_is, leave
from tests.link.yes import asked, handed, offered_now, say_yes
from tokri.core.desk.advice import LegAdvice
from tokri.core.desk.client import Client
from tokri.core.link.choices import Choices
from tokri.core.ports import Outside, Said
from tokri.journey import handoff as journey
from tokri.journey import leaving
from tokri.journey.leaving import Leaving
from tokri.journey.since_the_yes import known_sha256
from tokri.link.handing import Refused, Why


def ranged(outside: Outside, may_change: str = "") -> Made:
    """A link to advice whose first order stands between 1480 and 1520 rupees."""
    client = a_client(outside)
    leg = LegAdvice(entry_from="1480", entry_to="1520")
    proposal = replace(PROPOSAL, legs=(leg, PROPOSAL.legs[1]), may_change=may_change)
    return a_link(outside, client, a_version(outside, client, proposal=proposal))


def test_a_price_that_left_the_entry_range_after_the_yes_lets_nothing_leave(outside: Outside) -> None:
    made = ranged(outside)
    last_price_is(outside, "1500")
    handoff = handed(outside, made.token)
    last_price_is(outside, "1600")
    assert isinstance(leave(outside, made, handoff), leaving.Stopped)
    last_price_is(outside, "1510")
    assert isinstance(leave(outside, made, handoff), leaving.Leaving)


def test_the_price_of_an_order_that_was_left_out_holds_nothing_up(outside: Outside) -> None:
    made = ranged(outside, may_change="quantities")
    last_price_is(outside, "1500")
    handoff = handed(outside, made.token, asked(outside, made.token, Choices(left_out=frozenset({0}))))
    last_price_is(outside, "1600")
    assert isinstance(leave(outside, made, handoff), leaving.Leaving)


def sent_and_revoked(outside: Outside, said: Said | None = Said.PLACED_ALL) -> tuple[Client, Made]:
    """A link from which the first version left for Kite, and the client's word; the firm closed its address since."""
    client = a_client(outside)
    old = a_link(outside, client, a_version(outside, client))
    handoff = handed(outside, old.token)
    assert isinstance(leave(outside, old, handoff), leaving.Leaving)
    if said is not None:
        assert journey.say(outside, old.link.visitor_id, handoff.id, said) is not None
    making.revoked(outside, old.link)
    return client, old


def test_what_left_from_an_address_that_ended_is_not_sent_twice_unasked(outside: Outside) -> None:
    client, old = sent_and_revoked(outside)
    new = a_link(outside, client, a_version(outside, client, proposal=replace(PROPOSAL, why="Written anew.")))
    assert [each.handoff.basket_id for each in offered_now(outside, new.token).before] == [old.link.id]
    refused = say_yes(outside, new.token)
    assert isinstance(refused, Refused)
    assert refused.why is Why.NOT_ASKED_AGAIN
    handed(outside, new.token, asked(outside, new.token, again=True))


def test_news_of_what_left_from_an_address_that_ended_holds_back_what_was_said_yes_to(outside: Outside) -> None:
    client, old = sent_and_revoked(outside, Said.PLACED_NONE)
    new = a_link(outside, client, a_version(outside, client, proposal=replace(PROPOSAL, why="Written anew.")))
    handoff = handed(outside, new.token)
    (before,) = handoffs(outside, old)
    assert journey.say(outside, old.link.visitor_id, before.id, Said.PLACED_ALL) is not None
    assert isinstance(leave(outside, new, handoff), leaving.NewsCame)
    assert isinstance(leave(outside, new, handed(outside, new.token, asked(outside, new.token, again=True))), Leaving)


def test_news_of_what_left_from_an_address_that_ended_is_shown_before_a_yes_is_taken(outside: Outside) -> None:
    client, old = sent_and_revoked(outside)
    new = a_link(outside, client, a_version(outside, client, proposal=replace(PROPOSAL, why="Written anew.")))
    shown = known_sha256(offered_now(outside, new.token).before)
    (before,) = handoffs(outside, old)
    assert journey.say(outside, old.link.visitor_id, before.id, Said.PLACED_SOME) is not None
    refused = say_yes(outside, new.token, asked(outside, new.token, again=True, known=shown))
    assert isinstance(refused, Refused)
    assert refused.why is Why.NEWS


def test_what_was_known_of_an_address_that_ended_holds_nothing_back_however_late_it_goes(
    outside: Outside, clock: FakeClock
) -> None:
    client, _ = sent_and_revoked(outside, None)
    new = a_link(outside, client, a_version(outside, client, proposal=replace(PROPOSAL, why="Written anew.")))
    shown = known_sha256(offered_now(outside, new.token).before)
    clock.forward(minutes=9)
    handoff = handed(outside, new.token, asked(outside, new.token, again=True, known=shown))
    clock.forward(minutes=9)
    assert isinstance(leave(outside, new, handoff), Leaving)


def test_what_came_to_nothing_at_an_address_that_ended_is_not_asked_about(outside: Outside) -> None:
    client = a_client(outside)
    old = a_link(outside, client, a_version(outside, client))
    handoff = handed(outside, old.token)
    assert isinstance(leave(outside, old, handoff), leaving.Leaving)
    assert journey.say(outside, old.link.visitor_id, handoff.id, Said.PLACED_NONE) is not None
    making.revoked(outside, old.link)
    new = a_link(outside, client, a_version(outside, client, proposal=replace(PROPOSAL, why="Written anew.")))
    handed(outside, new.token)


def test_what_another_client_sent_is_nobody_elses_affair(outside: Outside) -> None:
    sent_and_revoked(outside)
    asha = a_client(outside, "C2", "Asha Rao")
    handed(outside, a_link(outside, asha, a_version(outside, asha)).token)


def test_news_of_what_left_before_holds_a_second_yes_back(outside: Outside) -> None:
    made = a_link(outside, client := a_client(outside), a_version(outside, client))
    first = handed(outside, made.token)
    assert isinstance(leave(outside, made, first), leaving.Leaving)
    again = handed(outside, made.token, asked(outside, made.token, again=True))
    assert journey.say(outside, made.link.visitor_id, first.id, Said.PLACED_ALL) is not None
    assert isinstance(leave(outside, made, again), leaving.NewsCame)
    afresh = handed(outside, made.token, asked(outside, made.token, again=True))
    assert isinstance(leave(outside, made, again), leaving.Overtaken)
    assert isinstance(leave(outside, made, afresh), leaving.Leaving)
