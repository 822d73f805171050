"""Links in both databases: one that is live for each account, messages and recalls, what is erased and what stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.desk.baskets_to_share import MEERA, kinds, knowing
from tests.journey.fakes import FakeClock
from tests.journey.fakes import outside as fake_outside
from tests.link.making import (
    a_client,
    a_group_link,
    a_link,
    a_version,
    answered,
    came_back,
    consented,
    passed,
    prepared,
    recalled,
    revoked,
)
from tokri.core.link.link import AnswerKind, Ended, Message, MessageKind, Recall, Way
from tokri.core.link.state import Stage
from tokri.core.ports import AlreadyThere, Outside
from tokri.desk.link_acts import reissue, standing
from tokri.desk.link_preview import preview
from tokri.desk.links import Ask, Made, make
from tokri.desk.sending import MAIL_JOB, Prepared, prepare, queue
from tokri.store import SqlStore


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def outside(store: SqlStore, clock: FakeClock) -> Outside:
    return fake_outside(store, clock)


def test_an_account_has_one_link_to_a_basket_that_has_not_ended(outside: Outside) -> None:
    link = a_link(outside).link
    second = replace(link, id="second", token_sha256="b" * 64, visitor_id="another")
    with outside.store.writing() as unit:
        unit.visitors.ensure("another", outside.clock())
        with pytest.raises(AlreadyThere):
            unit.links.add(second)
    revoked(outside, link)
    with outside.store.writing() as unit:
        unit.links.add(second)
        assert unit.links.live(link.basket_id, link.client_id) == second
        assert [each.ended for each in unit.links.of_basket(link.basket_id)] == [Ended.REVOKED, None]
        assert unit.links.end(link.id, Ended.REISSUED, outside.clock()) is False


def test_a_link_is_found_by_each_of_its_keys(outside: Outside) -> None:
    link = a_link(outside).link
    with outside.store.reading() as unit:
        assert unit.links.get(link.id) == link
        assert unit.links.by_token(link.token_sha256) == link
        assert unit.links.by_visitor([link.visitor_id, "nobody"]) == {link.visitor_id: link}
        assert list(unit.links.of_client(link.client_id)) == list(unit.links.all()) == [link]
        assert unit.links.by_token("0" * 64) is None
        assert unit.links.by_visitor([]) == {}


def test_of_each_browser_its_last_right_answer_is_kept(outside: Outside, clock: FakeClock) -> None:
    link = a_link(outside).link
    passed(outside, link, "chrome")
    passed(outside, link, "firefox")
    clock.forward(hours=1)
    passed(outside, link, "chrome")
    with outside.store.reading() as unit:
        assert [each.browser_id for each in unit.links.passes(link.id)] == ["firefox", "chrome"]
        assert unit.links.passes("nobodys") == []


def test_a_right_answer_takes_back_its_own_count_and_no_other(outside: Outside) -> None:
    link = a_link(outside).link
    with outside.store.writing() as unit:
        assert [unit.links.count_wrong_check(link.id) for _ in range(3)] == [1, 2, 3]
    passed(outside, link, "chrome")
    with outside.store.writing() as unit:
        assert unit.links.count_wrong_check(link.id) == 3


def test_a_letter_is_kept_until_it_is_handed_over(outside: Outside) -> None:
    link = a_link(outside).link
    at = outside.clock()
    letter = Message("m", link.id, 1, MessageKind.FIRST, Way.EMAIL, at, "meera", "Advice", "the text")
    with outside.store.writing() as unit:
        unit.links.prepare(letter)
        assert unit.links.message("m") == letter
        unit.links.handed_over("m", at)
        assert unit.links.message("m") == replace(letter, subject="", text="", handed_over_at=at)
        assert unit.links.message("n") is None


def test_a_version_is_recalled_once(outside: Outside) -> None:
    link = a_link(outside).link
    recalled(outside, link)
    again = Recall(link.basket_id, 1, "Again.", "meera", outside.clock())
    with outside.store.writing() as unit:
        with pytest.raises(AlreadyThere):
            unit.links.recall(again)
        assert [each.reason for each in unit.links.recalls([link.basket_id])] == ["The price of order 2 was wrong."]
        assert unit.links.recalls(["another"]) == []


def test_a_groups_address_ends_once(outside: Outside) -> None:
    client = a_client(outside, groups=("Families",))
    group, _ = a_group_link(outside, a_version(outside, client), "Families")
    with outside.store.writing() as unit:
        assert unit.links.group_by_token(group.token_sha256) == group
        assert [unit.links.end_group(group.id, outside.clock()) for _ in range(2)] == [True, False]
        assert [each.ended_at is None for each in unit.links.groups_of("basket-1")] == [False]


def test_what_a_client_said_is_erased_and_their_links_stay(outside: Outside) -> None:
    link = a_link(outside).link
    other = a_link(outside, a_client(outside, "C2", "Ravi Nair"), a_version(outside, basket_id="basket-2")).link
    for each in (link, other):
        prepared(outside, each)
        consented(outside, each)
        answered(outside, each, AnswerKind.QUESTION, "Why this one?")
    with outside.store.writing() as unit:
        assert unit.links.erase(link.client_id) == 3
        for rows in (unit.links.consents, unit.links.answers, unit.links.messages):
            assert [each.link_id for each in rows()] == [other.id]
        assert unit.links.get(link.id) == link


# --- the desk's acts --------------------------------------------------------------------------------


def test_links_are_made_all_at_once_and_the_same_again_makes_none(outside: Outside) -> None:
    agreed = {"agreement_from": date(2025, 4, 1)}
    clients = [a_client(outside, f"C{n}", f"Client {n}", **agreed) for n in range(20)]  # type: ignore[arg-type]  # a test names the fields it changes
    a_version(outside, *clients)
    page = preview(outside, "basket-1", 1)
    assert page is not None
    ask = Ask(page.sha256, frozenset(each.id for each in clients))
    for expected in (20, 0):
        done = make(outside, MEERA, "basket-1", 1, ask, know=knowing(outside))
        assert isinstance(done, Made)
        assert len(done.made) == expected
    assert kinds(outside) == ["link made"] * 20


def test_many_links_are_seen_as_each_by_itself(outside: Outside) -> None:
    link = a_link(outside).link
    prepared(outside, link)
    came_back(outside, link)
    (seen,) = standing(outside, "basket-1")
    assert (seen.stage, seen.number, len(seen.messages), len(seen.consents)) == (Stage.SENT, 1, 1, 1)


def test_a_link_made_anew_takes_the_place_of_the_old_one(outside: Outside) -> None:
    link = a_link(outside).link
    newer = reissue(outside, MEERA, link.id)
    with outside.store.reading() as unit:
        assert unit.links.live(link.basket_id, link.client_id) == newer


def test_a_letter_and_its_job_are_kept_together(outside: Outside) -> None:
    link = a_link(outside).link
    letters = {link.id: ("Advice", "the text")}
    assert prepare(outside, MEERA, Prepared((link.id,), 1, MessageKind.FIRST, Way.EMAIL, 0, letters)) == 1
    with outside.store.writing() as unit:
        (job,) = unit.jobs.lease(outside.clock(), outside.clock() + timedelta(minutes=1), "a test")
        assert (job.kind, job.subject) == (MAIL_JOB, unit.links.messages([link.id])[0].id)
    found = queue(outside, "basket-1", 1)
    assert found is not None
    assert (found.todo, found.done) == ((), 1)
