"""The commands as one group, filled when one of them is asked for: no web worker ever is."""

from __future__ import annotations

from collections.abc import Callable

import click
from flask.cli import AppGroup


class CommandsLater(AppGroup):
    """`fill` adds the commands to the group that it is handed. It is called once, before the first is looked for."""

    def __init__(self, name: str, fill: Callable[[], None]) -> None:
        super().__init__(name)
        self._fill: Callable[[], None] | None = fill

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        self._filled()
        return super().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; None where there is none."""
        self._filled()
        return super().get_command(ctx, cmd_name)

    def _filled(self) -> None:
        fill, self._fill = self._fill, None
        if fill is not None:
            fill()
