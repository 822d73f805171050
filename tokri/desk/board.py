"""The board: where every link of the firm stands, what is to be done about it, and what is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tokri.core.link.board import NEEDS_YOU, Act, Line, lines
from tokri.core.link.board_finding import Counts, Listed, Wanted, count, listed, of_clients
from tokri.core.link.board_left import TOLD_BY_DOCUMENTS, doubted
from tokri.core.link.board_rows import Kept
from tokri.core.link.strip import Column, strip
from tokri.core.ports import Outside, ReadingUnit
from tokri.core.ports.desk_lists import ClientBrief
from tokri.link.became import Short, short
from tokri.link.many import sendings_of

#: News beyond this are not counted.
MOST_NEWS: Final = 99


@dataclass(frozen=True, slots=True)
class Board:
    """A page of the board. `clients` are by id, `titles` by the ids of baskets that may be chosen.

    `short` is, by link, what did not fill of those of the page that documents show.
    `need` are the lines that wait for the adviser; `questions` is what was asked at those of the page, by link.
    `strip` is of the one basket that was chosen. `seq` is how far the record had come.
    """

    listed: Listed
    counts: Counts
    need: Sequence[Line]
    questions: Mapping[str, str]
    short: Mapping[str, Short]
    clients: Mapping[str, ClientBrief]
    titles: Mapping[str, str]
    strip: Sequence[Column]
    seq: int


@dataclass(frozen=True, slots=True)
class News:
    """What came since: how many changes, as far as MOST_NEWS, and the counts as they are now."""

    seq: int
    changes: int
    counts: Counts


#: Lines that wait for the adviser, shown before all others; the rest of them are a link away.
_MOST_NEEDS: Final = 5


def see(outside: Outside, wanted: Wanted) -> Board:
    """The page of the board that is wanted."""
    with outside.store.reading() as unit:
        seq = _seq(unit)
        kept, became = _kept(unit, outside, wanted.basket or None)
        clients = {each.id: each for each in unit.desk_lists.client_briefs()}
        titles = {each.id: each.outline.title for each in unit.desk_lists.briefs() if each.shared is not None}
        at, patience, calendar = outside.clock(), outside.unresolved_after, outside.reference.tables().calendar
        found = of_clients(lines(kept, at, patience, calendar), _client_ids(clients, wanted))
        need = sorted((line for line in found if line.act in NEEDS_YOU), key=lambda line: line.asked_at or line.since)[
            :_MOST_NEEDS
        ]
        page = listed(found, wanted)
        asked = [line.link.id for line in {*need, *page.lines} if line.act is Act.ANSWER]
        return Board(
            listed=page,
            counts=count(found),
            need=need,
            questions=unit.links.questions(asked) if asked else {},
            short=became | _short(unit, outside, _told_by_documents(page.lines, besides=became)),
            clients=clients,
            titles=titles,
            strip=strip(kept, at, patience, calendar) if wanted.basket else (),
            seq=seq,
        )


def _kept(unit: ReadingUnit, outside: Outside, basket_id: str | None = None) -> tuple[Kept, dict[str, Short]]:
    """All that is kept of the links, and what did not fill at those of which a document shows such a thing."""
    kept = unit.links.board(basket_id)
    became = _short(unit, outside, doubted(kept))
    left = {link_id: each.waits_since for link_id, each in became.items() if each.waits_since is not None}
    return replace(kept, left=left) if left else kept, became


def _told_by_documents(page: Sequence[Line], *, besides: Mapping[str, Short]) -> list[str]:
    """The links of a page whose line says how the orders stand."""
    return [line.link.id for line in page if line.stage in TOLD_BY_DOCUMENTS and line.link.id not in besides]


def _short(unit: ReadingUnit, outside: Outside, ids: Sequence[str]) -> dict[str, Short]:
    """What did not fill. Never read of all: what became of each order is more than can be read of ten thousand."""
    if not ids:
        return {}
    sendings, consents = sendings_of(unit, outside, ids), unit.links.consents(ids)
    found = {
        link_id: short(sendings.get(link_id, ()), [each for each in consents if each.link_id == link_id])
        for link_id in ids
    }
    return {link_id: each for link_id, each in found.items() if each is not None}


def news(outside: Outside, since: int, wanted: Wanted) -> News:
    """What came after the entry `since` of the record; the counts are of the basket and the clients that are wanted."""
    with outside.store.reading() as unit:
        seq = _seq(unit)
        found = _lines(outside, _kept(unit, outside, wanted.basket or None)[0])
        clients = {each.id: each for each in unit.desk_lists.client_briefs()} if wanted.search or wanted.group else {}
        return News(seq, unit.links.news(since, MOST_NEWS), count(of_clients(found, _client_ids(clients, wanted))))


def lines_of(unit: ReadingUnit, outside: Outside, basket_id: str) -> list[Line]:
    """What the board says of the links of one basket."""
    return _lines(outside, _kept(unit, outside, basket_id)[0])


def head(outside: Outside) -> int:
    """How far the record has come: as long as that is the same, there is no news."""
    with outside.store.reading() as unit:
        return _seq(unit)


def counts(outside: Outside) -> Counts:
    """How many links stand where."""
    with outside.store.reading() as unit:
        return count(_lines(outside, _kept(unit, outside)[0]))


def _lines(outside: Outside, kept: Kept) -> list[Line]:
    return lines(kept, outside.clock(), outside.unresolved_after, outside.reference.tables().calendar)


def _seq(unit: ReadingUnit) -> int:
    found = unit.chain.head()
    return 0 if found is None else found.seq


def _client_ids(clients: Mapping[str, ClientBrief], wanted: Wanted) -> frozenset[str] | None:
    """Whom name, code and group leave; None: everybody, also those who were erased."""
    words, group = wanted.search.casefold().split(), wanted.group.casefold()
    if not words and not group:
        return None
    return frozenset(
        each.id
        for each in clients.values()
        if all(word in each.name.casefold() or word in each.code.casefold() for word in words)
        and (not group or group in {name.casefold() for name in each.groups})
    )
