"""Of which links all must be read to say what did not fill: few, as most orders are seen filled, or not seen at all.

The board's rows are light, and what became of each order is in none of them. But where every document shows every
order of a hand-off complete, nothing of it is left; whatever else a document shows is doubted, and looked at whole.
"""

from __future__ import annotations

from typing import Final

from tokri.core.link.board_rows import Kept
from tokri.core.link.state import Stage

#: Stages at which something that did not fill is told: documents tell the first two, and may tell of one part.
TOLD_BY_DOCUMENTS: Final = frozenset({Stage.SEEN, Stage.IN_FILE})
MAY_BE_LEFT: Final = TOLD_BY_DOCUMENTS | {Stage.HALF}


def doubted(kept: Kept) -> list[str]:
    """The links of which a document shows an order that is not complete, or fewer orders than were handed off."""
    handoffs = {each.handoff_id for each in kept.sightings if not each.whole}
    return list(dict.fromkeys(each.link_id for each in kept.handoffs if each.id in handoffs)) if handoffs else []
