"""What the address of a link says when it does not open: what that means, and what the client can do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tokri.core.link.state import Door
from tokri.link.look import Looked
from tokri.web.language import _, ngettext
from tokri.web.words.times import ist_date


@dataclass(frozen=True, slots=True)
class DoorWords:
    """`title` says how it stands, `means` what that means, `do` what can be done."""

    title: str
    means: str
    do: str


def words_of(found: Looked) -> DoorWords:
    """The words of the door that shows. Raises KeyError for one that opens."""
    return _WORDS[found.door](found)


def _reissued(_found: Looked) -> DoorWords:
    return DoorWords(
        _("There is a newer address for you"),
        _("Your adviser has made a new one, so this one leads nowhere any more."),
        _("Open the address in the newest message from them. If you have none, ask for it."),
    )


def _revoked(_found: Looked) -> DoorWords:
    return DoorWords(
        _("Your adviser has closed this address"),
        _("It leads nowhere any more, and nothing can be sent to Kite from here."),
        _("If you expected something here, call them."),
    )


def _locked(_found: Looked) -> DoorWords:
    return DoorWords(
        _("This address is locked"),
        _("The question was answered wrongly too often. It is locked so that nobody can go on guessing."),
        _("Your adviser can make you a new one: call them."),
    )


def _recalled(_found: Looked) -> DoorWords:
    return DoorWords(
        _("Your adviser took this advice back"),
        _("Do not act on it. Nothing can be sent to Kite from here any more."),
        _(
            "Orders that you placed already are not changed by this: look at your orders in Kite, and call your "
            "adviser before you do anything about them."
        ),
    )


def _closed(_found: Looked) -> DoorWords:
    return DoorWords(
        _("This advice is closed"),
        _("Your adviser has put it away. Nothing can be sent to Kite from here any more."),
        _("Orders that you placed already are not changed by this. If you expected something here, call your adviser."),
    )


def _replaced(_found: Looked) -> DoorWords:
    return DoorWords(
        _("This advice no longer stands"),
        _("Your adviser has written it anew since, and has not addressed the new one to you."),
        _("You need do nothing. If you had meant to act on it, call your adviser first."),
    )


def _done(_found: Looked) -> DoorWords:
    return DoorWords(
        _("You have been to Kite with all of it"),
        _("Every part came back from Kite, or you told us that you placed it. That does not yet say what was filled."),
        _("The next page says what is known of each order, and from whom."),
    )


def _elsewhere(_found: Looked) -> DoorWords:
    return DoorWords(
        _("You place these orders elsewhere"),
        _("You told your adviser so. Nothing is sent to Kite from here."),
        _("You can still look at the list of orders, and say what became of each."),
    )


def _declined(_found: Looked) -> DoorWords:
    return DoorWords(
        _("You said no to this advice"),
        _("Your adviser has been told. Nothing is sent to Kite from here."),
        _("If you think differently now, you can take your no back for as long as the advice stands."),
    )


def _expired(found: Looked) -> DoorWords:
    return DoorWords(
        _("The time of this address is over"),
        _("It was open until %(day)s. Nothing can be sent to Kite from here any more.", day=_day(found)),
        _("If you still want to act on the advice, call your adviser: prices have moved on since."),
    )


def _used_up(found: Looked) -> DoorWords:
    return DoorWords(
        _("This address has been used as often as it may"),
        ngettext(
            "Your browser left for Kite from here once, which is the most that it may.",
            "Your browser left for Kite from here %(num)s times, which is the most that it may.",
            found.link.most_uses,
        ),
        _("If orders are still missing, call your adviser: they can let it be used again."),
    )


def _day(found: Looked) -> str:
    return ist_date(found.link.expires_at)


_WORDS: Final[Mapping[Door, Callable[[Looked], DoorWords]]] = {
    Door.REISSUED: _reissued,
    Door.REVOKED: _revoked,
    Door.LOCKED: _locked,
    Door.RECALLED: _recalled,
    Door.CLOSED: _closed,
    Door.REPLACED: _replaced,
    Door.DONE: _done,
    Door.ELSEWHERE: _elsewhere,
    Door.DECLINED: _declined,
    Door.EXPIRED: _expired,
    Door.USED_UP: _used_up,
}
