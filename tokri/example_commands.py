"""The command of the demo: a firm to try things with. No other installation has it."""

from __future__ import annotations

from functools import partial

import click
from flask import Flask

from tokri.core.ports import Outside
from tokri.journey.known import known


def register(app: Flask, outside: Outside, address: str) -> None:
    """Give the application `flask --app app example-firm`; `address` is where people reach it."""

    @app.cli.command("example-firm")
    def example_firm() -> None:
        """Set up a firm with people, clients, baskets and links; say how to sign in and what its clients are sent."""
        from tokri.desk import example  # noqa: PLC0415 - no web worker needs it

        for each in example.seed(outside, partial(known, outside)):
            click.echo(f"{each.username:<8}{each.password}   {each.roles}")
        click.echo()
        for link in example.client_links(outside):
            asks = f"  (the last four of the PAN: {link.answer})" if link.answer else ""
            click.echo(f"{link.name:<18}{address}/l/{link.token}{asks}")
