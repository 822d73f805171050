"""Which clients a page lists while a version's are being chosen: by group, by words, by whether they are chosen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from tokri.core.ports.desk_lists import ClientBrief

#: Clients on a page.
A_PAGE: Final = 50

#: Longer than any name or code that could be meant. What is behind it is not looked for.
_LONGEST: Final = 100

_Each = TypeVar("_Each")


class Choosable(StrEnum):
    """How a client stands to the version: the filter of the list."""

    CHOSEN = "chosen"
    NOT_CHOSEN = "not-chosen"
    CANNOT = "cannot"  #: something is in the way that no written reason cures


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom the list is to show, as text from the address; "" leaves it open, and so does a standing that is none.

    `text` holds words that must all be in the code or the name, in any order, capitals aside. `page` counts from 1.
    """

    text: str = ""
    group: str = ""
    standing: str = ""
    page: int = 1

    @property
    def anything(self) -> bool:
        """Whether anything is left out."""
        return bool(self.text or self.group or self.standing)


def sought(clients: Iterable[ClientBrief], asked: Asked, chosen: Collection[str]) -> tuple[ClientBrief, ...]:
    """Those asked for, in the order given; who cannot be chosen is not told apart here. `chosen` are ids."""
    words = asked.text[:_LONGEST].casefold().split()
    return tuple(
        each
        for each in clients
        if (not asked.group or asked.group in each.groups)
        and _stands(each, asked, chosen)
        and all(word in f"{each.code} {each.name}".casefold() for word in words)
    )


def _stands(client: ClientBrief, asked: Asked, chosen: Collection[str]) -> bool:
    if asked.standing == Choosable.CHOSEN:
        return client.id in chosen
    return asked.standing != Choosable.NOT_CHOSEN or client.id not in chosen


def page_of(every: Sequence[_Each], page: int, size: int = A_PAGE) -> tuple[Sequence[_Each], int, int]:
    """What stands on that page, the page itself, and how many there are; for one past the last, the last."""
    pages = max(-(-len(every) // size), 1)
    page = min(max(page, 1), pages)
    return every[(page - 1) * size : page * size], page, pages
