"""What coming in says: who is not let in, how long to wait, and what is wrong with a password or a name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from tokri.core.problems import Problem
from tokri.core.times import ist_clock

#: The same for a wrong name, a wrong password and somebody who is disabled.
WRONG: Final = "The username and the password do not go together. Type both again."

WRONG_PASSWORD: Final = "This is not your password. Type it again."  # noqa: S105 - a sentence

WRONG_CODE: Final = (
    "This code does not count: it is mistyped, too old, or was used before. "
    "Type the code that your app shows now, or a recovery code that you have not used."
)

WRONG_FIRST_CODE: Final = (
    "This is not the code that the app shows for this secret. Type the six digits that it shows now."
)

WRONG_ONE_TIME_CODE: Final = (
    "This code does not count: it is mistyped, was used before, or is older than 24 hours. "
    "Type it again, or ask for a new one."
)

CODE_GONE: Final = "Your code was used or ran out in the meantime, and nothing was changed. Ask for a new one."

STALE: Final = (
    "This page had been open a long time, or your browser did not send Tokri’s cookie. Nothing was done yet: "
    "send it once more. Cookies must be allowed for this site."
)

SENTENCES: Final[Mapping[str, str]] = {
    "password.short": (
        "The password has {letters} characters: choose one of {least} or more. "
        "A few words that have nothing to do with each other are good, and easy to type."
    ),
    "password.long": "The password has {letters} characters: choose one of {most} at most.",
    "password.common": "This password is on the list of those that are guessed first: choose another.",
    "password.repeated": "The password is one short piece again and again: choose another.",
    "password.context": "The password is little more than the word “{word}”, which is guessed first: choose another.",
    "password.wrong": "This is not your password: type it again.",
    "password.differs": "The second password is not the same as the first: type the same one twice.",
    "name.missing": "The name is missing: type it as your colleagues know it.",
    "name.long": "The name is longer than {most} characters: shorten it.",
    "username.shape": (
        "The username needs 2 to 64 small letters, digits or signs of ._-+@, "
        "the first a letter or digit, like meera.iyer."
    ),
    "username.taken": "Somebody else has the username {username}: choose another.",
    "email.shape": "The e-mail address is not complete: type it whole, like meera@firm.in.",
    "roles.together": "Choose one role or more; compliance goes with no other, since it changes nothing.",
}


def sentence(problem: Problem) -> str:
    """What is wrong, and what mends it."""
    return SENTENCES[problem.code].format(**problem.facts)


def must_wait(seconds: int, until: datetime) -> str:
    """Why an attempt was not looked at, and when the next one is."""
    when = f"Wait {waiting(seconds)}, until {ist_clock(until)}."
    return f"Too many attempts went wrong, so this one was not looked at. {when}"


def waiting(seconds: int) -> str:
    """A stretch of time, rounded up."""
    if seconds <= 90:  # noqa: PLR2004 - from there on, minutes read better
        return f"{seconds} second{'' if seconds == 1 else 's'}"
    return f"{-(-seconds // 60)} minutes"


def codes_left(left: int) -> str:
    """How many recovery codes are left after one was used."""
    if left == 0:
        return "That was your last recovery code. Set up your sign-in app anew, which makes ten new ones."
    return f"You have {left} recovery code{'' if left == 1 else 's'} left."
