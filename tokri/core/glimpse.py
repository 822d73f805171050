"""A foreign text as a fact of a sentence: enough of it to be known again, and nothing that would upset the page."""

from __future__ import annotations

from tokri.core.basket import LONGEST_TEXT


def glimpse(text: str) -> str:
    """The text on one line, at most LONGEST_TEXT characters, with � for every character that does not print."""
    line = " ".join(text[: 4 * LONGEST_TEXT].split())
    seen = "".join(each if each.isprintable() else "�" for each in line)
    return seen if len(seen) <= LONGEST_TEXT and len(text) <= 4 * LONGEST_TEXT else f"{seen[: LONGEST_TEXT - 1]}…"
