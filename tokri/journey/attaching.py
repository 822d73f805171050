"""Screenshots: kept beside a hand-off, never read by the program; seen by whose it is, and by the firm at its links."""

from __future__ import annotations

import hashlib

from tokri.core.ports import Handoff, Outside, ReadingUnit
from tokri.core.ports.evidence import Attachment
from tokri.core.screenshot import MOST, ScreenshotFault, read_screenshot
from tokri.journey.own import own_handoff


def attach(
    outside: Outside, visitor_id: str, handoff_id: str, content: bytes
) -> tuple[Handoff, Attachment | ScreenshotFault] | None:
    """Keep a screenshot of a hand-off that left; None: not this visitor's. The same picture again is kept once."""
    found = read_screenshot(content)
    now = outside.clock()
    with outside.store.writing() as unit:
        handoff = own_handoff(unit, visitor_id, handoff_id)
        if handoff is None or handoff.left_at is None:
            return None
        if isinstance(found, ScreenshotFault):
            return handoff, found
        sha256 = hashlib.sha256(found.content).hexdigest()
        there = unit.evidence.attachments([handoff_id])
        same = next((each for each in there if each.sha256 == sha256), None)
        if same is not None:
            return handoff, same
        if len(there) >= MOST:
            return handoff, ScreenshotFault.MANY
        kept = Attachment(
            id=outside.chance.token(),
            handoff_id=handoff_id,
            media_type=found.media_type,
            size=len(found.content),
            sha256=sha256,
            by=outside.who,
            at=now,
        )
        unit.evidence.attach(kept, found.content)
        unit.record(outside.event("screenshot added", handoff_id, now, {"sha256": sha256, "bytes": kept.size}))
        return handoff, kept


def picture(outside: Outside, visitor_id: str, attachment_id: str) -> tuple[Attachment, bytes] | None:
    """A screenshot with its bytes; None: not this visitor's."""
    with outside.store.reading() as unit:
        return _picture(unit, visitor_id, attachment_id)


def picture_at_link(outside: Outside, attachment_id: str) -> tuple[Attachment, bytes] | None:
    """The same for the firm's people: of a hand-off that was made at a link; None: there is none."""
    with outside.store.reading() as unit:
        found = unit.evidence.attachment(attachment_id)
        handoff = unit.handoffs.by_id(found[0].handoff_id) if found else None
        at_link = handoff is not None and unit.links.get(handoff.basket_id) is not None
        return found if at_link else None


def _picture(unit: ReadingUnit, visitor_id: str, attachment_id: str) -> tuple[Attachment, bytes] | None:
    found = unit.evidence.attachment(attachment_id)
    if found is None or own_handoff(unit, visitor_id, found[0].handoff_id) is None:
        return None
    return found
