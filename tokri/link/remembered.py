"""What a client typed is kept with their consent, so that the next part, and another browser, go on from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tokri.core.link.choices import NO_CHOICES, Choices
from tokri.link.look import Looked


def typed(choices: Choices) -> dict[str, object]:
    """The choices as a consent keeps them, beside what they changed; empty where nothing was chosen."""
    if choices == NO_CHOICES:
        return {}
    kept: dict[str, object] = {
        "left_out": sorted(choices.left_out),
        "scale": choices.scale,
        "amount": choices.amount,
        "quantities": {str(place): text for place, text in sorted(choices.quantities.items())},
        "held": {str(place): text for place, text in sorted(choices.held.items())},
        "capital": choices.capital,
    }
    return {"typed": {name: value for name, value in kept.items() if value}}


def chosen_last(looked: Looked) -> Choices:
    """What the client chose when they last said yes to the version that they see now."""
    number = looked.version.number if looked.version is not None else 0
    kept = [each.changes.get("typed") for each in looked.consents if each.number == number]
    found = kept[-1] if kept else None
    return _choices(found) if isinstance(found, Mapping) else NO_CHOICES


def _choices(kept: Mapping[str, Any]) -> Choices:
    return Choices(
        left_out=frozenset(kept.get("left_out", ())),
        scale=kept.get("scale", ""),
        amount=kept.get("amount", ""),
        quantities={int(place): text for place, text in kept.get("quantities", {}).items()},
        held={int(place): text for place, text in kept.get("held", {}).items()},
        capital=kept.get("capital", ""),
    )
