"""The firm in the store: every save an edition, the last counts, none is ever changed; logos by their hashes."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.store.making import AT, DAY
from tokri.core.desk.firm import Firm, FirmEdition, FirmWords
from tokri.core.ports import AlreadyThere
from tokri.desk.example_firm import EXAMPLE_FIRM
from tokri.store import SqlStore

PNG = b"\x89PNG\r\n\x1a\n\x00not really"
SHA256 = hashlib.sha256(PNG).hexdigest()


def test_nobody_has_set_a_new_installations_firm_up(store: SqlStore) -> None:
    with store.reading() as view:
        assert not view.firm.set_up()
        assert view.firm.latest() is None
        assert list(view.firm.editions()) == []
        assert view.firm.logo(SHA256) is None


def test_each_save_is_an_edition_and_the_last_counts(store: SqlStore) -> None:
    second = replace(EXAMPLE_FIRM, name="Another", logo_sha256=SHA256)
    with store.writing() as unit:
        assert unit.firm.save(EXAMPLE_FIRM, 0, "anita", AT) == FirmEdition(1, EXAMPLE_FIRM, "anita", AT)
    with store.writing() as unit:
        unit.firm.save(second, 1, "meera", AT + DAY)
    with store.reading() as view:
        assert view.firm.set_up()
        assert view.firm.latest() == FirmEdition(2, second, "meera", AT + DAY)
        assert list(view.firm.editions()) == [
            FirmEdition(2, second, "meera", AT + DAY),
            FirmEdition(1, EXAMPLE_FIRM, "anita", AT),
        ]


def test_every_letter_of_the_exact_sentences_comes_back(store: SqlStore) -> None:
    odd = "  \u00a0\"quoted\" 'twice'\n\ttab – नि\u200dवेश 🙂 \\u0000 \x00 {{ }} <b>%s</b>"
    firm = Firm(words={"en": FirmWords(odd, odd[::-1]), "hi": FirmWords("", odd)})
    with store.writing() as unit:
        unit.firm.save(firm, 0, "anita", AT)
    with store.reading() as view:
        latest = view.firm.latest()
    assert latest is not None
    assert latest.firm == firm


@pytest.mark.parametrize("after", [0, 2, -1, 10**9])
def test_who_did_not_see_the_last_edition_saves_nothing(store: SqlStore, after: int) -> None:
    with store.writing() as unit:
        unit.firm.save(EXAMPLE_FIRM, 0, "anita", AT)
    with pytest.raises(AlreadyThere), store.writing() as unit:
        unit.firm.save(Firm(name="Late"), after, "meera", AT)
    with store.reading() as view:
        assert [each.number for each in view.firm.editions()] == [1]


@pytest.mark.parametrize("statement", ["UPDATE firm_editions SET document = '{}'", "DELETE FROM firm_editions"])
def test_no_edition_is_changed_or_deleted(store: SqlStore, statement: str) -> None:
    with store.writing() as unit:
        unit.firm.save(EXAMPLE_FIRM, 0, "anita", AT)
    with pytest.raises(DBAPIError), store.migrating() as connection:
        connection.execute(text(statement))
    with store.reading() as view:
        latest = view.firm.latest()
    assert latest is not None
    assert latest.firm == EXAMPLE_FIRM


def test_a_logo_is_kept_by_its_hash_and_once(store: SqlStore) -> None:
    for _ in range(2):
        with store.writing() as unit:
            unit.firm.keep_logo(SHA256, PNG, 120, 40, AT)
    with store.reading() as view:
        assert view.firm.logo(SHA256) == PNG
        assert view.firm.logo("0" * 64) is None
