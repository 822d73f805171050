"""Whatever is done in whatever order: baskets go only forward, each step is one row of the record, the chain holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, precondition, rule

from tests.databases import make_sqlite_store
from tests.desk.baskets_to_share import ARUN, KIRAN, MEERA, a_client, knowing, people, proposal, the_firm
from tests.journey import fakes
from tests.journey.fakes import FakeClock
from tokri.core.desk.advice import Decision, DeskBasket, SharedVersion
from tokri.core.desk.meant import Choice
from tokri.core.desk.states import BasketState
from tokri.core.record_check import check
from tokri.desk import approvals, baskets, client_erasing, clients, disclosures, recipients, sharing
from tokri.desk.by import By

#: Where a basket may stand after each step of it, beside where it stood: every other move is a fault.
AFTER = {
    "saved": {BasketState.DRAFT, BasketState.CHANGED, BasketState.WAITING, BasketState.READY, BasketState.REFUSED},
    "shared": {BasketState.WAITING, BasketState.READY, BasketState.REFUSED},
    "approved": {BasketState.READY, BasketState.CHANGED, BasketState.ARCHIVED},
    "refused": {BasketState.REFUSED, BasketState.CHANGED, BasketState.ARCHIVED},
}

people_ = st.sampled_from([MEERA, KIRAN, ARUN])


class Desk(RuleBasedStateMachine):
    """Three people at one desk, who do everything that can be done to its baskets and clients, in any order."""

    ids: Bundle[str] = Bundle("ids")
    living: Bundle[str] = Bundle("living")

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        self.store = make_sqlite_store(Path(self._folder.name))
        self.clock = FakeClock()
        self.outside = fakes.outside(self.store, self.clock)
        self.know = knowing(self.outside)
        self.frozen: dict[tuple[str, int], SharedVersion] = {}
        self.decided: dict[tuple[str, int], Decision] = {}
        #: Who changed each draft since its last version, and who had by the time each version was frozen.
        self.wrote: dict[str, set[str]] = {}
        self.wrote_versions: dict[tuple[str, int], set[str]] = {}
        self.erased: set[str] = set()

    def teardown(self) -> None:
        self.store.close()
        self._folder.cleanup()

    @initialize(approval=st.booleans())
    def open_the_firm(self, approval: bool) -> None:
        people(self.outside)
        the_firm(self.outside, approval_required=approval)

    # --- steps --------------------------------------------------------------------------------

    def step(self, act: Callable[[], Any], wrote: Callable[[Any], bool]) -> Any:
        """Do it; if it says that it did something, that is exactly one row more, and else none."""
        before = self.rows()
        answer = act()
        assert self.rows() - before == int(wrote(answer)), f"{answer!r} wrote {self.rows() - before} rows"
        return answer

    def rows(self) -> int:
        with self.store.reading() as view:
            head = view.chain.head()
        return 0 if head is None else head.seq

    def state(self, basket_id: str) -> BasketState:
        opened = baskets.open_basket(self.outside, basket_id)
        assert opened is not None
        return opened.state

    def whom(self, key: tuple[str, int]) -> list[tuple[object, ...]]:
        with self.outside.store.reading() as view:
            meant = view.desk_baskets.recipients(*key)
        return [(each.client_id, each.quantities, each.suitability, each.reason) for each in meant]

    @rule(target=ids, by=people_, title=st.sampled_from(["Banks", "Steel"]))
    def make(self, by: By, title: str) -> str:
        made = self.step(lambda: baskets.make_basket(self.outside, by, proposal(title=title)), lambda _: True)
        assert self.state(made.id) is BasketState.DRAFT
        self.wrote[made.id] = {by.person_id}
        return str(made.id)

    @rule(basket_id=ids, by=people_, why=st.sampled_from(["Cheap.", "Growing.", "Both."]), late=st.booleans())
    def save(self, basket_id: str, by: By, why: str, late: bool) -> None:
        opened = baskets.open_basket(self.outside, basket_id)
        assert opened is not None
        after = opened.basket.edition - int(late)
        written = replace(opened.basket.proposal, why=why)
        saved = self.step(
            lambda: baskets.save_basket(self.outside, by, basket_id, written, "", after=after),
            lambda answer: answer.came is baskets.Came.SAVED,
        )
        if saved.came is baskets.Came.SAVED:
            assert not late, "who saves on an older edition changes nothing"
            assert self.state(basket_id) in AFTER["saved"]
            self.wrote[basket_id].add(by.person_id)

    @rule(basket_id=ids, by=people_, conflict=st.sampled_from(["none", "a relative"]))
    def disclose(self, basket_id: str, by: By, conflict: str) -> None:
        opened = baskets.open_basket(self.outside, basket_id)
        assert opened is not None
        was = opened.basket
        answers = replace(was.proposal.disclosures, conflict=conflict)
        saved = self.step(
            lambda: disclosures.disclose(self.outside, by, basket_id, was.edition, answers),
            lambda answer: isinstance(answer, DeskBasket) and answer.edition > was.edition,
        )
        if isinstance(saved, DeskBasket) and saved.edition > was.edition:
            self.wrote[basket_id].add(by.person_id)

    @rule(basket_id=ids, by=people_)
    def share(self, basket_id: str, by: By) -> None:
        shown = sharing.look_at(self.outside, basket_id, self.know)
        assert shown is not None
        asked = sharing.Ask(shown.basket.edition, shown.basket.proposal.sha256, shown.sha256, shown.to_accept)
        done = self.step(
            lambda: sharing.share(self.outside, by, basket_id, asked, self.know),
            lambda answer: isinstance(answer, SharedVersion) and answer != shown.same,
        )
        if isinstance(done, SharedVersion):
            if (basket_id, done.number) not in self.frozen:
                self.frozen[(basket_id, done.number)] = done
                self.wrote_versions[(basket_id, done.number)] = self.wrote[basket_id]
                assert set(done.writers) == self.wrote[basket_id]
                self.wrote[basket_id] = set()
            assert self.state(basket_id) in AFTER["shared"]

    @precondition(lambda self: self.frozen)
    @rule(data=st.data(), by=people_, approved=st.booleans())
    def decide(self, data: st.DataObject, by: By, approved: bool) -> None:
        key = data.draw(st.sampled_from(sorted(self.frozen)))
        verdict = approvals.Verdict(self.frozen[key].sha256, approved, "Say at which price it ends.")
        done = self.step(
            lambda: approvals.decide(self.outside, by, *key, verdict), lambda answer: isinstance(answer, Decision)
        )
        if isinstance(done, Decision):
            version = self.frozen[key]
            assert key not in self.decided, "a version is decided once"
            wrote = self.wrote_versions[key]
            assert by.person_id not in {version.shared_by, *wrote}, "the second person is a second one"
            self.decided[key] = done
            assert self.state(key[0]) in AFTER["approved" if approved else "refused"]

    @rule(basket_id=ids, by=people_, archived=st.booleans())
    def put_aside(self, basket_id: str, by: By, archived: bool) -> None:
        was = self.state(basket_id) is BasketState.ARCHIVED
        self.step(
            lambda: baskets.set_archived(self.outside, by, basket_id, archived=archived), lambda _: was is not archived
        )

    @rule(target=living, number=st.integers(1, 4))
    def take_on(self, number: int) -> str:
        code = f"C{number}-{self.rows()}"
        typed = clients.ClientText(code, "Asha Rao", risk_class="moderate", risk_on="2025-11-03", **_AGREED)
        added = self.step(
            lambda: clients.add(self.outside, MEERA, typed, clients.CheckTyped()),
            lambda answer: isinstance(answer, clients.Saved),
        )
        assert isinstance(added, clients.Saved | clients.Refused)
        return added.client.id if isinstance(added, clients.Saved) else a_client(self.outside, code).id

    @precondition(lambda self: self.frozen)
    @rule(data=st.data(), client_id=living)
    def choose(self, data: st.DataObject, client_id: str) -> None:
        key = data.draw(st.sampled_from(sorted(self.frozen)))
        meant = recipients.look_at(self.outside, *key, self.know)
        assert meant is not None
        before = self.whom(key)
        choice = Choice(meant.sha256, frozenset(line.client.id for line in meant.lines), frozenset({client_id}))
        self.step(
            lambda: recipients.choose(self.outside, MEERA, *key, choice, know=self.know),
            lambda answer: isinstance(answer, recipients.Kept) and self.whom(key) != before,
        )

    @rule(client_id=consumes(living))
    def erase(self, client_id: str) -> None:
        before, had = self.rows(), self.told_of(client_id)
        done = client_erasing.erase(self.outside, MEERA, client_id)
        assert done is not None
        # Erasing is a step, and that the record forgot the person is another: what is gone is never gone unseen.
        assert self.rows() - before == 1 + int(done.whole and had > 0)
        if done.whole:
            self.erased.add(client_id)

    def told_of(self, client_id: str) -> int:
        with self.store.reading() as view:
            client = view.clients.get(client_id)
            assert client is not None
            return sum(1 for _, personal in view.chain.rows() if personal and personal.subject == client.subject)

    @rule(hours=st.integers(1, 3))
    def time_goes_by(self, hours: int) -> None:
        self.clock.forward(hours=hours)

    # --- what always holds ----------------------------------------------------------------------

    @invariant()
    def the_chain_holds(self) -> None:
        with self.store.reading() as view:
            assert check(view.chain.rows()).faults == ()

    @invariant()
    def what_was_frozen_or_decided_stays_as_it_was(self) -> None:
        with self.store.reading() as view:
            assert {(each.basket_id, each.number): each for each in view.desk_baskets.all_versions()} == self.frozen
            assert {(each.basket_id, each.number): each for each in view.desk_baskets.decisions()} == self.decided

    @invariant()
    def versions_count_from_one_without_a_gap(self) -> None:
        numbers: dict[str, list[int]] = {}
        for basket_id, number in sorted(self.frozen):
            numbers.setdefault(basket_id, []).append(number)
        assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())

    @invariant()
    def nothing_personal_is_left_of_whoever_was_erased(self) -> None:
        with self.store.reading() as view:
            for client_id in self.erased:
                client = view.clients.get(client_id)
                assert client is not None
                assert (client.details, client.check_hash) == (None, None)
                assert view.clients.holdings(client_id) == []
        assert not [client_id for client_id in self.erased if self.told_of(client_id)]


_AGREED = {"agreement_from": "2025-04-01", "agreement_until": "2027-03-31", "capital": "4,00,000"}


TestDesk = Desk.TestCase
#: A fault is told as it was found: to look for a shorter way to it takes longer than a test has.
TestDesk.settings = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
