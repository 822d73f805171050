"""Who may import whom. Each rule is broken once, to be seen red."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parent.parent

#: The standard library as far as it does no I/O and knows neither time nor chance.
PURE: Final = frozenset(
    """__future__ abc base64 bisect collections contextlib csv dataclasses datetime decimal difflib enum fractions
    functools hashlib heapq hmac html io ipaddress itertools json math operator re string textwrap types typing
    unicodedata urllib.parse""".split()  # noqa: SIM905 - thirty quotation marks tell the reader nothing
)
STANDARD: Final = frozenset(sys.stdlib_module_names)
PAGES: Final = frozenset({"flask", "flask_wtf", "wtforms", "markupsafe", "werkzeug", "babel", "segno"})


@dataclass(frozen=True)
class Part:
    """A part of the program: where it lives, what it may import, and the rule as a sentence."""

    where: str
    may: frozenset[str]
    rule: str


#: The first part that a file belongs to decides. What is under `where` may always import its own.
PARTS: Final = (
    Part("tokri/core", PURE, "The core imports the core, and the standard library that does no I/O."),
    Part("tokri/journey", PURE | {"tokri.core"}, "A use case imports the core; the outside world is handed to it."),
    Part("tokri/link", PURE | {"tokri.core", "tokri.journey"}, "What a client does at a link imports the way through."),
    Part("tokri/desk", PURE | {"tokri.core", "tokri.link"}, "The desk imports the core, and looks at its links."),
    Part(
        "tokri/web",
        STANDARD | PAGES | {"tokri.journey", "tokri.link", "tokri.desk", "tokri.core"},
        "The web imports use cases, the core and Flask's family: never an adapter.",
    ),
    Part(
        "tokri/store",
        STANDARD | {"tokri.core", "sqlalchemy", "alembic", "pysqlite3", "psycopg"},
        "The store imports the core and its databases, and no other adapter.",
    ),
    Part(
        "tokri/instrument_master",
        STANDARD | {"tokri.core", "pysqlite3"},
        "The instrument master imports the core and the library of its own file, and no other adapter.",
    ),
    Part("tokri/http.py", STANDARD | {"tokri.core", "requests", "urllib3"}, "http.py imports the core and requests."),
    Part("tokri/kite", STANDARD | {"tokri.core", "tokri.http"}, "The way to Kite imports the core and http.py."),
    Part("tokri/webhooks.py", STANDARD | {"tokri.core", "tokri.http"}, "webhooks.py imports the core and http.py."),
    Part("tokri/sheets", STANDARD | {"tokri.core"}, "The sheets import the core, and reads files with Python's own."),
    Part("tokri/sealing.py", STANDARD | {"tokri.core", "cryptography"}, "sealing.py imports the core and a cipher."),
    Part("tokri/passwords.py", STANDARD | {"tokri.core", "argon2"}, "passwords.py imports the core and argon2."),
    Part("tokri/totp.py", STANDARD | {"tokri.core", "cryptography"}, "totp.py imports the core and cryptography."),
    Part("tokri/logos.py", STANDARD | {"tokri.core", "PIL"}, "logos.py imports the core and Pillow."),
    Part(
        "tokri/cli.py",
        STANDARD
        | {"flask", "click", "tokri.journey", "tokri.desk", "tokri.core"}
        | {"tokri.runner", "tokri.teller", "tokri.supervisor"},
        "The commands import use cases and the core; their adapters come from app.py.",
    ),
    Part(
        "tokri/example_commands.py",
        STANDARD | {"flask", "click", "tokri.journey", "tokri.desk", "tokri.core"},
        "The demo's command imports use cases and the core; its adapters come from app.py.",
    ),
    Part("tokri/commands.py", STANDARD | {"flask", "click"}, "The group of all commands imports click alone."),
    Part("tokri/command_files.py", STANDARD | {"click"}, "What commands share imports click, and nothing of ours."),
    Part(
        "tokri/reference_commands.py",
        STANDARD | {"flask", "click", "tokri.core", "tokri.command_files"},
        "The commands for the tables import the core; their files come from app.py.",
    ),
    Part(
        "tokri/instrument_commands.py",
        STANDARD | {"flask", "click", "tokri.core"},
        "The commands of the instrument list import the core; the list comes from app.py.",
    ),
    Part(
        "tokri/market_commands.py",
        STANDARD | {"flask", "click", "tokri.core", "tokri.command_files"},
        "The commands of the market clock import the core; their file comes from app.py.",
    ),
    Part(
        "tokri/user_commands.py",
        STANDARD | {"flask", "click", "tokri.desk", "tokri.core"},
        "The commands for people import use cases and the core; their adapters come from app.py.",
    ),
    Part(
        "tokri/record_commands.py",
        STANDARD | {"flask", "click", "tokri.core"},
        "The commands of the record import the core; the store comes from app.py.",
    ),
    Part(
        "tokri/runner.py",
        STANDARD | {"tokri.journey", "tokri.desk", "tokri.core"},
        "The runner imports use cases and the core; its adapters come from app.py.",
    ),
    Part(
        "tokri/teller.py",
        STANDARD | {"tokri.desk", "tokri.core"},
        "The teller imports use cases and the core; its adapter comes from app.py.",
    ),
    Part("tokri", STANDARD | {"tokri.core"}, "An adapter imports the core and its own library, never another adapter."),
    Part(
        "simulator", STANDARD | {"flask", "werkzeug", "markupsafe", "requests"}, "The stand-in is a program of its own."
    ),
    Part("config.py", STANDARD, "Settings import nothing but the standard library."),
)

#: Imports that belong in one place each, wherever else the rules above would let them be.
ONLY_IN: Final = {
    "app": (),
    "config": ("app.py", "tools/"),
    "simulator": ("simulator/", "tools/"),
    "tokri": ("app.py", "tokri/", "tools/", "bench/"),
    "requests": ("tokri/http.py", "simulator/", "bench/"),
    "smtplib": ("tokri/mail.py",),
    "sqlite3": (),
    "importlib": ("tools/", "bench/"),
    "xml": ("tokri/sheets/",),
}

#: The clock, chance and the world, by the names with which Python offers them.
IMPURE_CALLS: Final = frozenset({"now", "today", "utcnow", "fromtimestamp", "utcfromtimestamp"})
IMPURE_NAMES: Final = frozenset({"open", "print", "input", "eval", "exec", "__import__", "breakpoint", "globals"})


def sources(root: Path) -> Iterator[tuple[str, Path]]:
    """The program's Python files, by their names within it. Tests may import what they like."""
    for top in ("tokri", "simulator", "tools", "bench"):
        yield from ((path.relative_to(root).as_posix(), path) for path in sorted((root / top).rglob("*.py")))
    yield from ((path.name, path) for path in sorted(root.glob("*.py")))


def faults_of_imports(root: Path) -> list[str]:
    """Every import that a rule forbids, as a sentence with the rule."""
    modules = {_module(name) for name, _ in sources(root)}
    return [
        fault
        for name, path in sources(root)
        for line, imported in _imports(ast.parse(path.read_text(encoding="utf-8")), modules)
        for fault in _faults_of_import(name, line, imported)
    ]


def faults_of_purity(root: Path) -> list[str]:
    """Every place where the core asks for time, chance or the world, or counts with a float."""
    return [
        f"{name}:{node.lineno} uses {used}: the core is handed what it needs, and counts exactly."
        for name, path in sources(root)
        if name.startswith("tokri/core/")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (used := _impure(node)) and isinstance(node, ast.expr)
    ]


def _imports(tree: ast.Module, modules: set[str]) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            for alias in node.names:
                # `from tokri import kite` imports the module tokri.kite.
                whole = f"{base}.{alias.name}"
                yield node.lineno, whole if whole in modules else base


def _faults_of_import(name: str, line: int, imported: str) -> Iterator[str]:
    top = imported.partition(".")[0]
    if imported.startswith("."):
        yield f"{name}:{line} imports {imported}: imports are by the whole name."
        return
    if top in ONLY_IN and not any(
        name == place or (place.endswith("/") and name.startswith(place)) for place in ONLY_IN[top]
    ):
        yield f"{name}:{line} imports {imported}, which belongs in {', '.join(ONLY_IN[top]) or 'no file of ours'}."
    for part in PARTS:
        if name == part.where or name.startswith(f"{part.where}/"):
            own = part.where.removesuffix(".py").replace("/", ".")
            if own == "tokri":
                own = _module(name)
            if not any(imported == may or imported.startswith(f"{may}.") for may in {*part.may, own}):
                yield f"{name}:{line} imports {imported}. {part.rule}"
            return


def _impure(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute) and node.attr in IMPURE_CALLS:
        return f".{node.attr}"
    if isinstance(node, ast.Name) and node.id in IMPURE_NAMES | {"float"}:
        return node.id
    if isinstance(node, ast.Constant) and isinstance(node.value, float):
        return repr(node.value)
    return ""


def _module(name: str) -> str:
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def test_every_import_is_allowed() -> None:
    assert faults_of_imports(ROOT) == []


def test_the_core_asks_for_neither_time_nor_chance_nor_the_world() -> None:
    assert faults_of_purity(ROOT) == []


PLANTED: Final = [
    ("tokri/commands.py", "from tokri.core.ports import Outside", "group of all commands imports click"),
    ("tokri/command_files.py", "from tokri.core import money", "What commands share imports click"),
    ("tokri/example_commands.py", "from tokri.store import SqlStore", "The demo's command imports use cases"),
    ("tokri/core/plan.py", "import os", "The core imports the core"),
    ("tokri/core/plan.py", "import time", "The core imports the core"),
    ("tokri/core/plan.py", "import random", "The core imports the core"),
    ("tokri/core/plan.py", "import secrets", "The core imports the core"),
    ("tokri/core/plan.py", "import urllib.request", "The core imports the core"),
    ("tokri/core/plan.py", "from zoneinfo import ZoneInfo", "The core imports the core"),
    ("tokri/core/plan.py", "from flask import g", "The core imports the core"),
    ("tokri/core/plan.py", "from tokri.journey import review", "The core imports the core"),
    ("tokri/core/plan.py", "from tokri import kite", "The core imports the core"),
    ("tokri/core/plan.py", "from . import money", "by the whole name"),
    ("tokri/core/plan.py", "def f():\n    import socket", "The core imports the core"),
    ("tokri/core/rules/shape.py", "import sqlalchemy", "The core imports the core"),
    ("tokri/journey/review.py", "from tokri.store import open_store", "the outside world is handed to it"),
    ("tokri/journey/review.py", "from tokri.clock import clock", "the outside world is handed to it"),
    ("tokri/journey/review.py", "from tokri.web import words", "the outside world is handed to it"),
    ("tokri/journey/review.py", "from flask import request", "the outside world is handed to it"),
    ("tokri/journey/review.py", "import secrets", "the outside world is handed to it"),
    ("tokri/desk/people.py", "from tokri.store import open_store", "The desk imports the core"),
    ("tokri/desk/people.py", "from tokri.journey import review", "The desk imports the core"),
    ("tokri/link/look.py", "from tokri.store import open_store", "imports the way through"),
    ("tokri/link/look.py", "from tokri.desk import sharing", "imports the way through"),
    ("tokri/web/review.py", "from tokri.kite import KiteConnect", "never an adapter"),
    ("tokri/web/review.py", "from tokri import store", "never an adapter"),
    ("tokri/web/review.py", "import sqlalchemy", "never an adapter"),
    ("tokri/web/review.py", "import requests", "belongs in tokri/http.py"),
    ("tokri/store/jobs.py", "from tokri.kite import KiteConnect", "no other adapter"),
    ("tokri/store/jobs.py", "import sqlite3", "no file of ours"),
    ("tokri/instrument_master/reading.py", "import sqlalchemy", "no other adapter"),
    ("tokri/kite/account.py", "import requests", "belongs in tokri/http.py"),
    ("tokri/kite/account.py", "from tokri.store import open_store", "way to Kite imports the core and http.py"),
    ("tokri/passwords.py", "from tokri.store import open_store", "passwords.py imports the core and argon2"),
    ("tokri/totp.py", "import argon2", "totp.py imports the core and cryptography"),
    ("tokri/logos.py", "import requests", "logos.py imports the core and Pillow"),
    ("tokri/sheets/cells.py", "import openpyxl", "reads files with Python's own"),
    ("tokri/sheets/cells.py", "from tokri.web import words", "reads files with Python's own"),
    ("tokri/limits.py", "from tokri.store import open_store", "never another adapter"),
    ("tokri/limits.py", "import sqlalchemy", "never another adapter"),
    ("tokri/runner.py", "from tokri.kite import KiteConnect", "adapters come from app.py"),
    ("tokri/teller.py", "from tokri.webhooks import HttpWebhooks", "adapter comes from app.py"),
    ("tokri/webhooks.py", "from tokri.store import open_store", "webhooks.py imports the core and http.py"),
    ("tokri/cli.py", "from tokri.store import open_store", "adapters come from app.py"),
    ("tokri/reference_commands.py", "from tokri.reference_files import ReferenceFiles", "files come from app.py"),
    ("tokri/market_commands.py", "from tokri.reference_files import ReferenceFiles", "file comes from app.py"),
    ("tokri/instrument_commands.py", "from tokri.http import fetch", "the list comes from app.py"),
    ("tokri/user_commands.py", "from tokri.passwords import Argon2Passwords", "adapters come from app.py"),
    ("tokri/record_commands.py", "from tokri.store import open_store", "the store comes from app.py"),
    ("tokri/mail.py", "from tokri.store import open_store", "never another adapter"),
    ("tokri/cli.py", "from app import create_app", "no file of ours"),
    ("tokri/cli.py", "import config", "belongs in app.py"),
    ("tokri/alerts.py", "import smtplib", "belongs in tokri/mail.py"),
    ("tokri/web/review.py", "import simulator.accounts", "belongs in simulator/"),
    ("tokri/alerts.py", "import importlib", "belongs in tools/"),
    ("tokri/web/uploads.py", "from xml.parsers import expat", "belongs in tokri/sheets/"),
    ("tokri/web/uploads.py", "from tokri.sheets import read_sheet", "never an adapter"),
    ("simulator/app.py", "from tokri.core.basket import Order", "belongs in app.py, tokri/"),
    ("simulator/app.py", "import sqlalchemy", "a program of its own"),
    ("config.py", "import flask", "nothing but the standard library"),
    ("bench/form.py", "import app", "no file of ours"),
]


@pytest.mark.parametrize(("name", "source", "rule"), PLANTED)
def test_a_forbidden_import_is_caught_with_its_rule(tmp_path: Path, name: str, source: str, rule: str) -> None:
    plant(tmp_path, "tokri/kite/__init__.py", "")
    plant(tmp_path, "tokri/store/__init__.py", "")
    plant(tmp_path, name, source)
    faults = faults_of_imports(tmp_path)
    assert any(rule in fault and fault.startswith(f"{name}:") for fault in faults), faults


def test_every_part_was_seen_to_refuse_something() -> None:
    refused = {
        next(part.where for part in PARTS if name == part.where or name.startswith(f"{part.where}/"))
        for name, _, rule in PLANTED
        if not name.startswith("bench/") and rule
    }
    present = {part.where for part in PARTS if (ROOT / part.where).exists()}
    assert present - refused <= {"tokri/http.py", "tokri/sealing.py"}


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("tokri/core/plan.py", "from decimal import Decimal\nfrom tokri.core import money\nimport urllib.parse"),
        ("tokri/journey/review.py", "from tokri.core.ports import Outside\nfrom tokri.journey import news"),
        ("tokri/web/review.py", "from flask import g\nfrom tokri.journey import review\nimport secrets"),
        ("tokri/kite/book.py", "from tokri.http import Door\nfrom tokri import http"),
        ("tokri/http.py", "import requests"),
        ("simulator/app.py", "import requests\nfrom simulator import state"),
        ("app.py", "import config\nfrom tokri import kite\nimport tokri.store\nimport werkzeug"),
        ("tools/demo.py", "import config\nfrom simulator.accounts import ACCOUNTS\nfrom tokri import supervisor"),
    ],
)
def test_what_is_allowed_is_let_be(tmp_path: Path, name: str, source: str) -> None:
    for other in ("tokri/core/money.py", "tokri/http.py", "tokri/kite/__init__.py", "simulator/state.py"):
        plant(tmp_path, other, "")
    plant(tmp_path, name, source)
    assert faults_of_imports(tmp_path) == []


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\ndatetime.now()",
        "import datetime\ndatetime.date.today()",
        "now = datetime.utcnow",
        "open('x')",
        "print('x')",
        "__import__('os')",
        "float('1.5')",
        "PRICE = 1.5",
    ],
)
def test_an_impure_core_is_caught(tmp_path: Path, source: str) -> None:
    plant(tmp_path, "tokri/core/plan.py", source)
    assert faults_of_purity(tmp_path) != []


def plant(root: Path, name: str, source: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source)
