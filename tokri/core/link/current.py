"""Which of a basket's versions a link shows: the newest that is ready, if it is meant for the client."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from tokri.core.desk.advice import Decision, SharedVersion
from tokri.core.desk.states import BasketState, version_state


@dataclass(frozen=True, slots=True)
class Current:
    """The version that the client is to see, and whether it was taken back.

    `number` is None where there is none for them: then it is `replaced`, as a newer version is ready that is meant for
    others, or nothing is ready at all. What waits for a second person, or was refused by one, is not ready: until a
    newer version is, the older one stands.
    """

    number: int | None
    replaced: bool = False
    recalled: bool = False


def current(
    versions: Sequence[SharedVersion],
    decisions: Iterable[Decision],
    meant: Collection[int],
    recalled: Collection[int],
) -> Current:
    """Which version stands. `versions` are the basket's, in order; `meant` are the numbers meant for the client."""
    every = tuple(decisions)
    ready = [each.number for each in versions if version_state(each, every) is BasketState.READY]
    if not ready:
        return Current(None)
    newest = ready[-1]
    return Current(newest, recalled=newest in recalled) if newest in meant else Current(None, replaced=True)


def stands_ready(approved: bool | None, *, approval_required: bool) -> bool:
    """The same as READY of `version_state`, for whoever has read no more of a version than this."""
    return not approval_required if approved is None else approved
