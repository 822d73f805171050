"""Who may say yes or no to a shared version: a second person, once, and only to the newest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from tokri.core.desk.advice import Decision, SharedVersion
from tokri.core.desk.states import decision_on


class DecisionBar(StrEnum):
    """Why somebody has no say over a version. The first that applies is told."""

    NOT_ASKED = "not-asked"  #: the firm asked for no second person when it was shared
    DECIDED = "decided"  #: somebody was first
    SUPERSEDED = "superseded"  #: there is a newer version
    ARCHIVED = "archived"
    SHARED_IT = "shared-it"  #: they shared it themselves
    WROTE_IT = "wrote-it"  #: they wrote some of what was frozen


def decision_bar(
    version: SharedVersion,
    versions: Sequence[SharedVersion],
    decisions: Iterable[Decision],
    person_id: str,
    *,
    archived: bool = False,
) -> DecisionBar | None:
    """Why this person has no say over `version`; None: they have. `versions` are those of its basket.

    Whether their role lets them decide at all is tokri/core/desk/roles.py.
    """
    bars = {
        DecisionBar.NOT_ASKED: not version.approval_required,
        DecisionBar.DECIDED: decision_on(version, decisions) is not None,
        DecisionBar.SUPERSEDED: any(each.number > version.number for each in versions),
        DecisionBar.ARCHIVED: archived,
        DecisionBar.SHARED_IT: person_id == version.shared_by,
        DecisionBar.WROTE_IT: person_id in version.writers,
    }
    return next((bar for bar, so in bars.items() if so), None)
