"""The firm's half of tests/link/test_only_forward_links.py: a basket, its versions, and the links that lead to them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.databases import make_sqlite_store
from tests.desk.baskets_to_share import ARUN, MEERA, knowing
from tests.journey import fakes
from tests.journey.fakes import FakeClock, FakeKite
from tests.link.making import FIRM, PROPOSAL, a_client, a_firm
from tests.link.model import Address, Advice
from tokri.core.desk.advice import Decision, SharedVersion
from tokri.core.desk.client import CheckKind
from tokri.core.desk.meant import Choice
from tokri.core.link.link import Ended, Link, Recall
from tokri.core.link.state import Door, Stage
from tokri.desk import approvals, baskets, link_acts, links, recalls, recipients, sharing
from tokri.desk.link_preview import preview
from tokri.link.tokens import token_of

#: How long advice holds; its links stay open for a week more.
HOLDS: Final = timedelta(days=2)
IST_AHEAD: Final = timedelta(hours=5, minutes=30)

#: Each step takes as long.
A_SECOND: Final = timedelta(seconds=1)

#: What the firm does, as often as each stands here.
FIRMS: Final = (
    *("share", "share", "decide", "decide", "mean", "make links", "make links"),
    *("put aside", "recall", "revoke", "reissue", "extend"),
)


class FirmAtLinks(RuleBasedStateMachine):
    """One firm with two clients, of whom one is asked a check, and one basket for them."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        self.store = make_sqlite_store(Path(self._folder.name))
        self.clock = FakeClock()
        outside = fakes.outside(self.store, self.clock)
        # One order a part, so that there are two.
        self.outside = replace(outside, app=replace(outside.app, basket_limit=1))
        self.know = knowing(self.outside)
        self.kite = FakeKite()
        self.advice = Advice()
        self.versions: dict[int, SharedVersion] = {}
        self.over: dict[int, datetime] = {}
        self.addresses: list[Address] = []
        self.stages: dict[str, Stage] = {}
        self.cause = ""

    def teardown(self) -> None:
        self.store.close()
        self._folder.cleanup()

    @initialize(approval=st.booleans())
    def begin(self, approval: bool) -> None:
        a_firm(self.outside, replace(FIRM, approval_required=approval, link_check=False))
        for code, check in (("C1", CheckKind.NONE), ("C2", CheckKind.PAN)):
            a_client(
                self.outside,
                code,
                check=check,
                kite_user_id="AB1234",
                agreement_from=datetime(2025, 4, 1, tzinfo=UTC).date(),
                risk_class="moderate",
                risk_on=datetime(2025, 11, 3, tzinfo=UTC).date(),
            )
        self.basket = baskets.make_basket(self.outside, MEERA, replace(PROPOSAL, may_change="quantities")).id
        self.share("as it was written")
        self.decide(approved=True)
        for client in ("c1", "c2"):
            self.mean(client)
        self.make_links(fewest=1, short=False)
        assert [each.client for each in self.addresses] == ["c1", "c2"]

    # --- steps --------------------------------------------------------------------------------

    def step(self, cause: str, act: Callable[[], Any], wrote: Callable[[Any], Collection[str]]) -> Any:
        """Do it; what it says that it did stands in the record, a row each, and nothing else."""
        self.clock.now += A_SECOND
        with self.store.reading() as view:
            head = view.chain.head()
        answer = act()
        self.cause = cause
        with self.store.reading() as view:
            told = [entry.kind for entry, _ in view.chain.rows(1 if head is None else head.seq + 1)]
        assert sorted(told) == sorted(wrote(answer)), f"{answer!r}"
        return answer

    def act(self, cause: str, kind: str, act: Callable[[], Any], did: Callable[[Any], bool]) -> Any:
        return self.step(cause, act, lambda answer: [kind] if did(answer) else [])

    def first(self, address: Address) -> list[str]:
        """What the first act at a link says besides."""
        return [] if address.opened else ["link opened"]

    def door(self, address: Address) -> Door:
        return address.door(self.advice, self.clock())

    def shut(self, address: Address, number: int) -> bool:
        """Whether nothing of the version may be said yes to there, nor leave, in a second from now."""
        soon = self.clock() + A_SECOND
        return address.door(self.advice, soon) is not Door.OPEN or soon >= self.over[number]

    @property
    def latest(self) -> int:
        return max(self.versions)

    # --- the firm -------------------------------------------------------------------------------

    @rule(data=st.data(), kind=st.sampled_from(FIRMS))
    def the_firm_does(self, data: st.DataObject, kind: str) -> None:
        """One rule for all of it: most steps are the client's, so that links are walked to their end."""
        if kind == "share" and not self.advice.archived and len(self.versions) < 6:
            self.share(data.draw(st.sampled_from(["Cheap.", "Growing."])))
            if data.draw(st.booleans()):
                self.decide(approved=True)
            for client in data.draw(st.sampled_from([["c1", "c2"], ["c2", "c1"], ["c1"], []])):
                self.mean(client)
        elif kind == "decide":
            self.decide(approved=data.draw(st.sampled_from([True, True, False])))
        elif kind == "mean":
            self.mean(data.draw(st.sampled_from(["c1", "c2"])))
        elif kind == "put aside":
            self.put_aside(archived=not self.advice.archived)
        elif kind == "make links":
            self.make_links(data.draw(st.integers(1, 3)), short=data.draw(st.booleans()))
        elif kind == "recall":
            self.recall(data.draw(st.sampled_from(sorted(self.versions))))
        elif self.addresses and kind in {"revoke", "reissue", "extend"}:
            {"revoke": self.revoke, "reissue": self.reissue, "extend": self.extend}[kind](self.pick(data))

    def share(self, why: str) -> None:
        """Write something new, and share it."""
        opened = baskets.open_basket(self.outside, self.basket)
        assert opened is not None
        until = (self.clock() + HOLDS).replace(second=0)
        typed = f"{until + IST_AHEAD:%Y-%m-%d %H:%M}"
        written = replace(opened.basket.proposal, why=f"{why} {len(self.versions)}", valid_until=typed)
        baskets.save_basket(self.outside, MEERA, self.basket, written, "", after=opened.basket.edition)
        shown = sharing.look_at(self.outside, self.basket, self.know)
        assert shown is not None
        asked_for = sharing.Ask(shown.basket.edition, shown.basket.proposal.sha256, shown.sha256, shown.to_accept)
        version = self.act(
            "share",
            "basket shared",
            lambda: sharing.share(self.outside, MEERA, self.basket, asked_for, self.know),
            lambda answer: isinstance(answer, SharedVersion),
        )
        assert isinstance(version, SharedVersion), version
        self.versions[version.number] = version
        self.over[version.number] = until
        self.advice.needs_approval[version.number] = version.approval_required

    def decide(self, approved: bool) -> None:
        version = self.versions[self.latest]
        verdict = approvals.Verdict(version.sha256, approved, "Say at which price it ends.")
        done = self.act(
            "decide",
            "version approved" if approved else "version refused",
            lambda: approvals.decide(self.outside, ARUN, self.basket, version.number, verdict),
            lambda answer: isinstance(answer, Decision),
        )
        if isinstance(done, Decision):
            self.advice.approved[version.number] = approved

    def mean(self, client: str) -> None:
        """The newest version is for them from now on, or no longer."""
        number = self.latest
        meant = recipients.look_at(self.outside, self.basket, number, self.know)
        assert meant is not None
        of = self.advice.meant.setdefault(number, set())
        chosen = frozenset(of ^ {client})
        choice = Choice(meant.sha256, frozenset(line.client.id for line in meant.lines), chosen)
        act = partial(recipients.choose, self.outside, MEERA, self.basket, number, choice, know=self.know)
        done = self.act("mean", "clients chosen", act, lambda answer: isinstance(answer, recipients.Kept))
        if isinstance(done, recipients.Kept):
            self.advice.meant[number] = set(chosen)

    def put_aside(self, archived: bool) -> None:
        act = partial(baskets.set_archived, self.outside, MEERA, self.basket, archived=archived)
        was, kind = self.advice.archived, "basket archived" if archived else "basket taken back"
        self.act("put_aside", kind, act, lambda _: was is not archived)
        self.advice.archived = archived

    def make_links(self, fewest: int, short: bool) -> None:
        number = self.advice.newest_ready or self.latest
        shown = preview(self.outside, self.basket, number)
        assert shown is not None
        ask = links.Ask(shown.sha256, frozenset(line.id for line in shown.lines))
        done = self.step(
            "make_links",
            lambda: links.make(self.outside, MEERA, self.basket, number, ask, know=self.know),
            lambda answer: (
                ["link made"] * len(answer.made) + ["link extended"] * len(answer.kept)
                if isinstance(answer, links.Made)
                else []
            ),
        )
        if not isinstance(done, links.Made):
            return
        for link in done.kept:
            self.changed(link)
        for link in done.made:
            # Few uses, and sometimes a day only, so that the end of both is met.
            until = self.clock.now.replace(hour=23) if short else link.expires_at
            with self.store.writing() as unit:
                self.keep(unit.links.change(link.id, most_uses=fewest, expires_at=until))

    def keep(self, link: Link) -> None:
        token = token_of(self.outside, link)
        asks = link.check_kind != CheckKind.NONE
        self.addresses.append(Address(link.id, token, link.client_id, asks, link.expires_at, link.most_uses))

    def changed(self, link: Link) -> None:
        address = self.of(link.id)
        address.expires_at, address.most_uses = link.expires_at, link.most_uses

    def of(self, link_id: str) -> Address:
        return next(each for each in self.addresses if each.id == link_id)

    def pick(self, data: st.DataObject) -> Address:
        """Mostly one that is not ended."""
        living = [each for each in self.addresses if each.ended is None]
        return data.draw(st.sampled_from([*living, *living, *living, *self.addresses]))

    def revoke(self, address: Address) -> None:
        act = partial(link_acts.revoke, self.outside, MEERA, address.id, "Her phone was stolen.")
        ended = self.act("revoke", "link revoked", act, lambda _: address.ended is None)
        address.ended = ended.ended

    def reissue(self, address: Address) -> None:
        was, had = address.ended, {each.id for each in self.addresses}

        def wrote(answer: object) -> list[str]:
            if not isinstance(answer, Link) or was is not None:
                return []
            if answer.id == address.id:
                return ["link unlocked"]
            return ["link re-issued"]

        done = self.step("reissue", lambda: link_acts.reissue(self.outside, MEERA, address.id), wrote)
        if isinstance(done, Link) and was is None and done.id == address.id:
            address.wrong = 0
        elif isinstance(done, Link) and done.id not in had:
            address.ended = Ended.REISSUED
            self.keep(done)

    def extend(self, address: Address) -> None:
        day = f"{self.clock() + HOLDS * 6:%Y-%m-%d}"
        act = partial(link_acts.extend, self.outside, MEERA, address.id, day)
        done = self.act("extend", "link extended", act, lambda answer: isinstance(answer, Link))
        if isinstance(done, Link):
            assert address.ended is None
            self.changed(done)

    def recall(self, number: int) -> None:
        act = partial(recalls.recall, self.outside, MEERA, self.basket, number, "The price was wrong, so it ends.")
        done = self.act("recall", "recalled", act, lambda answer: isinstance(answer, Recall))
        assert isinstance(done, Recall) is (number not in self.advice.recalled)
        if isinstance(done, Recall):
            self.advice.recalled[number] = done.at
