"""What may be done at a link before anything else: to be seen to have it open, and to choose a language."""

from __future__ import annotations

from tests.journey.fakes import FakeClock
from tests.link.making import PAN, a_link, link_now
from tests.link.test_checking import told
from tokri.core.desk.client import CheckKind
from tokri.core.link.language import Language
from tokri.core.ports import Outside
from tokri.link.checking import Checked, check
from tokri.link.opening import open_link, opened_in
from tokri.link.speaking import choose_language


def test_a_link_is_opened_once_and_keeps_when(outside: Outside, clock: FakeClock) -> None:
    link, token = a_link(outside)
    first = clock()
    assert open_link(outside, token)
    clock.forward(hours=1)
    assert open_link(outside, token)
    with outside.store.writing() as unit:
        opened_in(unit, outside, link)
    assert link_now(outside, link).opened_at == first
    assert told(outside) == ["link opened"]


def test_who_has_only_been_asked_the_check_has_not_opened_it(outside: Outside) -> None:
    link, token = a_link(outside, check=CheckKind.PAN)
    assert open_link(outside, token)
    assert link_now(outside, link).opened_at is None
    assert check(outside, token, PAN, "browser") is Checked.RIGHT
    assert link_now(outside, link).opened_at == outside.clock()


def test_an_address_that_is_nobodys_is_opened_by_nobody(outside: Outside) -> None:
    assert not open_link(outside, "made-up")
    assert not choose_language(outside, "made-up", Language.HINDI)
    assert told(outside) == []


def test_the_language_stays_with_the_link_and_is_told_when_it_changes(outside: Outside) -> None:
    link, token = a_link(outside)
    for language in (Language.HINDI, Language.HINDI, Language.ENGLISH):
        assert choose_language(outside, token, language)
        assert link_now(outside, link).language == language
    assert told(outside) == ["language chosen", "language chosen"]
