"""Records that are odd, each in a way that was seen of Kite's own or that its documentation warns of.

The order itself is an ordinary one: only what is told of it is odd, in the book, its history and its postbacks alike.
"""

from typing import Any, Literal

Oddity = Literal["", "untagged", "tag-among-tags", "system-tags", "pending-alone", "pending-and-cancelled", "new-word"]

ENDED = {"COMPLETE", "CANCELLED", "REJECTED"}
NEW_WORD = "MARGIN CHECK PENDING"
"""A status that no documentation names; the documentation warns that there may be others."""


def shown(record: dict[str, Any], oddity: Oddity) -> dict[str, Any]:
    """Give an order's record as this oddity has it; without one, the record itself."""
    return record | _changed(record, oddity) if oddity else record


def _changed(record: dict[str, Any], oddity: Oddity) -> dict[str, Any]:
    unfilled = record["quantity"] - record["filled_quantity"]
    changes: dict[str, dict[str, Any]] = {
        "untagged": {"tag": None, "tags": []},
        "tag-among-tags": {"tag": None},
        "system-tags": {"tags": ["mktp", "mktp:2.00", *record["tags"]]},
    }
    if record["status"] == "CANCELLED":
        changes["pending-alone"] = {"pending_quantity": unfilled, "cancelled_quantity": 0}
        changes["pending-and-cancelled"] = {"pending_quantity": unfilled, "cancelled_quantity": unfilled}
    if record["status"] not in ENDED:
        changes["new-word"] = {"status": NEW_WORD}
    return changes.get(oddity, {})
