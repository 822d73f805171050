"""The commands: `flask --app app …`. What they work with is handed over by app.py."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from typing import Final

import click
from flask import Flask
from flask.cli import AppGroup

from tokri.core.ports import Kite, Mail, Outside, StoreUnready
from tokri.core.ports.telling import Webhooks

_STOPPING: Final = {signal.SIGTERM, signal.SIGINT}


def register(
    app: Flask,
    outside: Outside,
    *,
    upgrade: Callable[[], None],
    kite: Callable[[Callable[[float], object]], Kite],
    mail: Callable[[], Mail | None],
    webhooks: Callable[[], Webhooks],
) -> None:
    """Give the application its commands.

    `upgrade` brings the tables up to date; `kite` makes the way to Kite, handed how to wait for a turn, `mail` the way
    to the mail server, and `webhooks` that to the firm's own systems.
    """
    db = AppGroup("db", help="The store.")

    @db.command("upgrade")
    def db_upgrade() -> None:
        """Bring the store's tables up to date."""
        try:
            upgrade()
        except StoreUnready as fault:
            raise click.ClickException(str(fault)) from fault

    @app.cli.command("runner")
    def run_jobs() -> None:
        """Do the jobs that wait: whatever talks to Kite or to the firm's systems, and housekeeping. Ends on SIGTERM."""
        from tokri import runner, teller  # noqa: PLC0415 - no web worker needs them

        stop = threading.Event()

        def wait() -> None:
            signal.sigwait(_STOPPING)
            stop.set()

        # A thread waits for the signals: a handler would run while the loop holds the very lock that stop.set() takes.
        signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
        threading.Thread(target=wait, daemon=True).start()
        telling = threading.Thread(target=teller.run, args=(outside, webhooks(), stop, runner.where))
        telling.start()
        try:
            runner.run(outside, kite(stop.wait), stop, mail=mail())
        finally:
            stop.set()
            telling.join()

    app.cli.add_command(db)
