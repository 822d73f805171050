"""`make rules`: write docs/rules.md, every rule of the check, from the rules themselves."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from tokri.core.problems import Severity
from tokri.core.reference import Leaning
from tokri.core.rules import RULES
from tokri.core.rules.rule import Rule
from tokri.web import words

PAGE: Final = Path(__file__).resolve().parent.parent / "docs" / "rules.md"

_WEIGHTS: Final = {Severity.ERROR: "stops", Severity.WARNING: "needs a tick", Severity.NOTE: "note"}
_LEANS: Final = {
    Leaning.INSTRUMENTS: "the instrument list",
    Leaning.FREEZE: "the freeze quantities",
    Leaning.MIS: "the broker’s MIS list",
    Leaning.MTF: "the broker’s MTF list",
    Leaning.CO: "the broker’s list for cover orders",
    Leaning.BAN: "the F&O ban list",
    Leaning.GSM: "the GSM list",
    Leaning.ASM: "the ASM list",
    Leaning.ESM: "the ESM list",
    Leaning.TRADE_FOR_TRADE: "the trade-for-trade list",
    Leaning.SME_WATCH: "the SME watch list",
}
_HEAD: Final = """\
# Every rule of the check

Written by `make rules` from the rules themselves (`tokri/core/rules/`) and from what is said of each
(`tokri/web/words/`). *Stops*: Kite or an exchange would refuse it, so the basket is not handed off. *Needs a tick*: it
may go, once the person has said yes to it, which is kept with what was reviewed. *Note*: worth knowing. What leans on
a list stops nothing once that list is old or missing: it warns, and names the list’s day.
"""
_COLUMNS: Final = "| rule | when | weight | what is said | source |\n|---|---|---|---|---|\n"


def page() -> str:
    """The page as it is to be: a table for each family of rules."""
    families = groupby(RULES, key=lambda rule: rule.find.__module__)
    tables: dict[str, list[str]] = {}
    for module, rules in families:  # a family may be spread over the order in which rules are asked
        tables.setdefault(module, []).extend(_row(rule) for rule in rules)
    return _HEAD + "".join(_table(module, rows) for module, rows in tables.items())


def _table(module: str, rows: list[str]) -> str:
    title = (inspect.getdoc(sys.modules[module]) or "").splitlines()[0].rstrip(".")
    return f"\n## {title}\n\n{_COLUMNS}{''.join(rows)}"


def _row(rule: Rule[Any]) -> str:
    when = (inspect.getdoc(rule.find) or "").splitlines()[0]
    cells = (f"`{rule.id}`", when, _weight(rule), _sentence(rule.id), rule.source)
    return f"| {' | '.join(_cell(cell) for cell in cells)} |\n"


def _weight(rule: Rule[Any]) -> str:
    weight = _WEIGHTS[rule.severity]
    return f"{weight}, by {_LEANS[rule.leans_on]}" if rule.leans_on else weight


def _sentence(code: str) -> str:
    """The sentence, with what is filled in set apart."""
    return re.sub(r"{([a-z_]+)}", lambda match: f"‹{match[1].replace('_', ' ')}›", words.SENTENCES[code])


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;")


def faults() -> Iterator[str]:
    """Every rule that the page could not tell whole."""
    for rule in RULES:
        if rule.id not in words.SENTENCES:
            yield f"{rule.id} has no sentence."
        if len(rule.source) < len("our own; why"):
            yield f"{rule.id} does not say where it comes from."
        if not (inspect.getdoc(rule.find) or "").splitlines():
            yield f"{rule.id} does not say when it is broken."


def main() -> int:
    """Write the page; answer 1 and say what is missing where a rule is not whole."""
    missing = list(faults())
    if missing:
        print("\n".join(missing))
        return 1
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{len(RULES)} rules in {PAGE.relative_to(Path.cwd())}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
