"""What must be so after a race, whoever was quicker: each function fails with what is not, or answers what was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from tests.desk.baskets_to_share import proposal
from tests.store.desk_races.names import ADVISERS, APPROVERS, BASKET
from tests.store.desk_races.racers import Try, reason_of
from tokri.core.desk.advice import DeskBasket, Proposal
from tokri.core.ports import Entry
from tokri.core.record_check import check
from tokri.store import SqlStore

#: What a press of Save may come to: it was saved, or somebody else had saved.
SAVED, NEWER = 303, 409


def nothing_doubled_nothing_lost(store: SqlStore, tries: Sequence[Sequence[Try]]) -> list[Try]:
    """Judge the saves of both; answers those that were accepted, in order.

    Each edition comes of exactly one save, which was made on the edition before it; every mark of it stands in the
    notes, once and in order; and the record tells each, by whom and of what content, and nothing else.
    """
    statuses = sorted({each.status for one in tries for each in one})
    assert statuses == [SAVED, NEWER], f"the server answered {statuses}"
    saved = sorted(((each, who) for who, one in enumerate(tries) for each in one if each.status == SAVED), key=_edition)
    bases = [each.base for each, _ in saved]
    assert bases == list(range(1, len(saved) + 1)), f"an edition was saved over unseen, or left out: {_odd(bases)}"
    refused = [each.base for one in tries for each in one if each.status == NEWER]
    assert sorted(refused) == sorted(set(refused)), f"on one edition both were refused: {_odd(refused)}"

    marks = [each.mark for each, _ in saved]
    for one in tries:
        assert {each.mark for each in one} <= set(marks), "a change that somebody made was given up"
    basket = _basket(store)
    assert basket.edition == len(saved) + 1, f"edition {basket.edition} after {len(saved)} saves"
    assert basket.notes.split() == marks, "what stands in the notes is not what was saved"

    rows = _record(store)
    _alike("the record tells", [entry.kind for entry in rows], ["basket saved"] * len(saved))
    told = [(entry.facts["edition"], entry.who, entry.facts["sha256"]) for entry in rows]
    made = [(each.base + 1, f"user:{ADVISERS[who]}", _marked(basket.proposal, each.mark).sha256) for each, who in saved]
    _alike("the record tells of the saves", told, made)
    return [each for each, _ in saved]


def one_version_one_decision(store: SqlStore, told: Sequence[Sequence[int]]) -> None:
    """Judge the sharing and the deciding of both; `told` is what each approver's words came back with.

    One version of each content, whoever pressed; numbers without a gap; one decision on each, by the one who was told
    that it counts; a row of the record for each save, version and decision, and nothing else.
    """
    pairs = list(zip(*told, strict=True))
    assert {tuple(sorted(both)) for both in pairs} == {(SAVED, NEWER)}, f"deciding answered {sorted(set(pairs))}"
    numbers = list(range(1, len(pairs) + 1))
    by = [APPROVERS[both.index(SAVED)] for both in pairs]
    with store.reading() as unit:
        versions = unit.desk_baskets.versions(BASKET)
        decisions = unit.desk_baskets.decisions([BASKET])
    _alike("versions", [version.number for version in versions], numbers)
    _alike("contents", [version.proposal.why for version in versions], [reason_of(number) for number in numbers])
    kept = sorted((each.number, each.by, each.approved) for each in decisions)
    said = [(number, name, name == APPROVERS[0]) for number, name in zip(numbers, by, strict=True)]
    _alike("decisions", kept, said)
    rows = _record(store)
    steps = [
        row
        for number, name in zip(numbers, by, strict=True)
        for row in (
            ("basket saved", None),
            ("basket shared", number),
            ("version approved" if name == APPROVERS[0] else "version refused", number),
        )
    ]
    _alike("the record tells", [(entry.kind, entry.facts.get("number")) for entry in rows], steps)
    hashes = [entry.facts["sha256"] for entry in rows if entry.kind == "basket shared"]
    _alike("hashes", hashes, [replace(proposal(), why=reason_of(number)).sha256 for number in numbers])


def _edition(saved: tuple[Try, int]) -> int:
    return saved[0].base


def _alike(what: str, found: Sequence[object], expected: Sequence[object]) -> None:
    pairs = enumerate(zip_longest(found, expected), 1)
    differing = next((f"at {place} {one}, not {other}" for place, (one, other) in pairs if one != other), "")
    assert not differing, f"{what}: {differing}"


def _odd(numbers: Sequence[int]) -> list[int]:
    """The first few that are there twice, or not at all."""
    ordered = sorted(numbers)
    whole = range(1, ordered[-1] + 1)
    return [each for each in whole if ordered.count(each) != 1][:5]


def _basket(store: SqlStore) -> DeskBasket:
    with store.reading() as unit:
        basket = unit.desk_baskets.get(BASKET)
    assert basket is not None
    return basket


def _marked(written: Proposal, mark: str) -> Proposal:
    """The content of the save that brought this mark."""
    return replace(written, legs=(replace(written.legs[0], why=mark), *written.legs[1:]))


def _record(store: SqlStore) -> list[Entry]:
    """All of the record, once it is known to be whole."""
    with store.reading() as unit:
        rows = list(unit.chain.rows())
    findings = check(rows)
    assert findings.whole, f"the record does not hold: {findings.faults}"
    return [entry for entry, _ in rows]
