"""How Jinja is set up: what every template may use is one dict, shared by all of them."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment


class Templates(Environment):
    """Jinja's own environment gives each template a chain of its globals and everybody's.

    No template here has any of its own, and a page asks for the chain's keys once for each file of macros that it
    imports, key by key.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Everybody's globals themselves; a chain where a template is given its own."""
        return super().make_globals(d) if d else self.globals
