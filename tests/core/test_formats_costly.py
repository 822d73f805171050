"""Texts that somebody made to be costly to read. What takes time by the square of their length takes minutes here."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from time import process_time
from typing import Final

import pytest

from tokri.core.formats import LARGEST_TEXT, PasteCode, read, read_file
from tokri.core.formats.dated_tables import BadTable, read_freeze, read_list
from tokri.core.formats.dump import read_dump
from tokri.core.formats.prices import read_prices
from tokri.core.instrument_file import FileRefused
from tokri.core.reference import Leaning
from tokri.sheets import read_sheet

#: Seconds of the processor: many times what any of it takes on a slow computer.
BOUND: Final = 2

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


def seconds(reader: Callable[[str], object], text: str) -> float:
    began = process_time()
    reader(text)
    return process_time() - began


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
        text = (beginning + repeated * LARGEST_TEXT)[: LARGEST_TEXT - 1] + "x"
        assert seconds(read, text) < BOUND, repeated


@pytest.mark.timeout(120)
@pytest.mark.parametrize("beginning", BEGINNINGS_OF_TABLES)
def test_a_table_of_the_exchange_of_any_kind_is_read_at_once(beginning: str) -> None:
    for repeated in (" ", ",", '"', "a,", ": ", "0"):
        text = (beginning + repeated * 20_000)[:20_000] + "x"
        assert seconds(of_the_exchange, text) < BOUND, repeated


#: The largest files of text, each of which took its reader the longest.
FILES = {
    "an open quotation mark in a ticket": lambda: LINE + '\\"' * (LARGEST // 2),
    "phrases of a ticket": lambda: ORDER + ", tag a" * (LARGEST // 7),
    "a number of a ticket": lambda: f"{LINE}BUY 1{',1' * (LARGEST // 2)}",
    "keys of an object": lambda: "[{" + ",".join(f'"k{n}":1' for n in range(LARGEST // 12)) + "}]",
    "one key of an object": lambda: "[{" + ",".join(f'"tag":"{n}"' for n in range(LARGEST // 16)) + "}]",
    "a number": lambda: f'[{{"price":{"9" * LARGEST}}}]',
    "items": lambda: f"[{'1.5,' * (LARGEST // 4)}1]",
    "lists in lists": lambda: f'[{{"tag":{"[" * 300}"{"a" * LARGEST}"{"]" * 300}}}]',
    "cells of a row": lambda: "Symbol,Qty\n" + "a," * (LARGEST // 2),
    "headings": lambda: "Symbol," * (LARGEST // 7) + "\nINFY",
    "a heading": lambda: f"Symbol,Qty,{'İ' * (LARGEST // 2)}\nINFY,1,x",
    "rows above headings": lambda: "\n".join(["a," * (LARGEST // 80)] * 40),
    "a guarded cell": lambda: "tradingsymbol,tag\nINFY,'" + "%41é" * (LARGEST // 5),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("costly", FILES)
def test_a_file_of_text_of_any_kind_is_read_at_once(costly: str) -> None:
    assert seconds(in_a_file, FILES[costly]()) < BOUND * 2


@pytest.mark.parametrize("text", [LINE + '"' + '\\"' * 90_000, f'{ORDER}, tag "' + '\\"' * 90_000])
def test_a_line_of_a_ticket_whose_quotation_mark_nothing_closes_is_told_at_once(text: str) -> None:
    assert seconds(read, text) < BOUND
    assert [fault.code for fault in read(text).faults] == [PasteCode.NOT_AN_ORDER, PasteCode.TICKET_COUNT]


def test_a_number_without_an_order_in_a_ticket_is_told() -> None:
    came = read("Order ticket: N\n1. \n2. BUY 10 shares of INFY on NSE\nEnd of 2 orders.")
    assert [fault.code for fault in came.faults] == [PasteCode.NOT_AN_ORDER]
    assert [order.tradingsymbol for order in came.orders] == ["INFY"]


def test_a_text_too_long_for_a_heading_is_none_whatever_its_letters() -> None:
    assert read(f"Symbol,P{' ' * 200}rice\nINFY,5").orders[0].price == ""
