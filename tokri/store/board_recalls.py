"""What the board asks of recalls: which versions were taken back, and for whom it was drafted what undoes them."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, and_, select

from tokri.core.desk.own_quantities import Drafted
from tokri.store.desk_tables import desk_baskets
from tokri.store.evidence_tables import follow_ups
from tokri.store.link_tables import recalls

_put_aside: Final = select(desk_baskets.c.id).where(desk_baskets.c.archived_at.is_not(None))
_undoing: Final = and_(
    follow_ups.c.from_basket_id == recalls.c.basket_id,
    follow_ups.c.from_number == recalls.c.number,
    follow_ups.c.basket_id.not_in(_put_aside),
)
#: A row for each draft from what became of a version that was taken back, and one for a version without any.
_recalls: Final = select(
    recalls.c.basket_id, recalls.c.number, recalls.c.at, follow_ups.c.facts, follow_ups.c.at.label("drafted_at")
).select_from(recalls.outerjoin(follow_ups, _undoing))

Recalled = dict[tuple[str, int], datetime]
Corrected = dict[tuple[str, int, str], datetime]


def recalls_of(connection: Connection, basket_ids: Collection[str]) -> tuple[Recalled, Corrected]:
    """When which version of these baskets was taken back, and since when a draft undoes it at which client's."""
    recalled: Recalled = {}
    corrected: Corrected = {}
    for basket_id, number, at, facts, drafted_at in connection.execute(
        _recalls.where(recalls.c.basket_id.in_(basket_ids))
    ):
        recalled[basket_id, number] = at
        drafted = json.loads(facts) if facts is not None else {"drafted": Drafted.STILL_TO_PLACE.value}
        if drafted["drafted"] != Drafted.STILL_TO_PLACE.value:  # it undoes nothing: it places more
            for client_id in drafted["clients"]:
                key = basket_id, number, client_id
                corrected[key] = min(corrected.get(key, drafted_at), drafted_at)
    return recalled, corrected
