"""What the board may ask of a store: every link in a few questions, however many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # the rows are made of what other ports tell
    from tokri.core.link.board_rows import Kept


class BoardRead(Protocol):
    def board(self, basket_id: str | None = None) -> Kept:
        """The links of this basket and all that is kept of them; None: of every basket that was not put away.

        Of all baskets, messages are told only as far as a stage is told by them, so never the first; of one, all are.
        """
        ...

    def questions(self, link_ids: list[str]) -> dict[str, str]:
        """What was asked last at each of these links, in the client's words."""
        ...

    def news(self, since: int, most: int) -> int:
        """How many entries of the record after the one at `since` are about a link; `most` is as far as it counts."""
        ...
