"""Every table of the store as one list, for whoever makes, guards or compares them all."""

from __future__ import annotations

from typing import Final

import tokri.store.telling_tables  # noqa: F401 - its tables are of the list, and none of them is guarded
from tokri.store.desk_tables import DESK_APPEND_ONLY
from tokri.store.evidence_tables import EVIDENCE_APPEND_ONLY
from tokri.store.link_tables import LINK_APPEND_ONLY
from tokri.store.tables import APPEND_ONLY, metadata

__all__ = ["GUARDED", "metadata"]

#: Every table whose rows triggers keep as they are.
GUARDED: Final = (*APPEND_ONLY, *DESK_APPEND_ONLY, *LINK_APPEND_ONLY, *EVIDENCE_APPEND_ONLY)
