"""Links of a version: made in one act, for those who may get one; each with its terms, and in the record."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.desk.baskets_to_share import ARUN, MEERA, kinds, knowing
from tests.journey.fakes import MORNING, FakeClock
from tests.link.making import FIRM, PROPOSAL, a_client, a_version, came_back, locked, put_away, recalled
from tokri.core.desk.client import CheckKind, Client
from tokri.core.desk.suitability import Bar
from tokri.core.link.link import Ended, Link
from tokri.core.ports import Outside
from tokri.desk.link_acts import revoke
from tokri.desk.link_preview import Closed, Fate, LeftOut, Preview, preview
from tokri.desk.links import Ask, Made, Refusal, Refused, make
from tokri.link.look import look
from tokri.link.tokens import token_of

AGREED = {"agreement_from": date(2025, 4, 1)}


def client(outside: Outside, code: str = "C1", **details: object) -> Client:
    return a_client(outside, code, f"Client {code}", **{**AGREED, **details})  # type: ignore[arg-type]  # a test names the fields it changes


def shown(outside: Outside, number: int = 1) -> Preview:
    found = preview(outside, "basket-1", number)
    assert found is not None
    return found


def press(
    outside: Outside, chosen: Collection[str] | None = None, number: int = 1, *, unchecked: bool = False
) -> Made | Refused:
    """Open the page, leave the ticks as they are (or tick these), and press the button."""
    page = shown(outside, number)
    ticks = frozenset(line.id for line in page.lines if line.usual) if chosen is None else frozenset(chosen)
    done = make(outside, MEERA, "basket-1", number, Ask(page.sha256, ticks, unchecked), know=knowing(outside))
    assert done is not None
    return done


def made(outside: Outside, chosen: Collection[str] | None = None, number: int = 1) -> tuple[Link, ...]:
    done = press(outside, chosen, number)
    assert isinstance(done, Made), done
    return done.made


def bars(outside: Outside) -> dict[str, tuple[Bar | LeftOut, ...]]:
    return {line.client.code: line.bars for line in shown(outside).lines}


def test_each_link_has_an_address_of_its_own_that_leads_to_its_client(outside: Outside) -> None:
    a_version(outside, client(outside, "C1"), client(outside, "C2", language="hi"))
    links = made(outside)
    assert [(link.client_id, link.language, link.number) for link in links] == [("c1", "en", 1), ("c2", "hi", 1)]
    for link in links:
        found = look(outside, token_of(outside, link), None)
        assert found is not None
        assert found.client.id == link.client_id
    assert links[0].expires_at == MORNING + timedelta(days=21, hours=5)
    assert links[0].most_uses == 5


def test_each_link_is_a_row_of_the_record_without_its_address(outside: Outside) -> None:
    a_version(outside, client(outside, "C1"), client(outside, "C2"))
    links = made(outside)
    assert kinds(outside) == ["link made", "link made"]
    with outside.store.reading() as unit:
        entries = [entry for entry, _ in unit.chain.rows()]
    assert [entry.subject for entry in entries] == [link.id for link in links]
    assert entries[0].facts == {
        "client": "c1",
        "basket": "basket-1",
        "number": 1,
        "check": "",
        "check_switched_off": False,
    }
    assert all(token_of(outside, link) not in str(entries) for link in links)


def test_the_same_again_makes_nothing(outside: Outside) -> None:
    a_version(outside, client(outside))
    page = shown(outside)
    ask = Ask(page.sha256, frozenset({"c1"}))
    for count in (1, 0):
        done = make(outside, MEERA, "basket-1", 1, ask, know=knowing(outside))
        assert isinstance(done, Made)
        assert len(done.made) == count
    assert kinds(outside) == ["link made"]


def test_two_hundred_links_are_made_within_a_second(outside: Outside) -> None:
    a_version(outside, *(client(outside, f"C{number}") for number in range(200)))
    page = shown(outside)
    ask = Ask(page.sha256, frozenset(line.id for line in page.lines))
    begun = time.process_time()
    done = make(outside, MEERA, "basket-1", 1, ask, know=knowing(outside))
    assert time.process_time() - begun < 2  # 1 s on a machine that does nothing else
    assert isinstance(done, Made)
    assert len({link.token_sha256 for link in done.made}) == 200


def test_a_newer_version_is_shown_at_the_address_that_is_there(outside: Outside, clock: FakeClock) -> None:
    sunita, ravi = client(outside, "C1"), client(outside, "C2")
    a_version(outside, sunita)
    (first,) = made(outside)
    clock.forward(days=1)
    a_version(outside, sunita, ravi, proposal=replace(PROPOSAL, why="Anew.", valid_until="2026-03-20 15:30"))
    assert [line.fate for line in shown(outside, 2).lines] == [Fate.KEPT, Fate.NEW]
    done = press(outside, number=2)
    assert isinstance(done, Made)
    assert ([link.client_id for link in done.made], [link.id for link in done.kept]) == (["c2"], [first.id])
    assert (done.kept[0].number, done.kept[0].expires_at > first.expires_at) == (2, True)
    assert kinds(outside)[-2:] == ["link extended", "link made"]


def test_a_used_link_may_be_used_as_often_again_for_a_newer_version(outside: Outside) -> None:
    sunita = client(outside)
    a_version(outside, sunita)
    (link,) = made(outside)
    came_back(outside, link)
    a_version(outside, sunita, proposal=replace(PROPOSAL, why="Anew."))
    done = press(outside, number=2)
    assert isinstance(done, Made)
    assert done.kept[0].most_uses == 6


@pytest.mark.parametrize(
    ("details", "bar"),
    [
        ({"agreement_from": None}, Bar.AGREEMENT_MISSING),
        ({"agreement_until": date(2026, 2, 10)}, Bar.AGREEMENT_ENDED),
    ],
)
def test_whoever_may_be_sent_nothing_is_left_out(outside: Outside, details: dict[str, object], bar: Bar) -> None:
    a_version(outside, client(outside, "C1", **details), client(outside, "C2"))
    assert bars(outside) == {"C1": (bar,), "C2": ()}
    assert [link.client_id for link in made(outside, {"c1", "c2"})] == ["c2"]


def test_an_inactive_client_is_left_out(outside: Outside) -> None:
    a_version(outside, client(outside))
    with outside.store.writing() as unit:
        unit.clients.mark("c1", outside.clock(), inactive=True)
    assert bars(outside) == {"C1": (Bar.INACTIVE,)}


def test_whom_no_phone_reaches_is_not_ticked_and_can_be(outside: Outside) -> None:
    a_version(outside, client(outside, phone=""))
    assert not shown(outside).lines[0].usual
    assert len(made(outside, {"c1"})) == 1


def test_a_locked_link_is_to_be_made_anew(outside: Outside) -> None:
    a_version(outside, client(outside))
    locked(outside, made(outside)[0])
    assert bars(outside) == {"C1": (LeftOut.LOCKED,)}


def test_whose_link_was_revoked_is_not_ticked(outside: Outside) -> None:
    a_version(outside, client(outside))
    (link,) = made(outside)
    revoke(outside, MEERA, link.id, "The wrong phone.")
    (line,) = shown(outside).lines
    assert (line.fate, line.usual) == (Fate.NEW, False)
    assert len(made(outside, {"c1"})) == 1


def test_no_second_link_is_made_for_orders_that_may_be_at_kite(outside: Outside) -> None:
    sunita = client(outside)
    a_version(outside, sunita)
    (link,) = made(outside)
    came_back(outside, link)
    revoke(outside, MEERA, link.id, "The wrong phone.")
    assert bars(outside) == {"C1": (LeftOut.SENT,)}
    a_version(outside, sunita, proposal=replace(PROPOSAL, why="Anew."))
    assert [line.bars for line in shown(outside, 2).lines] == [()]


def test_a_link_asks_what_the_register_has_an_answer_to(outside: Outside) -> None:
    a_version(outside, client(outside, "C1", check=CheckKind.PAN), client(outside, "C2"))
    assert [link.check_kind for link in made(outside)] == ["pan", ""]


def test_that_a_check_was_switched_off_is_recorded(outside: Outside) -> None:
    a_version(outside, client(outside, check=CheckKind.PAN))
    done = press(outside, unchecked=True)
    assert isinstance(done, Made)
    assert done.made[0].check_kind == ""
    with outside.store.reading() as unit:
        assert [entry.facts["check_switched_off"] for entry, _ in unit.chain.rows()] == [True]


def test_where_the_firm_wants_a_check_nobody_switches_it_off_and_who_has_none_is_left_out(outside: Outside) -> None:
    firm(outside, link_check=True)
    a_version(outside, client(outside, "C1", check=CheckKind.PAN), client(outside, "C2"))
    assert bars(outside) == {"C1": (), "C2": (LeftOut.CHECK_MISSING,)}
    done = press(outside, unchecked=True)
    assert isinstance(done, Made)
    assert [link.check_kind for link in done.made] == ["pan"]


def firm(outside: Outside, **changes: object) -> None:
    with outside.store.writing() as unit:
        latest = unit.firm.latest()
        changed = replace(latest.firm if latest else FIRM, **changes)  # type: ignore[arg-type]  # a test names the fields it changes
        unit.firm.save(changed, latest.number if latest else 0, "meera", outside.clock())


def test_a_firm_that_lacks_something_makes_no_link(outside: Outside) -> None:
    firm(outside, sebi_number="")
    a_version(outside, client(outside))
    page = shown(outside)
    assert (page.closed, [each.field for each in page.lacking]) == (Closed.FIRM, ["sebi_number"])
    done = press(outside)
    assert isinstance(done, Refused)
    assert done.why is Refusal.CLOSED


def test_of_a_version_that_is_overtaken_recalled_or_put_away_no_link_is_made(outside: Outside) -> None:
    sunita = client(outside)
    a_version(outside, sunita)
    (link,) = made(outside)
    a_version(outside, sunita, proposal=replace(PROPOSAL, why="Anew."))
    assert shown(outside, 1).closed is Closed.SUPERSEDED
    recalled(outside, replace(link, number=2))
    assert shown(outside, 2).closed is Closed.RECALLED
    put_away(outside, link)
    assert shown(outside, 2).closed is Closed.ARCHIVED
    assert isinstance(press(outside, number=2), Refused)


def test_a_version_that_is_for_nobody_makes_no_link(outside: Outside) -> None:
    a_version(outside)
    assert shown(outside).closed is Closed.NOBODY


def test_what_was_shown_is_what_is_made(outside: Outside) -> None:
    a_version(outside, client(outside))
    old = shown(outside)
    with outside.store.writing() as unit:
        unit.clients.mark("c1", outside.clock(), inactive=True)
    done = make(outside, ARUN, "basket-1", 1, Ask(old.sha256, frozenset({"c1"})), know=knowing(outside))
    assert isinstance(done, Refused)
    assert done.why is Refusal.CHANGED
    assert kinds(outside) == []


def test_with_nobody_ticked_nothing_is_made(outside: Outside) -> None:
    a_version(outside, client(outside))
    done = press(outside, ())
    assert isinstance(done, Refused)
    assert done.why is Refusal.NOBODY


def test_a_revoked_link_ends_for_good(outside: Outside) -> None:
    a_version(outside, client(outside))
    (link,) = made(outside)
    revoke(outside, MEERA, link.id, "The wrong phone.")
    with outside.store.reading() as unit:
        found = unit.links.get(link.id)
    assert found is not None
    assert found.ended is Ended.REVOKED
