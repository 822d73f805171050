"""docs/asvs.md is held to the standard's list and to the program: nothing is left out, made up or out of date."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tokri.core.desk import codes, passwords, people, throttle
from tokri.web.desk.access import ACCESS
from tokri.web.desk.gate import SEEN_EVERY

ROOT: Final = Path(__file__).resolve().parent.parent
PAGE: Final = ROOT / "docs" / "asvs.md"

#: OWASP ASVS 5.0.0, chapters V6, V7, V8 and V16: the level of each requirement, in the order of their numbers.
LEVELS: Final = {
    "6.1": "122",
    "6.2": "111111112222",
    "6.3": "11223333",
    "6.4": "112233",
    "6.5": "22222333",
    "6.6": "2223",
    "6.7": "33",
    "6.8": "2222",
    "7.1": "222",
    "7.2": "1111",
    "7.3": "22",
    "7.4": "11222",
    "7.5": "223",
    "7.6": "22",
    "8.1": "1233",
    "8.2": "1123",
    "8.3": "133",
    "8.4": "23",
    "16.1": "2",
    "16.2": "22222",
    "16.3": "2222",
    "16.4": "222",
    "16.5": "2223",
}

#: How a row without a test says why.
REASONS: Final = re.compile(r"\*\*(Does not apply|Operator|Not met|On this page)(:\*\*|\*\*) .{25,}")
TEST: Final = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@dataclass(frozen=True)
class Row:
    """One requirement as the page has it."""

    id: str
    level: str
    asks: str
    here: str
    shown: str


def requirements() -> dict[str, str]:
    """Every requirement of the four chapters, with its level."""
    return {
        f"{section}.{number}": level for section, levels in LEVELS.items() for number, level in enumerate(levels, 1)
    }


def rows_of(page: str) -> list[Row]:
    found = []
    for line in page.splitlines():
        if re.match(r"\| *[0-9]", line):
            cells = [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]
            assert len(cells) == 5, line
            found.append(Row(*cells))
    return found


def faults_of_rows(page: str) -> Iterator[str]:
    """What is missing, too much, or without a test or a reason."""
    rows, wanted = rows_of(page), requirements()
    for each, times in Counter(row.id for row in rows).items():
        if times > 1:
            yield f"{each} stands there {times} times"
    for each in wanted.keys() - {row.id for row in rows}:
        yield f"{each} is missing"
    for row in rows:
        if wanted.get(row.id) != row.level:
            yield f"{row.id} is of level {wanted.get(row.id)}"
        if not (row.asks and row.here):
            yield f"{row.id} says too little"
        if not (TEST.search(row.shown) or REASONS.fullmatch(row.shown)):
            yield f"{row.id} has neither a test nor a reason"


@cache
def names_of_tests(path: str) -> frozenset[str]:
    """The tests of a file, read and not run; none, if there is no such file."""
    file = ROOT / path
    if not (file.is_file() and file.name.startswith("test_")):
        return frozenset()
    tree = ast.parse(file.read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def missing_tests(page: str) -> list[str]:
    """What the page names as a test and is none."""
    named = set(re.findall(r"`(tests/[^`]+)`", page))
    return sorted(name for name in named if name.partition("::")[2] not in names_of_tests(name.partition("::")[0]))


def page() -> str:
    return PAGE.read_text("utf-8")


def section(heading: str) -> str:
    """A section of the page."""
    return page().partition(f"## {heading}\n")[2].partition("\n## ")[0]


def test_each_requirement_stands_on_the_page_once_with_a_test_or_a_reason() -> None:
    assert len(requirements()) == 96
    assert list(faults_of_rows(page())) == []


def test_every_test_that_the_page_names_is_there() -> None:
    assert len(re.findall(TEST, page())) > 100
    assert missing_tests(page()) == []


def test_every_way_in_stands_on_the_page_and_no_other() -> None:
    said = re.findall(r"^\| `(desk_\w+)` \|", section("Ways in"), re.MULTILINE)
    assert sorted(said) == sorted(name for name, access in ACCESS.items() if access.strangers or access.half)


def test_the_words_that_are_no_password_stand_on_the_page() -> None:
    listed = section("Words that are no password").split("\n\n")[-1]
    assert re.findall(r"\w+", listed) == list(passwords.WORDS_OF_THE_PLACE)


def minutes(time: timedelta) -> str:
    return f"{time // timedelta(minutes=1)} minutes"


def hours(time: timedelta) -> str:
    return f"{time // timedelta(hours=1)} hours"


def test_the_figures_on_the_page_are_those_of_the_program() -> None:
    waits = section("Waits")
    for figure in (
        f"{throttle.FREE} mistakes cost nothing",
        f"the wait is {throttle.FIRST_WAIT.seconds} seconds",
        f"to {minutes(throttle.LONGEST_WAIT)} at most",
        f"more than {hours(throttle.COUNTED_FOR)} ago",
        f"failed {throttle._OFTEN} times within the day",
        f"may fail {throttle.ADDRESS_FAILURES} times in {minutes(throttle.ADDRESS_WINDOW)}",
    ):
        assert figure in waits, figure
    lasts = section("How long a session lasts")
    for figure in (
        f"| without a request | {minutes(people.IDLE_AFTER)} |",
        f"| whatever happens | {hours(people.ENDS_AFTER)} |",
        f"| between password and second factor | {minutes(people.HALF_FOR)} |",
        f"until it is asked again | {minutes(people.CONFIRMED_FOR)} |",
        f"| a one-time code | {hours(people.INVITED_FOR)} |",
        f"every {minutes(SEEN_EVERY)} at most",
    ):
        assert figure in lasts, figure
    words = section("Words that are no password")
    assert f"({passwords.SHORTEST} characters at\nleast, {passwords.LONGEST:,} at most" in words
    assert f"| {codes._RECOVERY_LETTERS * codes._BITS_A_LETTER} |" in page()


def test_every_link_within_the_page_leads_to_a_heading_or_a_file() -> None:
    named = re.findall("^## (.+)$", page(), re.MULTILINE)
    headings = {re.sub(r"[^\w-]", "", each.lower().replace(" ", "-")) for each in named}
    for link in re.findall(r"\]\(([^)]+)\)", page()):
        there = link[1:] in headings if link.startswith("#") else (PAGE.parent / link).is_file()
        assert there, link


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("", "8.4.2 is missing"),
        ("| 8.4.2 | 3 | a | b | `tests/test_page.py::test_x` |\n" * 2, "8.4.2 stands there 2 times"),
        ("| 8.4.2 | 1 | a | b | `tests/test_page.py::test_x` |", "8.4.2 is of level 3"),
        ("| 8.4.2 | 3 | a | b |  |", "8.4.2 has neither a test nor a reason"),
        ("| 8.4.2 | 3 | a | b | **Does not apply:** no. |", "8.4.2 has neither a test nor a reason"),
        ("| 8.4.9 | 3 | a | b | `tests/test_page.py::test_x` |", "8.4.9 is of level None"),
    ],
)
def test_a_row_that_is_wrong_is_told(row: str, fault: str) -> None:
    spoilt = re.sub(r"^\| 8\.4\.2 .*$", row, page(), flags=re.MULTILINE)
    assert fault in list(faults_of_rows(spoilt))


@pytest.mark.parametrize(
    "name",
    [
        "tests/test_asvs_table.py::test_that_nobody_wrote",
        "tests/test_nothing.py::test_a_row_that_is_wrong_is_told",
        "tests/asvs/walking.py::walk",
        "tests/test_asvs_table.py",
    ],
)
def test_a_test_that_is_not_there_is_told(name: str) -> None:
    assert missing_tests(f"| `{name}` |") == [name]
