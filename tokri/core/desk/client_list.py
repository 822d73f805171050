"""The list of clients: who stands on it for a search, and how each stands with the firm today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from tokri.core.desk.client import AccountKind, Client, ClientDetails
from tokri.core.desk.firm import FirmKind
from tokri.core.desk.suitability import Bar, Misfit, may_receive, needs_suitability, risk_class, suitable

#: Clients on a page of the list.
PAGE: Final = 200

SORTS: Final = ("name", "code", "agreement", "changed")

#: Fewer digits than this find no phone: they would find half of them.
_FEWEST_DIGITS: Final = 3


class Standing(StrEnum):
    """How a client stands with the firm: the filter of the list."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    ENDED = "agreement-ended"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom the list is to show, as text from the address; what is on no list filters nothing.

    Without a standing, all are shown but those who were erased.
    """

    search: str = ""
    group: str = ""
    risk_class: str = ""
    account_kind: str = ""
    standing: str = ""
    sort: str = "name"
    page: int = 1

    @property
    def filters(self) -> bool:
        return any((self.search, self.group, self.risk_class, self.account_kind, self.standing))


@dataclass(frozen=True, slots=True)
class Line:
    """One client of the list. `bars` tell why a basket cannot go to them today; empty where it can."""

    client: Client
    standing: Standing
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list: its lines, how many there are on all pages, and how many pages that is."""

    lines: tuple[Line, ...]
    total: int
    page: int
    pages: int


def bars(client: Client, today: date) -> tuple[Bar, ...]:
    """Why a client may be sent nothing on `today`, a day in India."""
    details = client.details
    return may_receive(
        details.agreement_from if details else None,
        details.agreement_until if details else None,
        today,
        inactive=client.inactive_at is not None,
        erased=details is None,
    )


def unassessed(client: Client, today: date, kind: FirmKind) -> Misfit | None:
    """Why no basket suits a client on `today` whatever its risk, where such a firm needs a suitability result."""
    details = client.details
    if details is None or not needs_suitability(kind):
        return None
    found = suitable(None, risk_class(details.risk_class), details.risk_on, today).misfits
    return next((each for each in (Misfit.CLIENT_UNASSESSED, Misfit.STALE) if each in found), None)


def standing(client: Client, today: date) -> Standing:
    """The one word for it: who is inactive is so whatever their agreement says."""
    if client.details is None:
        return Standing.ERASED
    if client.inactive_at is not None:
        return Standing.INACTIVE
    ends = client.details.agreement_until
    return Standing.ENDED if ends is not None and ends < today else Standing.ACTIVE


def listed(clients: Iterable[Client], wanted: Wanted, today: date) -> Listed:
    """The page of the list that is wanted; one beyond the last is the last."""
    lines = [Line(each, standing(each, today), bars(each, today)) for each in clients]
    found = sorted((line for line in lines if _fits(line, wanted)), key=lambda line: _order(line.client, wanted.sort))
    if wanted.sort == "changed":
        found.sort(key=lambda line: line.client.changed_at, reverse=True)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(wanted.page, 1), pages)
    return Listed(tuple(found[(page - 1) * PAGE : page * PAGE]), len(found), page, pages)


def group_names(clients: Iterable[Client]) -> tuple[str, ...]:
    """Every group that anybody is in, in order, each once however it is written."""
    names = {group.casefold(): group for each in clients if each.details for group in each.details.groups}
    return tuple(names[key] for key in sorted(names))


def of_one_phone(clients: Sequence[Client], client: Client) -> tuple[Client, ...]:
    """The other accounts that have the client's phone."""
    phone = client.details.phone if client.details else ""
    return tuple(
        each for each in clients if phone and each.id != client.id and each.details and each.details.phone == phone
    )


def _fits(line: Line, wanted: Wanted) -> bool:
    details = line.client.details
    asked_for = wanted.standing in set(Standing)
    if line.standing != wanted.standing if asked_for else details is None:
        return False
    if not all(_found(line.client, word) for word in wanted.search.casefold().split()):
        return False
    return details is None or _in_filters(details, wanted)


def _in_filters(details: ClientDetails, wanted: Wanted) -> bool:
    if wanted.group and wanted.group.casefold() not in {group.casefold() for group in details.groups}:
        return False
    if risk_class(wanted.risk_class) and details.risk_class != wanted.risk_class:
        return False
    return wanted.account_kind not in set(AccountKind) or details.account_kind == wanted.account_kind


def _found(client: Client, word: str) -> bool:
    """Whether the client has the word in name, code or a group, or a phone that ends with it."""
    details = client.details
    if details is None:
        return word in client.code.casefold()
    texts = (details.name, client.code, *details.groups)
    if any(word in text.casefold() for text in texts):
        return True
    digits = "".join(each for each in word if each in "0123456789")
    return len(digits) >= _FEWEST_DIGITS and len(digits) >= len(word) - 1 and details.phone.endswith(digits)


def _order(client: Client, by: str) -> tuple[object, ...]:
    details = client.details
    name = (client.name.casefold(), client.code)
    if by == "code":
        return (client.code,)
    if by == "agreement":  # the soonest end first; who has none, last
        ends = details.agreement_until if details else None
        return (ends is None, ends or date.max, *name)
    return name
