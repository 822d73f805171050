"""A client's yes, as the page sends it: what they were shown, and what they pressed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tokri.core.link.choices import NO_CHOICES, Choices
from tokri.core.ports import Handoff, Outside
from tokri.journey.handoff import needed_ticks
from tokri.journey.review import PartReview
from tokri.link import handing
from tokri.link.handing import Ask, Refused, text_sha256
from tokri.link.look import look
from tokri.link.offering import Offered, offer

BROWSER = "her-browser"


def words(offered: Offered, part: PartReview) -> str:
    """The words of the consent, made up: what they are is the page's business."""
    version = offered.looked.version
    assert version is not None
    kept = ", ".join(f"{order.quantity} {order.tradingsymbol}" for order in part.part.orders)
    return f"I have read version {version.number}, part {part.part.number}: {kept}."


def offered_now(outside: Outside, token: str, choices: Choices | None = None, browser_id: str = BROWSER) -> Offered:
    looked = look(outside, token, browser_id)
    assert looked is not None
    found = offer(outside, looked, choices)
    assert found is not None
    return found


def asked(outside: Outside, token: str, choices: Choices = NO_CHOICES, part: int | None = None, **changes: Any) -> Ask:
    """What the form of the page holds at this moment, with the box ticked."""
    found = offered_now(outside, token, choices)
    shown = found.part(part)
    assert shown is not None
    assert found.review is not None
    assert found.looked.version is not None
    usual = Ask(
        choices=choices,
        version_sha256=found.looked.version.sha256,
        review_sha256=found.review.sha256,
        text_sha256=text_sha256(words(found, shown)),
        part=shown.part.number,
        attempt=shown.next_attempt,
        ticked=True,
        ticks=needed_ticks(found.review),
    )
    return replace(usual, **changes)


def say_yes(
    outside: Outside, token: str, ask: Ask | None = None, browser_id: str = BROWSER
) -> Handoff | Refused | None:
    return handing.consent(outside, token, browser_id, ask or asked(outside, token), words)


def handed(outside: Outside, token: str, ask: Ask | None = None, browser_id: str = BROWSER) -> Handoff:
    """A yes that is taken."""
    done = say_yes(outside, token, ask, browser_id)
    assert isinstance(done, Handoff), done
    return done
