"""After a recall: how far each client had come, and whom there is still something to do for."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from tokri.core.link.state import Stage, Stood, stage


class Come(StrEnum):
    """How far a client had come with a version when it was taken back, in the order in which they are shown.

    Of the last five something may be at Kite: they are written to, and may need a correcting basket.
    """

    NOT_OPENED = "not-opened"
    OPENED = "opened"
    CONSENTED = "consented"  #: said yes, and never left for Kite
    AWAY = "away"  #: said no, places elsewhere, or the link had ended by itself
    ON_KITE = "on-kite"  #: cannot be stopped
    SENT = "sent"
    PLACED = "placed"  #: seen in the order book, or in a file of it
    HALF = "half"
    WRONG_ACCOUNT = "wrong-account"  #: another Kite account than theirs was used


#: Those of whom something may be at Kite.
AT_STAKE: Final = frozenset({Come.ON_KITE, Come.SENT, Come.PLACED, Come.HALF, Come.WRONG_ACCOUNT})

_COME: Final = MappingProxyType(
    {
        Stage.MADE: Come.NOT_OPENED,
        Stage.PREPARED: Come.NOT_OPENED,
        Stage.OPENED: Come.OPENED,
        Stage.CONSENTED: Come.CONSENTED,
        Stage.NOTHING_PLACED: Come.CONSENTED,
        Stage.ON_KITE: Come.ON_KITE,
        Stage.UNRESOLVED: Come.ON_KITE,
        Stage.WRONG_ACCOUNT: Come.WRONG_ACCOUNT,
        Stage.SENT: Come.SENT,
        Stage.QUEUED: Come.SENT,
        Stage.REPORTED: Come.SENT,
        Stage.IN_FILE: Come.PLACED,
        Stage.SEEN: Come.PLACED,
        Stage.HALF: Come.HALF,
    }
)


def come(stood: Stood) -> Come:
    """How far the client had come, whatever was taken back since."""
    return _COME.get(stage(replace(stood, recalled=False)), Come.AWAY)
