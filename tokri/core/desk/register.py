"""The register of advice: one line for each order of each version, and for each client it was meant for.

It holds what the yearly audit asks for: date, client, security, advice, rationale, how it went out and what became of
it. No figure of return stands in it. Source: SEBI (Investment Advisers) Regulations 2013, regulation 19.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, field, fields
from datetime import datetime
from types import MappingProxyType
from typing import Final

from tokri.core.basket import OrderText
from tokri.core.desk.advice import Decision, LegAdvice, Recipient, SharedVersion
from tokri.core.desk.client import Client
from tokri.core.desk.link_told import NOT_KNOWN, NOT_SENT, LinkTold
from tokri.core.desk.own_quantities import NOBODYS, ForWhom, Span, span_of
from tokri.core.formats.guard import guarded, needs_guard
from tokri.core.times import ist

#: What stands where a version is meant for nobody. Words, so that an empty cell is never read as "none".
NOBODY: Final = "nobody chosen yet"

_NO_LINKS: Final[Mapping[str, LinkTold]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Advised:
    """One version: what was decided of it, whom it is meant for, and what became of it at their links, by client.

    `drafted`: for whom alone its basket was drafted, each in their own quantity; None: for nobody in particular.
    `alone`: it is told of the one client among `recipients`, and nothing of what others get.
    """

    version: SharedVersion
    decision: Decision | None
    recipients: tuple[Recipient, ...]
    links: Mapping[str, LinkTold] = field(default_factory=lambda: _NO_LINKS)
    drafted: ForWhom | None = None
    alone: bool = False

    @property
    def key(self) -> tuple[str, int]:
        """The version's basket and number."""
        return self.version.basket_id, self.version.number

    @property
    def spans(self) -> tuple[Span | None, ...]:
        """From how much to how much its clients get of each order; None where that is as the order says.

        Once clients are chosen it is what they get; before, what they would.
        """
        orders = self.version.proposal.draft.orders
        if self.drafted is None:
            return (None,) * len(orders)
        spans = self.drafted.at_most(orders)
        if not self.recipients:
            return spans
        given = ([one.quantities[place] for one in self.recipients] for place in range(len(orders)))
        return tuple(None if span is None else span_of(each) for span, each in zip(spans, given, strict=True))

    @property
    def own(self) -> tuple[str | None, ...]:
        """The same in words."""
        nobodys = "nothing for this client" if self.alone else NOBODYS.words
        return tuple(None if each is None else each.words if each.most else nobodys for each in self.spans)

    @property
    def keeps_back(self) -> bool:
        """Whether the quantities of its orders may be those of others than the one client it is told of."""
        return self.alone and self.drafted is not None and len(self.drafted.clients) > 1


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One line, every cell text, in the order of the columns. `given_at` is IST."""

    given_at: str
    client_code: str
    client_name: str
    security: str
    advice: str
    advised_price: str
    rationale: str
    suitability: str
    given_by: str
    approved_by: str
    how_sent: str
    consent: str
    outcome: str
    filled: str
    basket: str
    version: str
    version_sha256: str


HEADINGS: Final[Mapping[str, str]] = {
    "given_at": "Given (IST)",
    "client_code": "Client code",
    "client_name": "Client",
    "security": "Security",
    "advice": "Advice",
    "advised_price": "Advised price",
    "rationale": "Rationale",
    "suitability": "Suitability",
    "given_by": "Given by",
    "approved_by": "Approved by",
    "how_sent": "How sent",
    "consent": "Consent",
    "outcome": "Outcome",
    "filled": "Filled",
    "basket": "Basket",
    "version": "Version",
    "version_sha256": "SHA-256 of the version",
}


def register(
    advised: Iterable[Advised], clients: Mapping[str, Client], people: Mapping[str, str]
) -> tuple[RegisterLine, ...]:
    """The lines, in the order of the versions. `people` are names by id."""
    return tuple(register_lines(advised, clients, people))


def register_lines(
    advised: Iterable[Advised], clients: Mapping[str, Client], people: Mapping[str, str]
) -> Iterator[RegisterLine]:
    """The same, one after the other."""
    for each in advised:
        for recipient in each.recipients or (None,):
            yield from _of(each, recipient, clients, people)


def _of(
    each: Advised, recipient: Recipient | None, clients: Mapping[str, Client], people: Mapping[str, str]
) -> Iterable[RegisterLine]:
    version = each.version
    proposal = version.proposal
    client = clients.get(recipient.client_id) if recipient is not None else None
    details = client.details if client is not None else None
    link = each.links.get(recipient.client_id) if recipient is not None else None
    spans = each.spans
    for place, (order, leg) in enumerate(zip(proposal.draft.orders, proposal.legs, strict=True)):
        quantity = recipient.quantities[place] if recipient is not None else None
        span = spans[place] if recipient is None else None
        if recipient is not None and quantity == 0:
            continue  # left out for this client
        yield RegisterLine(
            given_at=_when(version.shared_at),
            client_code=client.code if client is not None else NOBODY,
            client_name=details.name if details is not None else "",
            security=f"{order.exchange}:{order.tradingsymbol}",
            advice=advice_words(order, quantity, span),
            advised_price=_price(leg),
            rationale=" ".join(filter(None, (leg.why, proposal.why))),
            suitability=_suitability(recipient),
            given_by=people.get(version.shared_by, version.shared_by),
            approved_by=_approved(each, people),
            how_sent=link.how_sent if link is not None else NOT_SENT,
            consent=link.consent if link is not None else "",
            outcome=link.outcome if link is not None else NOT_KNOWN,
            filled=_filled(link, order) if link is not None else "",
            basket=proposal.draft.name,
            version=str(version.number),
            version_sha256=version.sha256,
        )


def _filled(link: LinkTold, order: OrderText) -> str:
    """What is known of it at the client's; "" where nothing is."""
    return link.filled(order.exchange, order.tradingsymbol, order.transaction_type)


def advice_words(order: OrderText, quantity: int | None, span: Span | None = None) -> str:
    """One order in the trade's words: BUY 10, LIMIT 845, CNC.

    `quantity` is in Kite's units; None: each client's own, where there is a `span`, else as typed.
    """
    much = order.quantity if quantity is None else str(quantity)
    much = f"({span.words})" if span is not None else much
    price = " ".join(
        filter(None, (order.order_type, order.price, f"trigger {order.trigger_price}" if order.trigger_price else ""))
    )
    return ", ".join(filter(None, (f"{order.transaction_type} {much}".strip(), price, order.product)))


def _price(leg: LegAdvice) -> str:
    return f"{leg.advised_price} at {leg.advised_at}" if leg.advised_price and leg.advised_at else leg.advised_price


def _suitability(recipient: Recipient | None) -> str:
    if recipient is None:
        return ""
    return f"{recipient.suitability}: {recipient.reason}" if recipient.reason else recipient.suitability


def _approved(each: Advised, people: Mapping[str, str]) -> str:
    if each.decision is None:
        return "waiting" if each.version.approval_required else "not asked"
    who = people.get(each.decision.by, each.decision.by)
    return who if each.decision.approved else f"refused by {who}"


def _when(at: datetime) -> str:
    return f"{ist(at):%Y-%m-%d %H:%M:%S}"


def register_csv(lines: Iterable[RegisterLine]) -> str:
    """The register as a file for a spreadsheet, with a byte order mark; no cell of it is run as a formula."""
    return "".join(register_rows(lines))


def register_rows(lines: Iterable[RegisterLine]) -> Iterator[str]:
    """The same, row by row."""
    yield "\ufeff" + _row(HEADINGS[each.name] for each in fields(RegisterLine))
    for line in lines:
        yield _row(_cell(cell) for cell in astuple(line))


def _row(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue()


def _cell(text: str) -> str:
    return guarded(text) if needs_guard(text, number=True) else text
