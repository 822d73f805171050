"""Every command says in whole words and sentences what it is for."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest
from flask import Flask

#: Words cut short, which a newcomer would have to ask about.
CUT_SHORT = re.compile(
    r"\b(e\.g|i\.e|etc|qty|config|prev|max|min|num|info|dir|msg|env|instr|params?|args?)\b", re.IGNORECASE
)


def commands(group: click.Group, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command and group that the program adds, with the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, *path, name)


def words_of(command: click.Command) -> Iterator[str]:
    """What the help says of the command and of each of its options."""
    yield (command.help or "").strip()
    for each in command.params:
        if isinstance(each, click.Option):
            yield each.help or ""


def test_every_command_tells_what_it_does_and_every_option_what_it_is(app: Flask) -> None:
    found = dict(commands(app.cli))
    assert {("instruments", "import"), ("lists", "show"), ("market", "show"), ("db", "upgrade"), ("runner",)} <= set(
        found
    )
    for path, command in found.items():
        for text in words_of(command):
            assert re.fullmatch(r"[A-Z].*\.", text, re.DOTALL), f"{' '.join(path)}: {text!r} is no sentence"
            assert not CUT_SHORT.search(text), f"{' '.join(path)}: {text!r} has a word cut short"


def test_every_command_shows_its_help(app: Flask) -> None:
    for path, command in commands(app.cli):
        shown = app.test_cli_runner().invoke(args=[*path, "--help"])
        assert shown.exit_code == 0, path
        told = " ".join(shown.output.split())
        for text in words_of(command):
            assert " ".join(text.split()) in told, path


@pytest.mark.parametrize(
    ("path", "forms"),
    [(("instruments", "import"), ("CSV", "gzip", "zip", "https")), (("prices", "import"), ("CSV", "gzip", "zip"))],
)
def test_the_help_of_an_import_names_every_form_that_is_taken(
    app: Flask, path: tuple[str, ...], forms: tuple[str, ...]
) -> None:
    told = dict(commands(app.cli))[path].help or ""
    assert all(each in told for each in forms), told
