"""docs/rules.md is what the rules say, and no rule is left half told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.every_case import CASES
from tokri.core.rules import RULES
from tools import rules


def test_the_page_of_the_rules_is_what_the_rules_say() -> None:
    assert rules.PAGE.read_text(encoding="utf-8") == rules.page(), "make rules writes it anew"


def test_every_rule_has_a_row_a_sentence_a_source_and_a_case() -> None:
    page = rules.page()
    assert [rule.id for rule in RULES if page.count(f"| `{rule.id}` |") != 1] == []
    assert list(rules.faults()) == []
    assert {case.code for case in CASES} == {rule.id for rule in RULES}


@pytest.mark.parametrize(
    ("spoilt", "told"),
    [
        ({"id": "never-told"}, "never-told has no sentence."),
        ({"source": "our own"}, "order-empty does not say where it comes from."),
        ({"find": lambda _: iter(())}, "order-empty does not say when it is broken."),
    ],
)
def test_a_rule_that_is_not_whole_is_named(
    monkeypatch: pytest.MonkeyPatch, spoilt: dict[str, object], told: str
) -> None:
    monkeypatch.setattr(rules, "RULES", (replace(RULES[0], **spoilt),))
    assert list(rules.faults()) == [told]
    assert rules.main() == 1
