"""What a firm must have filled in before it may send a client a link.

The list follows summaries by law firms, not SEBI's own text: the firm's compliance officer confirms it, and the page
says so. Its sources: the advertisement code (circular of 5 April 2023) for name, numbers, address, telephone and the
two sentences; the master circulars for advisers and analysts of 27 June 2025 for complaints and the officer; the
circular on the investor charter of 2 June 2025; and, for the last, that Kite opens a Connect app for its owner alone.
A CIN is not on it: a person or a partnership has none.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from tokri.core.desk.firm import Firm, Part, part_of, value_of


class Why(StrEnum):
    """What asks for it."""

    ADVERTISEMENT_CODE = "advertisement-code"
    COMPLAINTS = "complaints"
    CHARTER = "charter"
    KITE = "kite"


class Missing(NamedTuple):
    """A field that is not filled in, named as in tokri/core/desk/firm.py, and what asks for it."""

    field: str
    why: Why

    @property
    def part(self) -> Part:
        """The page on which it is filled in."""
        return part_of(self.field)


#: In the order of the pages.
REQUIRED: Final = (
    Missing("name", Why.ADVERTISEMENT_CODE),
    Missing("sebi_number", Why.ADVERTISEMENT_CODE),
    Missing("bse_number", Why.ADVERTISEMENT_CODE),
    Missing("office", Why.ADVERTISEMENT_CODE),
    Missing("phone", Why.ADVERTISEMENT_CODE),
    Missing("officer_name", Why.COMPLAINTS),
    Missing("officer_email", Why.COMPLAINTS),
    Missing("grievance_url", Why.COMPLAINTS),
    Missing("scores_url", Why.COMPLAINTS),
    Missing("odr_url", Why.COMPLAINTS),
    Missing("charter_url", Why.CHARTER),
    Missing("warning-en", Why.ADVERTISEMENT_CODE),
    Missing("registration-en", Why.ADVERTISEMENT_CODE),
)

#: Asked where the installation has an api_secret, which only a Connect app has. A Publisher app is open to everybody.
OF_A_CONNECT_APP: Final = Missing("enabled_for_others", Why.KITE)


def missing(firm: Firm | None, *, connect: bool) -> tuple[Missing, ...]:
    """What is still to be filled in. `connect`: the Kite app is a Connect app. None: nobody has set the firm up."""
    wanted = (*REQUIRED, OF_A_CONNECT_APP) if connect else REQUIRED
    return tuple(each for each in wanted if not value_of(firm or Firm(), each.field))


def may_issue_links(firm: Firm | None, *, connect: bool) -> bool:
    """Whether a client may be sent a link: nothing is missing."""
    return not missing(firm, connect=connect)
