"""The command of the demo: a firm to try things with. No other installation has it."""

from __future__ import annotations

from functools import partial

import click
from flask import Flask

from tokri.core.ports import Outside
from tokri.journey.known import known


def register(app: Flask, outside: Outside) -> None:
    """Give the application `flask --app app example-firm`."""

    @app.cli.command("example-firm")
    def example_firm() -> None:
        """Set up a firm with people, clients and baskets in every state, and say how to sign in."""
        from tokri.desk import example  # noqa: PLC0415 - no web worker needs it

        for each in example.seed(outside, partial(known, outside)):
            click.echo(f"{each.username:<8}{each.password}   {each.roles}")
