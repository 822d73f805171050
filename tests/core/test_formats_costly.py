"""Texts that somebody made to be costly to read: a text of four times the length may cost about four times as much."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Final

import pytest

from tests.costs import grows_with_its_length
from tokri.core.formats import LARGEST_TEXT, PasteCode, read, read_file
from tokri.core.formats.dated_tables import BadTable, read_freeze, read_list
from tokri.core.formats.dump import read_dump
from tokri.core.formats.prices import read_prices
from tokri.core.instrument_file import FileRefused
from tokri.core.reference import Leaning
from tokri.sheets import read_sheet

#: Characters of a file of text that are read at all, nearly.
LARGEST: Final = 1_990_000

LINE = "Order ticket: N\n1. "
ORDER = f"{LINE}BUY 10 shares of INFY on NSE"


def in_a_file(text: str) -> object:
    return read_file(text.encode(), read_sheet)


def of_the_exchange(text: str) -> None:
    """Every reader of the files that whoever runs Tokri hands in."""
    readers: list[Callable[[str], object]] = [read_freeze, *(partial(read_list, name) for name in Leaning)]
    for reader in readers:
        with suppress(BadTable):
            reader(text)
    for of_bytes in (read_dump, read_prices):
        with suppress(FileRefused):
            of_bytes(text.encode())


def repeating(beginning: str, repeated: str) -> Callable[[int], str]:
    return lambda length: (beginning + repeated * length)[: length - 1] + "x"


#: What a text begins with: each leads to another reader, or to another place within one.
BEGINNINGS = (
    *("", "Order ticket: ", LINE, f"{ORDER}, ", f'{ORDER}, tag "', "Symbol,Qty,Tag\n", "Symbol\tQty\tTag\n"),
    *("tradingsymbol,tag\nINFY,", '[{"tag":', '{"orders":[', "Symbol,ISIN,Quantity Available\n"),
)
#: What is repeated behind it.
REPEATED = (
    '"',
    '\\"',
    '"a",',
    " ",
    ", ",
    ";",
    "\n",
    "1,",
    "a,",
    ", a",
    "'%41,",
    "[",
    '{"a":',
    '"tag":1,',
    "1. \n",
    "İ",
)

BEGINNINGS_OF_TABLES = (
    *("", "#", "# on :", "# on: 2026-02-11\nSYMBOL,VOL_FRZ_QTY\n", "# on: 2026-02-11\nexchange,tradingsymbol\n"),
    *("Securities in Ban For Trade Date 11-FEB-2026", '"Securities in Ban For Trade Date 11-FEB-2026 '),
)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_a_paste_of_any_kind_is_read_at_once(beginning: str) -> None:
    for repeated in REPEATED:
        assert grows_with_its_length(read, repeating(beginning, repeated), LARGEST_TEXT // 2), repeated


@pytest.mark.timeout(120)
@pytest.mark.parametrize("beginning", BEGINNINGS_OF_TABLES)
def test_a_table_of_the_exchange_of_any_kind_is_read_at_once(beginning: str) -> None:
    for repeated in (" ", ",", '"', "a,", ": ", "0"):
        assert grows_with_its_length(of_the_exchange, repeating(beginning, repeated), 20_000), repeated


#: Files of text of about that many characters, each of which took its reader the longest.
FILES: Final[dict[str, Callable[[int], str]]] = {
    "an open quotation mark in a ticket": lambda length: LINE + '\\"' * (length // 2),
    "phrases of a ticket": lambda length: ORDER + ", tag a" * (length // 7),
    "a number of a ticket": lambda length: f"{LINE}BUY 1{',1' * (length // 2)}",
    "keys of an object": lambda length: "[{" + ",".join(f'"k{n}":1' for n in range(length // 12)) + "}]",
    "one key of an object": lambda length: "[{" + ",".join(f'"tag":"{n}"' for n in range(length // 16)) + "}]",
    "a number": lambda length: f'[{{"price":{"9" * length}}}]',
    "items": lambda length: f"[{'1.5,' * (length // 4)}1]",
    "lists in lists": lambda length: f'[{{"tag":{"[" * 300}"{"a" * length}"{"]" * 300}}}]',
    "cells of a row": lambda length: "Symbol,Qty\n" + "a," * (length // 2),
    "headings": lambda length: "Symbol," * (length // 7) + "\nINFY",
    "a heading": lambda length: f"Symbol,Qty,{'İ' * (length // 2)}\nINFY,1,x",
    "rows above headings": lambda length: "\n".join(["a," * (length // 80)] * 40),
    "a guarded cell": lambda length: "tradingsymbol,tag\nINFY,'" + "%41é" * (length // 5),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("costly", FILES)
def test_a_file_of_text_of_any_kind_is_read_at_once(costly: str) -> None:
    assert grows_with_its_length(in_a_file, FILES[costly], LARGEST // 2)


@pytest.mark.parametrize("line", [LINE + '"', f'{ORDER}, tag "'])
def test_a_line_of_a_ticket_whose_quotation_mark_nothing_closes_is_told_at_once(line: str) -> None:
    assert grows_with_its_length(read, lambda length: line + '\\"' * (length // 2), 180_000)
    text = line + '\\"' * 90_000
    assert [fault.code for fault in read(text).faults] == [PasteCode.NOT_AN_ORDER, PasteCode.TICKET_COUNT]


def test_a_number_without_an_order_in_a_ticket_is_told() -> None:
    came = read("Order ticket: N\n1. \n2. BUY 10 shares of INFY on NSE\nEnd of 2 orders.")
    assert [fault.code for fault in came.faults] == [PasteCode.NOT_AN_ORDER]
    assert [order.tradingsymbol for order in came.orders] == ["INFY"]


def test_a_text_too_long_for_a_heading_is_none_whatever_its_letters() -> None:
    assert read(f"Symbol,P{' ' * 200}rice\nINFY,5").orders[0].price == ""
