"""Whatever firm and clients do, in whatever order: a link goes only forward, and nothing leaves that may not."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import Final

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from tests.journey.fakes import book_order
from tests.link.firm_at_links import FirmAtLinks
from tests.link.model import WRONG_ANSWERS, Address, Trip, day_in_india, may_go
from tests.link.yes import asked, offered_now, words
from tokri.core.handoff import NONCE
from tokri.core.link.choices import NO_CHOICES, Choices
from tokri.core.link.link import AnswerKind
from tokri.core.link.state import Door
from tokri.core.ports import Handoff, Said
from tokri.core.record_check import check as check_record
from tokri.journey import handback, handoff, leaving
from tokri.journey.ask_reading import ask_reading
from tokri.journey.looking import read
from tokri.journey.reading import exchange
from tokri.link import answers, handing, opening
from tokri.link import checking as check_link
from tokri.link.going import going
from tokri.link.look import look

#: What each client is advised, of the two orders: no yes may hold more.
ADVISED: Final = {"INFY": 10, "TCS": 4}

BROWSERS: Final = ("her-phone", "her-laptop")
CHOICES: Final = (NO_CHOICES, Choices(left_out=frozenset({0})), Choices(quantities={0: "3"}), Choices(scale="half"))

browsers = st.sampled_from(BROWSERS)


class Links(FirmAtLinks):
    """One basket, two clients of whom one is asked a check, two browsers, and everything that can be done."""

    def __init__(self) -> None:
        super().__init__()
        #: Pages that stand open: whose address, in which browser, which version they show, what their button sends.
        self.pages: list[tuple[Address, str, int, handing.Ask]] = []

    # --- the client -----------------------------------------------------------------------------

    @precondition(lambda self: self.addresses)
    @rule(data=st.data())
    def open(self, data: st.DataObject) -> None:
        address = self.pick(data)
        first = [] if address.check else self.first(address)  # the page that asks shows no advice
        self.step("open", lambda: opening.open_link(self.outside, address.token), lambda _: first)
        address.opened = address.opened or not address.check

    @precondition(lambda self: any(each.check for each in self.addresses))
    @rule(data=st.data(), browser=browsers, right=st.sampled_from([True, True, True, False]))
    def check(self, data: st.DataObject, browser: str, right: bool) -> None:
        """Answer the check: once, or as one who guesses does."""
        address = data.draw(st.sampled_from([each for each in self.addresses if each.check]))
        for _ in range(1 if right else 3):
            self.try_check(address, browser, right=right)

    def try_check(self, address: Address, browser: str, *, right: bool) -> None:
        closed = self.door(address) in {Door.REVOKED, Door.REISSUED, Door.LOCKED}
        asks = address.asks(browser, self.clock()) and not closed
        locks = not right and address.wrong + 1 == WRONG_ANSWERS
        said = ["check passed", *self.first(address)] if right else ["check failed", *["link locked"] * locks]
        act = partial(check_link.check, self.outside, address.token, "234F" if right else "999Z", browser)
        self.step("check", act, lambda _: list(said) if asks else [])
        if asks and right:
            address.passes[browser], address.opened = self.clock(), True
        elif asks:
            address.wrong += 1

    @precondition(lambda self: self.addresses)
    @rule(
        data=st.data(),
        browser=browsers,
        choices=st.sampled_from(CHOICES),
        again=st.booleans(),
    )
    def read_page(self, data: st.DataObject, browser: str, choices: Choices, again: bool) -> None:
        """Open the page, choose; then let it stand open, say yes, or leave too; the firm may be quicker."""
        open_ = [each for each in self.addresses if self.door(each) is Door.OPEN]
        address = data.draw(st.sampled_from([*open_, *open_, *open_, *self.addresses]))
        how_far = data.draw(st.sampled_from(["look", "yes", "yes", "leave", "leave"]))
        between = data.draw(st.sampled_from([None, None, "share", "share", "recall", "revoke", "put aside"]))
        honest = data.draw(st.sampled_from([True, True, False]))
        if honest and address.asks(browser, self.clock()):
            self.try_check(address, browser, right=True)
        looked = look(self.outside, address.token, browser)
        if looked is None or looked.version is None:
            return
        offered = offered_now(self.outside, address.token, choices, browser)
        if offered.review is None or offered.part() is None:
            return
        ask = asked(self.outside, address.token, choices, again=again)
        self.pages.append((address, browser, looked.version.number, ask))
        if how_far == "look":
            return
        had = len(address.trips)
        if how_far == "yes" and between is not None:
            self.the_firm_does(data, between)
            self.every_link_goes_only_forward()
        self.press(data, self.pages[-1])
        if how_far == "leave" and between is not None:
            self.the_firm_does(data, between)
            self.every_link_goes_only_forward()
        if how_far == "leave" and len(address.trips) > had:
            self.leave(data, browser, (address, address.trips[-1]))

    def is_old(self, page: tuple[Address, str, int, handing.Ask]) -> bool:
        """Whether the address shows another version than the page that stands open."""
        return page[2] != self.advice.shown_to(page[0].client)

    @precondition(lambda self: self.pages)
    @rule(data=st.data())
    def press(self, data: st.DataObject, page: tuple[Address, str, int, handing.Ask] | None = None) -> None:
        old = [each for each in self.pages if self.door(each[0]) is Door.OPEN and self.is_old(each)]
        address, browser, number, ask = page or data.draw(st.sampled_from([*old[-3:] * 4, *self.pages[-6:]]))
        made = {trip.handoff.id for trip in address.trips}
        first = self.first(address)

        def wrote(answer: object) -> list[str]:
            new = isinstance(answer, Handoff) and answer.id not in made
            return ["hand-off made", "consented", *first] if new else []

        shut = self.shut(address, number)
        another = self.is_old((address, browser, number, ask))
        done = self.step("press", lambda: handing.consent(self.outside, address.token, browser, ask, words), wrote)
        if not isinstance(done, Handoff):
            return
        assert not shut, "a link that is shut takes no yes"
        assert not another, "a yes is to what was read, and to nothing else"
        assert not address.asks(browser, self.clock()), "who has not answered the check says no yes"
        if done.id not in made:
            address.trips.append(Trip(done, number))
            address.opened = True

    def trips(self) -> list[tuple[Address, Trip]]:
        return [(address, trip) for address in self.addresses for trip in address.trips]

    @precondition(lambda self: self.trips())
    @rule(data=st.data(), browser=browsers)
    def leave(self, data: st.DataObject, browser: str, of: tuple[Address, Trip] | None = None) -> None:
        here = [each for each in self.trips() if each[1].left_at is None]
        address, trip = of or data.draw(st.sampled_from([*here, *here, *here, *self.trips()]))
        shown = self.advice.shown_to(address.client)
        shut = self.shut(address, trip.number) or shown != trip.number
        looked = look(self.outside, address.token, browser)
        assert looked is not None
        act = partial(
            leaving.leave,
            self.outside,
            looked.link.visitor_id,
            trip.handoff.id,
            browser_id=browser,
            gate=going(self.outside, looked, trip.handoff.id),
        )
        visit = self.act("leave", "left for Kite", act, lambda answer: isinstance(answer, leaving.Leaving))
        assert isinstance(visit, leaving.Left) is (trip.left_at is not None)
        assert not (shut and isinstance(visit, leaving.Leaving)), f"it left, though {self.door(address)}"
        assert not (isinstance(visit, leaving.Stopped) and not shut), "nothing stands in its way"
        if isinstance(visit, leaving.Leaving):
            trip.left_at, trip.handoff = self.clock(), replace(trip.handoff, browser_id=browser)

    def gone(self) -> list[Trip]:
        return [trip for _, trip in self.trips() if trip.left_at is not None]

    @precondition(lambda self: self.gone())
    @rule(data=st.data(), status=st.sampled_from(["success", "cancelled"]))
    def come_back(self, data: st.DataObject, status: str) -> None:
        trip = data.draw(st.sampled_from(self.gone()))
        browser = trip.handoff.browser_id
        assert browser is not None
        pairs = [("status", status), (NONCE, trip.handoff.nonce)]
        self.act("come_back", "browser came back", partial(handback.take_back, self.outside, browser, pairs), bool)
        trip.claims.append((status, self.clock()))

    @precondition(lambda self: self.gone())
    @rule(data=st.data(), said=st.sampled_from(list(Said)))
    def say(self, data: st.DataObject, said: Said) -> None:
        trip = data.draw(st.sampled_from(self.gone()))
        act = partial(handoff.say, self.outside, trip.handoff.visitor_id, trip.handoff.id, said)
        self.act("say", "person said", act, bool)
        trip.words.append((said, self.clock()))

    @precondition(lambda self: any(trip.claims and not trip.seen for trip in self.gone()))
    @rule(data=st.data(), found=st.booleans())
    def read_the_book(self, data: st.DataObject, found: bool) -> None:
        """The client lets the order book be read after a return, and the runner reads it."""
        trip = data.draw(st.sampled_from([trip for trip in self.gone() if trip.claims and not trip.seen]))
        sent, tag = json.loads(trip.handoff.payload)[0], trip.handoff.tag
        placed = book_order(tradingsymbol=sent["tradingsymbol"], quantity=sent["quantity"], tag=tag, tags=(tag,))
        self.kite.book = [placed] if found else []
        browser, owner = trip.handoff.browser_id, trip.handoff.visitor_id
        assert browser is not None
        pairs = [("status", "success"), (NONCE, trip.handoff.nonce), ("request_token", self.kite.log_in())]
        self.act("read_the_book", "browser came back", partial(handback.take_back, self.outside, browser, pairs), bool)
        trip.claims.append(("success", self.clock()))
        with self.store.reading() as view:
            back = view.handoffs.handbacks([trip.handoff.id])[-1]
        ask = partial(ask_reading, self.outside, owner, trip.handoff.id, back.id, keep=False)
        self.act("read_the_book", "reading asked for", ask, bool)
        with self.store.reading() as view:
            reading = view.readings.of_handoffs([trip.handoff.id])[-1]
        exchange(self.outside, self.kite, reading.id)
        read(self.outside, self.kite, reading.id, last_try=True)
        if found or trip.left_on == day_in_india(self.clock()):  # the book of another day shows nothing of this one
            trip.seen.append(found)

    @precondition(lambda self: self.addresses)
    @rule(
        data=st.data(),
        browser=browsers,
        kind=st.sampled_from([AnswerKind.DECLINED, AnswerKind.ELSEWHERE, AnswerKind.QUESTION]),
        back=st.booleans(),
    )
    def answer(self, data: st.DataObject, browser: str, kind: AnswerKind, back: bool) -> None:
        """No, elsewhere, a question; or the client takes the one before back."""
        address = self.pick(data)
        taken_back = back and kind is not AnswerKind.QUESTION
        said = answers.Said(kind, "Too much of one thing.", {"taken_back": True} if taken_back else {})
        told = {AnswerKind.DECLINED: "declined", AnswerKind.ELSEWHERE: "elsewhere"}.get(kind, "question asked")
        with self.store.reading() as view:
            had = {each.id for each in view.links.answers([address.id])}
        first = self.first(address)
        done = self.step(
            "answer",
            lambda: answers.answer(self.outside, address.token, browser, said),
            lambda answer: [told, *first] if answer is not None and answer.id not in had else [],
        )
        if done is not None and done.id not in had:
            assert not address.asks(browser, self.clock())
            assert address.ended is None
            address.opened = True
            if kind is not AnswerKind.QUESTION:
                address.said.append((done.number, kind, taken_back))

    @rule(hours=st.sampled_from([0.2, 0.2, 1, 13, 30, 100]))
    def time_goes_by(self, hours: float) -> None:
        self.clock.forward(hours=hours)
        self.cause = "time_goes_by"

    # --- what always holds ----------------------------------------------------------------------

    @invariant()
    def the_chain_holds(self) -> None:
        with self.store.reading() as view:
            assert check_record(view.chain.rows()).faults == ()

    @invariant()
    def door_and_stage_are_those_of_the_model(self) -> None:
        for address in self.addresses:
            found = look(self.outside, address.token, None)
            assert found is not None
            now = self.clock()
            assert found.door is address.door(self.advice, now), address
            assert found.stage is address.stage(self.advice, now), address

    @invariant()
    def every_link_goes_only_forward(self) -> None:
        for address in self.addresses:
            now = address.stage(self.advice, self.clock())
            was = self.stages.get(address.id, now)
            assert may_go(self.cause, was, now), f"from {was} to {now} by {self.cause}"
            self.stages[address.id] = now

    @invariant()
    def each_client_has_one_address_that_opens(self) -> None:
        living = [each.client for each in self.addresses if each.ended is None]
        assert len(living) == len(set(living)), living

    @invariant()
    def every_hand_off_has_one_yes_of_exactly_its_orders(self) -> None:
        for address in self.addresses:
            with self.store.reading() as view:
                consents = view.links.consents([address.id])
                handoffs = {each.id: each for each in view.handoffs.of_basket(address.id)}
            numbers = {trip.handoff.id: trip.number for trip in address.trips}
            assert sorted(each.handoff_id for each in consents) == sorted(handoffs) == sorted(numbers)
            for each in consents:
                made = handoffs[each.handoff_id]
                orders = json.loads(made.payload)
                written = ", ".join(f"{order['quantity']} {order['tradingsymbol']}" for order in orders)
                assert each.text.endswith(f": {written}.")
                assert (each.review_sha256, made.payload_sha256) == (
                    made.review_sha256,
                    sha256(made.payload.encode()).hexdigest(),
                )
                # The version was the current and ready one when this was said: the step that made it saw to that.
                assert (each.number, each.version_sha256) == (
                    numbers[made.id],
                    self.versions[each.number].sha256,
                )
                assert all(order["quantity"] <= ADVISED[order["tradingsymbol"]] for order in orders)

    @invariant()
    def no_link_is_used_more_often_than_it_may(self) -> None:
        for address in self.addresses:
            with self.store.reading() as view:
                left = [each for each in view.handoffs.of_basket(address.id) if each.left_at is not None]
            assert len(left) == address.uses <= address.most_uses


TestLinks = Links.TestCase
#: A fault is told as it was found: to look for a shorter way to it takes longer than a test has.
TestLinks.settings = settings(
    max_examples=12,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
