"""What the error pages say: what happened, that nothing was harmed, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """An error page: its heading, and its paragraphs."""

    title: str
    body: tuple[str, ...]


ERROR_PAGES: Final[Mapping[str, ErrorPage]] = {
    "400": ErrorPage(
        "This request could not be read",
        (
            "Something in it was given twice, or is not what the page sends. Nothing was changed.",
            "Go back, reload the page, and try once more.",
        ),
    ),
    "stale": ErrorPage(
        "The page had been open a long time",
        (
            (
                "Its protection against forged requests has run out, or your browser did not send Tokri’s cookie. "
                "Nothing was changed."
            ),
            "Go back, reload the page, and press the button again. Cookies must be allowed for this site.",
        ),
    ),
    "403": ErrorPage(
        "This request came from another site",
        ("Tokri only takes what its own pages send. Nothing was changed.",),
    ),
    "404": ErrorPage(
        "There is no such page here",
        (
            (
                "The address may be mistyped, or the basket was deleted, or it belongs to another browser: "
                "a basket can be opened only in the browser that made it."
            ),
        ),
    ),
    "403 desk": ErrorPage(
        "This page is not among yours",
        (
            "It belongs to people of the firm who are there for something else. Nothing was changed.",
            "An administrator says who is there for what.",
        ),
    ),
    "404 desk": ErrorPage(
        "There is no such page at the desk",
        ("The address may be mistyped, or what it showed is not there any more.",),
    ),
    "405": ErrorPage("This page cannot be used that way", ("Open it from a link or a button of Tokri.",)),
    "413": ErrorPage(
        "That was too much at once",
        (
            (
                "A basket holds at most 50 orders, a page takes about 250,000 characters, and a file may have 5 MB. "
                "Nothing was changed."
            ),
            "Go back, shorten what you sent, and try again.",
        ),
    ),
    "500": ErrorPage(
        "Something went wrong on our side",
        (
            "What you did last may not have been kept. Your saved baskets are safe.",
            "Try again in a minute. If it happens again, tell whoever runs this site the number below.",
        ),
    ),
    "busy": ErrorPage(
        "Too many people are saving at this moment",
        ("Nothing was changed. Wait a few seconds, then reload the page and let it send the form again.",),
    ),
    "passwords busy": ErrorPage(
        "Too many people are signing in at this moment",
        ("Nothing was changed. Wait a few seconds, then reload the page and let it send the form again.",),
    ),
    "full": ErrorPage(
        "Nothing can be saved at this moment",
        (
            (
                "The place where baskets are kept is full or out of order. "
                "Nothing was changed; what was saved before is safe."
            ),
            "Tell whoever runs this site the number below.",
        ),
    ),
}


def waiting(seconds: int) -> ErrorPage:
    """The page of a limit that is used up."""
    when = f"{seconds} seconds" if seconds > 1 else "a second"
    if seconds > 90:  # noqa: PLR2004 - from there on, minutes read better
        when = f"{-(-seconds // 60)} minutes"
    return ErrorPage(
        f"Come back in {when}",
        (
            "This was done very often from your browser in a short time. Nothing was changed, and nothing is lost.",
            f"Wait {when}, then reload the page.",
        ),
    )
