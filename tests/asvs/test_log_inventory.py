"""Whatever the program can log stands in docs/asvs.md, and goes to standard error alone (ASVS 16.1.1, 16.2.3)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
PROGRAM: Final = (ROOT / "app.py", ROOT / "config.py", *sorted((ROOT / "tokri").rglob("*.py")))

LEVELS: Final = frozenset({"debug", "info", "warning", "error", "exception", "critical", "log"})
LOGGERS: Final = frozenset({"log", "_log", "logger", "_logger", "_LOG", "LOG", "logging"})

#: What opens another sink, by the last part of its name.
SINKS: Final = re.compile(
    r"(File|Stream|SysLog|HTTP|SMTP|Socket|Datagram|Queue)Handler|basicConfig|dictConfig|fileConfig"
)

#: The only modules that write to standard error by themselves: the log, and who starts the programs.
WRITERS: Final = {"tokri/web/logs.py", "tokri/supervisor.py"}


def name_of(expression: ast.expr) -> str:
    """The last name in an expression: `log` of `self.log`, `getLogger` of `logging.getLogger(...)`."""
    match expression:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=inner):
            return name_of(inner)
    return ""


def lines_of(source: str) -> Iterator[str]:
    """Each line that some code can log, as it is written there."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LEVELS):
            continue
        if name_of(node.func.value) in LOGGERS | {"getLogger"}:
            first = node.args[0]
            assert isinstance(first, ast.Constant), f"what is logged is a text of its own: {ast.unparse(node)}"
            yield str(first.value)


def sinks_of(source: str) -> Iterator[str]:
    """What some code writes to besides its logger."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name | ast.Attribute) and SINKS.fullmatch(name_of(node)):
            yield name_of(node)
        if isinstance(node, ast.Attribute) and node.attr in {"stderr", "stdout"} and name_of(node.value) == "sys":
            yield f"sys.{node.attr}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            yield "print"


def inventory() -> list[str]:
    page = (ROOT / "docs" / "asvs.md").read_text("utf-8")
    table = page.partition("| Line | Level |")[2]
    return re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)


def test_every_line_that_the_program_can_log_stands_in_the_inventory() -> None:
    said = {line for path in PROGRAM for line in lines_of(path.read_text("utf-8"))}
    assert len(said) > 20
    assert said == set(inventory())
    assert len(inventory()) == len(set(inventory()))


def test_nothing_is_logged_anywhere_but_to_standard_error() -> None:
    found = {
        (path.relative_to(ROOT).as_posix(), sink) for path in PROGRAM for sink in sinks_of(path.read_text("utf-8"))
    }
    assert found == {(writer, "sys.stderr") for writer in WRITERS}


@pytest.mark.parametrize(
    "planted",
    [
        "import logging\nlogging.getLogger('tokri').warning('a new line')",
        "log.info('a new line', extra={})",
        "self.logger.exception('a new line')",
    ],
)
def test_a_new_line_would_be_noticed(planted: str) -> None:
    assert list(lines_of(planted)) == ["a new line"]


@pytest.mark.parametrize(
    "planted", ["logging.FileHandler('x')", "logging.basicConfig()", "sys.stdout.write('x')", "print('x')"]
)
def test_a_new_sink_would_be_noticed(planted: str) -> None:
    assert list(sinks_of(planted))
