"""What every file keeps to, and no linter knows. Each rule is broken once, to be seen red."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from jinja2 import Environment, meta

ROOT: Final = Path(__file__).resolve().parent.parent

#: The soft ceiling is 300 lines; these are the hard ones, the first that fits.
MOST_LINES: Final = {"tests/": 400, "static/css/": 300, "": 320}


def texts(root: Path) -> Iterator[tuple[str, str]]:
    """Every text that is part of the project, by its name: not what tools and tests leave behind."""
    left = {"var", "screens", "__pycache__"}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        hidden = any(part.startswith(".") and part not in {".ci", ".env.example", ".gitignore"} for part in name.parts)
        if hidden or left & set(name.parts) or not path.is_file():
            continue
        try:
            yield name.as_posix(), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


_EXCUSE: Final = re.compile(
    r"#\s*(?:noqa|type:\s*ignore)(?P<codes>(?:\[[\w, -]+\])|(?::\s*[A-Z]+[0-9]+(?:[, ]+[A-Z]+[0-9]+)*))?"
)
_SKIPS: Final = re.compile(r"\bpytest\s*\.\s*(?:skip|xfail|importorskip)\b|\bmark\s*\.\s*(?:skip|xfail)|\bskipTest\b")
_SOMEBODYS_MACHINE: Final = re.compile(r"(?<![\w.~:/}])/(?:home|root|Users|work)/\w")
_INDEX: Final = re.compile(r"--(?:extra-)?index-url|--find-links|https?://\S+/simple\b")


def faults_of_texts(root: Path) -> list[str]:
    """Every file too long, excuse without a reason, skipped test, and trace of one machine."""
    return [fault for name, text in texts(root) for fault in _faults_of_text(name, text)]


def _faults_of_text(name: str, text: str) -> Iterator[str]:
    lines = text.splitlines()
    code = name.endswith((".py", ".js", ".mjs", ".css", ".html"))
    most = next(lines for place, lines in MOST_LINES.items() if name.startswith(place))
    if code and len(lines) > most:
        yield f"{name} has {len(lines)} lines: one idea a file, about 300 lines."
    for number, line in enumerate(lines, 1):
        if name.endswith(".py"):
            for excuse in _EXCUSE.finditer(line):
                if not excuse["codes"] or not re.search(r"\w{2}", line[excuse.end() :]):
                    yield f"{name}:{number} excuses itself without naming what and why."
        if name.startswith("tests/") and _SKIPS.search(line):
            yield f"{name}:{number} skips a test: what is missing is installed, or the run fails."
        if _SOMEBODYS_MACHINE.search(line):
            yield f"{name}:{number} names a folder of somebody's machine."
        if name.startswith("requirements") and _INDEX.search(line):
            yield f"{name}:{number} names a package index: each reader's pip knows its own."


def test_files_are_short_and_excuses_have_reasons_and_nothing_is_skipped() -> None:
    assert faults_of_texts(ROOT) == []


def plant(root: Path, name: str, source: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source)


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("tokri/long.py", "x = 1\n" * 401, "401 lines"),
        ("tokri/a.py", "import os  # no" + "qa", "without naming"),
        ("tokri/a.py", "import os  # no" + "qa: F401", "without naming"),
        ("tokri/a.py", "import os  # no" + "qa: F401, E402", "without naming"),
        ("tokri/a.py", "x = y  # type: " + "ignore", "without naming"),
        ("tokri/a.py", "x = y  # type: " + "ignore[misc]", "without naming"),
        ("tokri/a.py", "x = y  # type: " + "ignore  # it is fine", "without naming"),
        ("tests/test_a.py", "pytest." + "skip('no database')", "skips a test"),
        ("tests/test_a.py", "@pytest.mark." + "skipif(True, reason='x')", "skips a test"),
        ("tests/test_a.py", "pytest." + "importorskip('x')", "skips a test"),
        ("docs/a.md", "see /ho" + "me/ravi/notes", "somebody's machine"),
        ("requirements.txt", "--index-" + "url https://example.test/simple", "package index"),
    ],
)
def test_each_rule_of_texts_catches_what_it_is_for(tmp_path: Path, name: str, text: str, sentence: str) -> None:
    plant(tmp_path, name, text)
    assert any(sentence in fault for fault in faults_of_texts(tmp_path))


def test_an_excuse_with_its_reason_is_let_be(tmp_path: Path) -> None:
    plant(tmp_path, "tokri/a.py", "import os  # no" + "qa: F401 - read by the linter alone")
    plant(tmp_path, "tokri/b.py", "x = y  # type: " + "ignore[misc]  # the library has no types")
    assert faults_of_texts(tmp_path) == []


# --- templates ----------------------------------------------------------------------------------


def faults_of_templates(program: Path, folder: Path) -> list[str]:
    """Every template that does not parse, is asked for and missing, or is there and never asked for."""
    there = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.html"))}
    faults: list[str] = []
    asked: set[str] = set()
    for name, path in there.items():
        try:
            tree = Environment(autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do"]).parse(
                path.read_text(encoding="utf-8")
            )
        except Exception as error:  # noqa: BLE001 - whatever the parser says is the finding
            faults.append(f"{name} does not parse: {error}.")
        else:
            asked |= {each for each in meta.find_referenced_templates(tree) if each is not None}
    for path in sorted(program.rglob("*.py")):
        for name in re.findall(r"[\"']([^\"'\s]+\.html)[\"']", path.read_text(encoding="utf-8")):
            # f"returned_{name}.html" asks for every template that fits.
            fits = re.sub(r"\\\{.*?\\\}", r"\\w+", re.escape(name))
            asked |= {each for each in there if re.fullmatch(fits, each)} or {name}
    faults += [f"{name} is asked for and is not there." for name in sorted(asked - set(there))]
    faults += [f"{name} is there and nobody asks for it." for name in sorted(set(there) - asked)]
    return faults


@pytest.mark.parametrize(("program", "folder"), [("tokri", "templates"), ("simulator", "simulator/templates")])
def test_every_template_parses_and_is_there_and_is_used(program: str, folder: str) -> None:
    assert faults_of_templates(ROOT / program, ROOT / folder) == []


def test_a_broken_a_missing_and_a_forgotten_template_are_caught(tmp_path: Path) -> None:
    plant(tmp_path, "templates/broken.html", "{% if %}")
    plant(tmp_path, "templates/page.html", "{% extends 'base.html' %}")
    plant(tmp_path, "tokri/web/page.py", "render_template('page.html')\nrender_template('broken.html')")
    plant(tmp_path, "tokri/web/steps.py", 'render_template(f"step_{step.name.lower()}.html")')
    plant(tmp_path, "templates/step_one.html", "")
    plant(tmp_path, "templates/old.html", "")
    said = " ".join(faults_of_templates(tmp_path / "tokri", tmp_path / "templates"))
    assert "broken.html does not parse" in said
    assert "base.html is asked for and is not there" in said
    assert "old.html is there and nobody asks for it" in said
    assert "step_one.html" not in said
