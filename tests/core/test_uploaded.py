"""Orders that a file shows without numbers: told once however many files show them, and never less than before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.journey.fakes import MORNING, book_order
from tokri.core.evidence import How, Sighting, Source, is_nameless
from tokri.core.formats.evidence_file import EvidenceFile
from tokri.core.ports import BookOrder
from tokri.core.uploaded import numbered, one_fill, ranked
from tokri.core.weighing import weigh

NAME = "file:out1/0"


def row(filled: int, quantity: int, status: str, at: int) -> BookOrder:
    when = f"{MORNING + timedelta(minutes=at):%Y-%m-%d %H:%M:%S}"
    return book_order(
        order_id="", status=status, quantity=quantity, filled_quantity=filled, order_timestamp=when, tag=None, tags=()
    )


@st.composite
def lives(draw: st.DrawFn) -> list[list[BookOrder]]:
    """Slices of one order as several files show them, one after the other: fills grow, and what is over stays over."""
    slices = draw(st.lists(st.integers(1, 20), min_size=1, max_size=4))
    files = []
    filled, over = [0] * len(slices), [False] * len(slices)
    for at in range(draw(st.integers(1, 4))):
        for place, quantity in enumerate(slices):
            if not over[place]:
                filled[place] = draw(st.integers(filled[place], quantity))
                over[place] = filled[place] == quantity or draw(st.booleans())
        files.append(
            [
                row(done, quantity, "OPEN" if not end else "COMPLETE" if done == quantity else "CANCELLED", at)
                for done, quantity, end in zip(filled, slices, over, strict=True)
            ]
        )
    return files


def kept(files: list[list[BookOrder]]) -> list[Sighting]:
    """What is kept of the files, brought in this order."""
    seen: list[Sighting] = []
    for at, rows in enumerate(files):
        seen += [
            Sighting("out1", Source.ORDER_FILE, How.LIKENESS, 0, each, MORNING + timedelta(hours=at), str(at))
            for each in ranked(NAME, rows, seen)
        ]
    return seen


@given(lives(), st.randoms(use_true_random=False))
def test_in_whatever_order_files_are_brought_each_fill_counts_once(
    files: list[list[BookOrder]], chance: Random
) -> None:
    truth = sum(each.filled_quantity for each in files[-1])
    brought = [chance.sample(rows, len(rows)) for rows in [*files, *files]]
    chance.shuffle(brought)
    view = weigh(kept(brought), {each.book.order_id: 0 for each in kept(brought)})[0].counts
    assert view is not None
    assert view.filled == truth
    assert len(view.books) == len(files[-1])


@given(st.lists(st.tuples(st.integers(1, 1000), st.decimals("0.05", "9999", places=2)), min_size=1, max_size=8))
def test_fills_without_a_number_are_one_at_their_exact_average(fills: list[tuple[int, Decimal]]) -> None:
    rows = [replace(row(quantity, quantity, "", 0), average_price=price) for quantity, price in fills]
    found = one_fill(NAME, rows)
    assert found.filled_quantity == sum(quantity for quantity, _ in fills)
    assert round(found.average_price * found.filled_quantity, 8) == sum(quantity * price for quantity, price in fills)
    assert (found.order_id, is_nameless(found.order_id)) == (NAME, True)


def test_every_order_of_a_file_has_a_number_that_no_other_persons_file_has() -> None:
    rows = (row(1, 1, "COMPLETE", 0), row(1, 1, "COMPLETE", 0), book_order(order_id="7"))
    day = MORNING.date()
    file = EvidenceFile(Source.ORDER_FILE, rows, day, day, closed=False, rows=3)
    mine, yours = ([each.order_id for each in numbered(file, whose).orders] for whose in ("basket1", "basket2"))
    assert len({*mine, *yours}) == 5
    assert set(mine) & set(yours) == {"7"}
