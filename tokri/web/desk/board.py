"""The board as a page: every account and basket in one line. What is looked for stands in the address."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from flask import Response, render_template, request, url_for

from tokri.core.desk.roles import Act as Right
from tokri.core.link.board import NOT_ACTED, Act, Line
from tokri.core.link.board_finding import NEED_YOU, NOT_ACTED_YET, ORDERS, Counts, Wanted
from tokri.core.link.state import Stage
from tokri.core.link.strip import Band, Column
from tokri.core.ports.desk_lists import ClientBrief
from tokri.core.times import ist_words
from tokri.desk import board as desk
from tokri.desk.board import Board
from tokri.web.context import now, outside
from tokri.web.desk.gate import staff
from tokri.web.uncollected import uncollected
from tokri.web.words import board as words
from tokri.web.words.links import stands

#: Of what somebody types or an address holds, no more is looked for.
_LONGEST: Final = 100

#: Digits of the highest entry of the record that an address may name.
_DIGITS: Final = 15


#: Stages at which a link's page has no message: the client is done, or nothing is for them to do.
_DONE: Final = frozenset(
    {
        *(Stage.SENT, Stage.QUEUED, Stage.REPORTED, Stage.IN_FILE, Stage.SEEN),
        *(Stage.DECLINED, Stage.ELSEWHERE, Stage.EXPIRED, Stage.RECALLED, Stage.ENDED),
    }
)


class Row(NamedTuple):
    """A line of the board in words. `act_at` is where the next act is done."""

    id: str
    client: str
    code: str
    client_id: str | None
    title: str
    basket_id: str
    number: int | None
    kind: str
    state: str
    age: str
    since: str
    asked: str
    act: str
    act_at: str
    question: str
    open: bool
    written_to: bool
    closed: str


class Block(NamedTuple):
    """A rectangle of the strip, in the units of its drawing."""

    band: str
    x: int
    y: float
    width: int
    height: float


def board() -> str:
    """The page of the board that the address asks for."""
    wanted = _wanted()
    with uncollected():
        seen = desk.see(outside(), wanted)
    return render_template(
        "desk/board.html",
        wanted=wanted,
        anybody=seen.counts.all > 0 or wanted.anything,
        rows=[_row(line, seen) for line in seen.listed.lines],
        need=[_row(line, seen) for line in seen.need],
        total=seen.listed.total,
        counts=seen.counts,
        not_acted=[(stage.value, words.NOT_ACTED[stage], seen.counts.waiting.get(stage, 0)) for stage in NOT_ACTED],
        oldest=words.age(seen.counts.oldest_waiting, now()) if seen.counts.oldest_waiting else "",
        filters=[(name, words.FILTERS[name], count) for name, count in _numbers(seen.counts).items()],
        address=lambda **changes: _address(wanted, **changes),
        pages=seen.listed.pages,
        page=seen.listed.page,
        baskets=sorted(seen.titles.items(), key=lambda each: each[1].casefold()),
        groups=[(name, name) for name in _groups(seen.clients)],
        orders=words.ORDERS,
        links=words.links,
        news_at=_address(wanted, endpoint="desk_board_news", since=str(seen.seq), page="", state="", order=""),
        strip=_strip(seen.strip) if len(seen.strip) > 1 else None,
        may_write=staff().may(Right.WRITE_LINKS),
        may_see_clients=staff().may(Right.SEE_CLIENTS),
    )


def news() -> Response:
    """What came since the page was shown, as JSON; a tiny answer as long as nothing has."""
    tag = str(desk.head(outside()))
    answer = Response(status=304) if tag in request.if_none_match else _news()
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Vary"] = "Cookie"
    return answer


def _news() -> Response:
    text = request.args.get("since", "")
    since = int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else 0
    with uncollected():
        found = desk.news(outside(), since, _wanted())
    body = {
        "seq": found.seq,
        "changes": found.changes,
        "said": words.changes(found.changes) if found.changes else "",
        "counts": {**_numbers(found.counts), **_waiting(found.counts)},
    }
    return Response(json.dumps(body, separators=(",", ":")), mimetype="application/json")


def _wanted() -> Wanted:
    asked = {name: "".join(filter(str.isprintable, text))[:_LONGEST] for name, text in request.args.items()}
    page, order, state = asked.get("page", "1"), asked.get("order", ""), asked.get("state", "")
    return Wanted(
        state=state if state in words.FILTERS else "",
        basket=asked.get("basket", ""),
        search=asked.get("q", "").strip(),
        group=asked.get("group", ""),
        order=order if order in ORDERS else ORDERS[0],
        page=int(page) if page.isascii() and page.isdigit() and len(page) <= len("9999") else 1,
    )


def _address(wanted: Wanted, endpoint: str = "desk_board", **changes: str) -> str:
    """The board as it is asked for, but for what is changed; a change begins on the first page."""
    asked = {
        "state": wanted.state,
        "basket": wanted.basket,
        "q": wanted.search,
        "group": wanted.group,
        "order": wanted.order if wanted.order != ORDERS[0] else "",
        **changes,
    }
    return url_for(endpoint, **{name: text for name, text in asked.items() if text})  # type: ignore[arg-type]  # names of the address alone


def _numbers(counts: Counts) -> dict[str, int]:
    """Every count by the name of its filter."""
    return {
        NEED_YOU: counts.need_you,
        NOT_ACTED_YET: counts.not_acted,
        **{stage.value: counts.stages.get(stage, 0) for stage in Stage},
    }


def _waiting(counts: Counts) -> dict[str, int]:
    """How many of each stage the first line says are waited for."""
    return {f"waiting-{stage.value}": counts.waiting.get(stage, 0) for stage in NOT_ACTED}


def _groups(clients: Mapping[str, ClientBrief]) -> Sequence[str]:
    names = {group.casefold(): group for each in clients.values() for group in each.groups}
    return [names[key] for key in sorted(names)]


def _row(line: Line, seen: Board) -> Row:
    link, client = line.link, seen.clients.get(line.link.client_id)
    short = seen.short.get(link.id)
    kind, state = stands(line.stage, short)
    return Row(
        id=link.id,
        client=client.name if client else "A client who was erased",
        code=client.code if client else "",
        client_id=client.id if client else None,
        title=seen.titles.get(link.basket_id, "") or "Without a title",
        basket_id=link.basket_id,
        number=line.shows,
        kind=kind,
        state=state,
        age=words.age(line.since, now()),
        since=ist_words(line.since),
        asked=ist_words(line.asked_at) if line.asked_at and line.act is Act.ANSWER else "",
        act=words.ACTS[line.act],
        act_at=_act_at(line),
        question=seen.questions.get(link.id, "") if line.act is Act.ANSWER else "",
        open=link.ended is None,
        written_to=line.stage not in _DONE,
        closed=line.closed,
    )


#: Where on the link's page the act is done; of the others, how it stands is said at its top.
_ANCHORS: Final = {
    Act.CALL: "another-account",
    Act.LOOK: "still-to-place",
    Act.PART: "hand-over",
    Act.PREPARE: "hand-over",
    Act.REMIND: "hand-over",
}


def _act_at(line: Line) -> str:
    """Where the next act is done: at the link, or where the recall's clients stand."""
    link = line.link
    if line.act is Act.RECALL and line.shows is not None:
        return url_for("desk_recalled", basket_id=link.basket_id, number=line.shows)
    return url_for("desk_link", link_id=link.id, _anchor=_ANCHORS.get(line.act))


_WIDTH: Final = 48
_GAP: Final = 4
_HEIGHT: Final = 160


class Strip(NamedTuple):
    """The drawing, and the same facts in words: the bands that occur, and a line for each moment."""

    width: int
    height: int
    blocks: Sequence[Block]
    bands: Sequence[tuple[str, str, int]]
    headings: Sequence[tuple[str, str]]
    lines: Sequence[tuple[str, Sequence[int]]]


def _strip(columns: Sequence[Column]) -> Strip:
    occur = [band for band in Band if any(band in column.bands for column in columns)]
    most = max(column.total for column in columns)
    return Strip(
        width=len(columns) * _WIDTH - _GAP,
        height=_HEIGHT,
        blocks=list(_blocks(columns, most)),
        bands=[(band.value, words.BANDS[band], columns[-1].bands.get(band, 0)) for band in occur],
        headings=[("When", ""), *((words.BANDS[band], "number") for band in occur)],
        lines=[(ist_words(column.at), [column.bands.get(band, 0) for band in occur]) for column in columns],
    )


def _blocks(columns: Sequence[Column], most: int) -> Iterator[Block]:
    for place, column in enumerate(columns):
        below = 0
        for band, count in column.bands.items():
            height = round(_HEIGHT * count / most, 1)
            below += count
            top = round(_HEIGHT - _HEIGHT * below / most, 1)
            yield Block(band.value, place * _WIDTH, top, _WIDTH - _GAP, height)
