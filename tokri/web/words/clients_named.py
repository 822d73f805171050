"""Clients in one sentence of the desk's, each by code and name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tokri.core.desk.client import Client
from tokri.core.money import grouped

#: Clients that one sentence names; of more it says how many.
_NAMED: Final = 5


def few_clients(clients: Sequence[Client]) -> str:
    """`C2, Ravi Nair; C3, Lila Das`; who was erased by their code alone."""
    names = [f"{each.code}, {each.details.name}" if each.details is not None else each.code for each in clients]
    more = [f"{grouped(len(names) - _NAMED)} more"] if len(names) > _NAMED else []
    return "; ".join([*names[:_NAMED], *more])
