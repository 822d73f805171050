"""The commands for the firm's people: `user add`, `disable`, `reset`, `list`, `first`. No password passes here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

import click
from flask import Flask
from flask.cli import AppGroup

from tokri.core.desk.people import Person, username_of
from tokri.core.desk.roles import Role
from tokri.core.ports import Outside
from tokri.core.times import ist_words
from tokri.desk import people as desk
from tokri.desk.by import CONSOLE

SENTENCES: Final[Mapping[str, str]] = {
    "name.missing": "The name is missing; add --name.",
    "name.long": "The name is longer than {most} characters; shorten it.",
    "username.shape": (
        "The username needs 2 to 64 small letters, digits or . _ - + @, the first a letter or digit, like meera.iyer."
    ),
    "username.taken": "Somebody else has the username {username}; choose another.",
    "email.shape": "The e-mail address is not complete; write it whole, like meera@firm.in.",
    "roles.together": "Give one --role or more; compliance goes with no other, since it changes nothing.",
}


def register(app: Flask, outside: Outside, address: str) -> None:
    """Give the application the commands. `address` is where a one-time code is typed in."""
    user = AppGroup("user", help="The firm’s people: who may sign in at the desk.")
    _register_people(user, outside, address)
    _register_codes(user, outside, address)
    app.cli.add_command(user)


def _register_people(user: AppGroup, outside: Outside, address: str) -> None:
    @user.command("add")
    @click.argument("username")
    @click.option("--name", required=True, help="The name, as colleagues know it.")
    @click.option("--email", required=True, help="The e-mail address.")
    @click.option(
        "--role",
        "roles",
        type=click.Choice([role.value for role in Role]),
        multiple=True,
        help="What they are there for; can be given several times.",
    )
    def user_add(username: str, name: str, email: str, roles: tuple[str, ...]) -> None:
        """Add somebody, and print the one-time code by which they choose a password."""
        added = desk.add(outside, CONSOLE, desk.Newcomer(username, name, email), map(Role, roles))
        if isinstance(added, list):
            raise click.ClickException("\n".join(SENTENCES[each.code].format(**each.facts) for each in added))
        click.echo(f"Added {added.person.name}, who signs in as {added.person.username}.")
        _say_code(added.code, added.until, address)

    @user.command("disable")
    @click.argument("username")
    def user_disable(username: str) -> None:
        """Let somebody in no more, and end all their sessions."""
        person = _found(outside, username)
        try:
            desk.disable(outside, CONSOLE, person.id)
        except desk.LastAdministrator as fault:
            raise click.ClickException(
                f"{person.username} is the only administrator. Add another first: flask --app app user add"
            ) from fault
        click.echo(f"{person.username} is signed out everywhere and can sign in no more.")

    @user.command("list")
    def user_list() -> None:
        """List everybody: username, name, roles, second factor, whether they can sign in."""
        with outside.store.reading() as view:
            everybody = view.people.all()
        for person in everybody:
            click.echo("  ".join(_about(person)))
        if not everybody:
            click.echo("Nobody yet. Make the first administrator: flask --app app user first")


def _register_codes(user: AppGroup, outside: Outside, address: str) -> None:
    @user.command("reset")
    @click.argument("username")
    @click.option("--second-factor", is_flag=True, help="Also for a new second factor, if phone and codes are lost.")
    def user_reset(username: str, second_factor: bool) -> None:
        """Print a one-time code by which somebody chooses a new password. Until it is used nothing changes."""
        person = _found(outside, username)
        invited = desk.reset(outside, CONSOLE, person.id, second_factor=second_factor)
        if invited is None:
            raise click.ClickException(f"{person.username} is disabled.")
        _say_code(invited.code, invited.until, address)

    @user.command("first")
    @click.option("--quiet", is_flag=True, help="Say nothing if the firm has people already.")
    def user_first(quiet: bool) -> None:
        """Print the one-time code by which the first administrator is made. An earlier code ends."""
        try:
            code, until = desk.first_code(outside, CONSOLE)
        except desk.PeopleThere as fault:
            if quiet:
                return
            raise click.ClickException(
                "The firm has people already. For one more: flask --app app user add; "
                "for a lost password: flask --app app user reset"
            ) from fault
        click.echo("Nobody has an account at the desk yet. To make the first, its administrator’s:")
        _say_code(code, until, address)


def _found(outside: Outside, typed: str) -> Person:
    with outside.store.reading() as view:
        person = view.people.by_username(username_of(typed))
    if person is None:
        raise click.ClickException(f"Nobody has the username {typed}. Who there is: flask --app app user list")
    return person


def _say_code(code: str, until: datetime, address: str) -> None:
    click.echo(f"Open {address} and type this code:")
    click.echo(f"    {code}")
    click.echo(f"It works once, until {ist_words(until)}.")


def _about(person: Person) -> list[str]:
    if not person.enabled:
        stands = "disabled"
    elif person.password_hash is None:
        stands = "has no password yet"
    else:
        stands = "with a second factor" if person.totp_sealed else "with a password alone"
    return [person.username, person.name, ", ".join(sorted(person.roles)), stands]
