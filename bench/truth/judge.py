"""The verdicts against the ledger: equal wherever there is evidence, unknown everywhere else.

The ledger says what became of each order and what the app was told of it, so it also says which verdicts can be right:
an order whose fills grew stands as it stood when it was last told of. A document is the order book or a file; what Kite
reports by itself counts beside it, and is told on the page as no more than that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

from bench.truth.placed import Entry, placed_of
from bench.truth.steps import Told
from bench.truth.verdicts import Row, Shown, read
from bench.truth.world import World

_OVER: Final = frozenset({"COMPLETE", "CANCELLED", "REJECTED"})
_UNSEEN: Final = frozenset({"missing", "not-traded"})
_NOBODY_KNOWS: Final = frozenset({"unknown", "untold"})
_DOCUMENTS: Final = frozenset({"book", "order-file", "trade-file"})
_MOST_TOLD: Final = 30


@dataclass
class Judged:
    """What was counted. Everything in `wrong` must be nothing; `lines` tells both, for a reader."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    killed: Mapping[str, int] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        return not self.wrong and self.counts["verdicts"] > 0

    def blame(self, what: str, example: str) -> None:
        self.wrong[what] += 1
        if len(self.examples) < _MOST_TOLD:
            self.examples.append(f"{what}: {example}")

    def lines(self) -> Iterator[str]:
        """The figures, a line each, and up to thirty examples of what is wrong."""
        for name in ("people", "hand-offs", "verdicts", "by the book", "by a file", "reported alone", "unknown"):
            yield f"  {name:<44}{self.counts[name]:>8,}"
        for name in ("postbacks taken", "forged postbacks taken", "untrue reports told as reports"):
            yield f"  {name:<44}{self.counts[name]:>8,}"
        yield f"  {'people who could not go on':<44}{self.counts['troubled']:>8,}"
        for name, count in self.killed.items():
            yield f"  {name + ' killed':<44}{count:>8,}"
        for name in (FALSE, DOUBLED, LOST, UNEQUAL, UNTOLD, INVENTED):
            yield f"  {name:<44}{self.wrong[name]:>8,}{'  DOES NOT HOLD' if self.wrong[name] else ''}"
        yield from (f"    {each}" for each in (*self.examples, *self.troubles))


FALSE: Final = 'false "filled"'
DOUBLED: Final = "doubled sends"
LOST: Final = "lost rows"
UNEQUAL: Final = "verdicts unlike the ledger"
UNTOLD: Final = "evidence that no verdict shows"
INVENTED: Final = "verdicts without evidence"


@dataclass(frozen=True)
class _Line:
    """One order of a hand-off: the row on the page, and the orders that the ledger has for it."""

    row: Row
    entries: tuple[Entry, ...]
    alone: bool
    tagged: bool
    own_visits: frozenset[int]
    ended: bool
    files: frozenset[str]
    looked: bool

    @property
    def asked(self) -> int:
        return sum(int(each["quantity"]) for each in self.entries)

    @property
    def filled(self) -> int:
        return sum(int(each["filled_quantity"]) for each in self.entries)


def judge(here: World, everybody: Sequence[Told]) -> Judged:
    """Read every result page, as its person would, and hold it against the ledger."""
    judged = Judged(killed=dict(here.killed))
    with ThreadPoolExecutor(4) as readers:
        pages = list(readers.map(lambda told: _page(here, told), everybody))
    ledger = here.ledger()
    orders: dict[str, Entry] = {each["order_id"]: each for each in ledger["orders"]}
    visits = _by_tag(ledger["visits"])
    shown_tags: set[str] = set()
    for told, (status, shown) in zip(everybody, pages, strict=True):
        judged.counts["people"] += 1
        if told.basket_id and status != 200:  # noqa: PLR2004 - a page
            judged.blame(LOST, f"person {told.number}: the result page answers {status}")
        judged.counts["troubled"] += bool(told.trouble)
        judged.troubles += [f"person {told.number}: {each}" for each in told.trouble][:3]
        shown_tags |= {each.tag for each in shown}
        _person(judged, told, shown, visits, orders)
    for tag in visits.keys() - shown_tags:
        judged.blame(LOST, f"tag {tag} reached Kite and stands on no page")
    judged.counts["postbacks taken"] = ledger["postbacks"]["taken"]
    judged.counts["forged postbacks taken"] = ledger["postbacks"]["forged and taken"]
    return judged


def _page(here: World, told: Told) -> tuple[int, list[Shown]]:
    if not told.basket_id:
        return 0, []
    page = told.browser.get(f"{here.url}/baskets/{told.basket_id}/result")
    told.browser.close()
    return page.status, read(page.text)


def _by_tag(visits: Sequence[Entry]) -> dict[str, list[Entry]]:
    """The visits of each hand-off, by the tag that Tokri gave it: the person's own is "mine"."""
    found: dict[str, list[Entry]] = {}
    for each in visits:
        for tag in each["tags"]:
            if tag != "mine":
                found.setdefault(tag, []).append(each)
    return found


def _person(
    judged: Judged,
    told: Told,
    shown: Sequence[Shown],
    visits: Mapping[str, Sequence[Entry]],
    orders: Mapping[str, Entry],
) -> None:
    mine = [visit for each in shown for visit in visits.get(each.tag, ())]
    if len(mine) > sum(told.meant.values()):
        judged.blame(
            DOUBLED, f"person {told.number}: {len(mine)} baskets at Kite, {sum(told.meant.values())} were meant"
        )
    numbers = frozenset(int(visit["number"]) for visit in mine)
    looked = bool(told.uploaded) or any(visit["books"] for visit in mine)
    for each in shown:
        judged.counts["hand-offs"] += 1
        came = visits.get(each.tag, ())
        if not came:
            continue
        if len(came) > 1:
            judged.blame(DOUBLED, f"person {told.number}: tag {each.tag} came to Kite {len(came)} times")
        visit = came[0]
        if len(each.rows) != len(visit["lines"]):
            judged.blame(LOST, f"person {told.number}, tag {each.tag}: {len(each.rows)} rows of {len(visit['lines'])}")
            continue
        for line in _lines(told, each, visit, orders, numbers, looked=looked):
            _hold(judged, line, f"person {told.number}, {visit['scenario'] or visit['outcome']}, tag {each.tag}")


def _lines(
    told: Told, shown: Shown, visit: Entry, orders: Mapping[str, Entry], visits: frozenset[int], *, looked: bool
) -> Iterator[_Line]:
    shares = Counter(each["tradingsymbol"] for each in visit["lines"])
    placed = placed_of(visit, orders)
    for row, line in zip(sorted(shown.rows, key=lambda each: each.order), visit["lines"], strict=True):
        entries = placed[line["line"]]
        yield _Line(
            row,
            entries,
            alone=shares[line["tradingsymbol"]] == 1,
            tagged=line["tag"] == shown.tag and all(each["oddity"] != "untagged" for each in entries),
            own_visits=visits,
            ended=told.ended,
            files=frozenset(told.uploaded),
            looked=looked,
        )


def _hold(judged: Judged, line: _Line, who: str) -> None:
    row = line.row
    judged.counts["verdicts"] += 1
    judged.counts[_kind(row)] += 1
    said = f"{row.standing} {row.filled} (reported {row.reported}) by {row.source or 'nothing'}"
    example = f"{who}, order {row.order}: {said}; ledger {_truth(line)}"
    if row.source in _DOCUMENTS and row.standing not in _UNSEEN:
        if row.filled > line.filled or (row.standing == "filled" and not 0 < line.asked <= line.filled):
            judged.blame(FALSE, example)
        elif not _can_be(line):
            judged.blame(UNEQUAL, example)
    elif row.standing == "reported":
        _hold_report(judged, line, example)
    elif row.standing in _UNSEEN:
        if not line.looked:
            judged.blame(INVENTED, example)
    elif row.standing not in _NOBODY_KNOWS:
        judged.blame(INVENTED, example)
    if row.source not in _DOCUMENTS or row.standing in _UNSEEN:
        _hold_silence(judged, line, example)


def _kind(row: Row) -> str:
    if row.standing == "reported":
        return "reported alone"
    if row.standing in _NOBODY_KNOWS or not row.source:
        return "unknown"
    return "by the book" if row.source == "book" else "by a file"


def _truth(line: _Line) -> str:
    if not line.entries:
        return "has no such order"
    return ", ".join(
        f"{each['status']} {each['filled_quantity']}/{each['quantity']}"
        f" told {[(told['by'], told['status'], told['filled_quantity']) for told in each['told']]}"
        for each in line.entries
    )


def _can_be(line: _Line) -> bool:
    """Whether a document told of the orders as the row has them, and no document that must be here told of more."""
    row = line.row
    if not line.entries:
        return False
    least = sum(_filled(_must(each, line)) for each in line.entries)
    most = sum(_filled([told for told in each["told"] if told["by"] != "postback"]) for each in line.entries)
    if not (least if line.tagged and line.alone else 0) <= row.filled <= most:
        return False
    if len(line.entries) > 1:
        return row.standing != "filled" or row.filled >= line.asked
    (entry,) = line.entries
    told = [each for each in entry["told"] if each["by"] != "postback" and each["filled_quantity"] == row.filled]
    # A tradebook tells of fills alone: what is not whole there is part of the whole.
    standings = {_standing(each, int(entry["quantity"])) for each in told} | ({"partly"} if row.filled else set())
    return row.standing in standings


def _standing(told: Entry, quantity: int) -> str:
    if told["filled_quantity"] >= quantity:
        return "filled"
    if told["filled_quantity"]:
        return "partly"
    if told["status"] == "AMO REQ RECEIVED":
        return "queued"
    return {"CANCELLED": "cancelled", "REJECTED": "rejected"}.get(told["status"], "open")


def _must(entry: Entry, line: _Line) -> Sequence[Entry]:
    """What was told in a way that the page must know of: the book, in a session of this very basket."""
    found = [told for told in entry["told"] if told["by"] == "book" and told["visit"] in line.own_visits]
    return found[:-1] if line.ended else found


def _filled(told: Sequence[Entry]) -> int:
    return max((int(each["filled_quantity"]) for each in told), default=0)


def _hold_report(judged: Judged, line: _Line, example: str) -> None:
    """What Kite reported by itself, and nothing else is known: never more than somebody sent under a checksum."""
    said = [each for entry in line.entries for each in (*entry["told"], *entry["forged"]) if each["by"] == "postback"]
    reported = line.row.reported or 0
    if not said:
        judged.blame(INVENTED, example)
    elif line.row.filled:
        judged.blame(FALSE, f"{example}: a report is no fill")
    elif reported > sum(_sent(entry) for entry in line.entries):
        judged.blame(UNEQUAL, example)
    elif reported > line.filled:
        if not any(entry["forged"] for entry in line.entries):
            judged.blame(FALSE, example)
        judged.counts["untrue reports told as reports"] += 1


def _sent(entry: Entry) -> int:
    reports = [each for each in (*entry["told"], *entry["forged"]) if each["by"] == "postback"]
    return max((int(each["filled_quantity"]) for each in reports), default=0)


def _hold_silence(judged: Judged, line: _Line, example: str) -> None:
    """Where the page shows no document: there must be none that it should know of."""
    row = line.row
    if not (line.tagged and line.alone):
        return
    if any(_must(entry, line) for entry in line.entries):
        judged.blame(UNTOLD, example)
    elif row.standing not in {"reported", "untold"} and row.reported is None:
        taken = [told for entry in line.entries for told in entry["told"] if told["by"] == "postback" and told["taken"]]
        if taken:
            judged.blame(UNTOLD, example)
