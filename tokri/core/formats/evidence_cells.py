"""What stands in the rows of an order book or a tradebook: columns by their headings, and every cell read strictly.

Nothing is guessed: a cell that cannot be read is a fault with its row and its heading. Figures are exact, times are
India's. A cell that begins with = + - or @ is a text like any other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeVar

from tokri.core.choices import nearest
from tokri.core.formats.columns import LONGEST_HEADING
from tokri.core.formats.sums import is_sum
from tokri.core.formats.table import Row
from tokri.core.glimpse import glimpse
from tokri.core.times import IST


class EvidenceCode(StrEnum):
    """Why a file, or a cell in it, is no evidence."""

    NO_FILE = "no-file"  #: nothing was chosen
    FILE_LARGE = "file-large"  #: more bytes than are taken
    FILE_LONG = "file-long"  #: more rows than are read
    FILE_KIND = "file-kind"  #: neither CSV nor a spreadsheet of today
    FILE_OLD = "file-old"  #: a spreadsheet of before 2007, or one with a password
    FILE_BROKEN = "file-broken"  #: a spreadsheet that cannot be opened
    NO_HEADINGS = "no-headings"  #: no row names the columns of an order book or a tradebook
    COLUMN_MISSING = "column-missing"  #: a column without which nothing can be told
    COLUMN_TWICE = "column-twice"  #: two columns of one meaning
    NO_ROWS = "no-rows"  #: headings, and nothing under them
    SYMBOL = "symbol"
    SIDE = "side"
    QUANTITY = "quantity"
    FILLED_UNCLEAR = "filled-unclear"  #: how much was filled does not show
    FILLED_WRONG = "filled-wrong"  #: more than was asked, or not all of an order that is complete
    PRICE = "price"
    TIME = "time"
    AHEAD = "ahead"  #: a time that has not come yet
    STATUS = "status"
    EXCHANGE = "exchange"
    ORDER_ID = "order-id"
    ORDER_TWICE = "order-twice"  #: one number of an order on two that differ
    CROWDED = "crowded"  #: more of it may be of what was handed off than anybody can tell apart
    MORE = "more"  #: faults beyond those that are listed


@dataclass(frozen=True, slots=True)
class EvidenceFault:
    """One fault: its row from 1, its column by the heading in the file, and why. `facts` are text, shortened."""

    row: int | None
    column: str | None
    code: EvidenceCode
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Headings:
    """The row of headings, and the column of each field that is known by one of them."""

    row: Row
    columns: Mapping[str, int]

    def name(self, of_field: str) -> str | None:
        """How the file calls the column of a field."""
        column = self.columns.get(of_field)
        return None if column is None else glimpse(self.row.cells[column])


Value = TypeVar("Value")

_SYMBOL: Final = re.compile(r"[A-Z0-9][A-Z0-9&.\- ]{0,39}")
_ORDER_ID: Final = re.compile(r"[A-Za-z0-9_\-]{1,40}")
_STATUS: Final = re.compile(r"[A-Z][A-Z _\-]{0,59}")
_NUMBER: Final = re.compile(r"₹? ?([0-9][0-9,]{0,14}(?:\.[0-9]{1,12})?)")
_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})|([0-9]{2})[-/]([0-9]{2})[-/]([0-9]{4})")
_CLOCK: Final = re.compile(r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]{1,6})?(?:\+05:?30)?")
_LARGEST_QUANTITY: Final = 999_999_999

#: The clocks of two machines, and the one at which a file was made, may differ by so much.
_CLOCKS_DIFFER: Final = timedelta(minutes=5)


def headings(row: Row, fields: Mapping[str, str]) -> tuple[Headings, list[EvidenceFault]]:
    """The fields whose headings stand in a row, `fields` being folded headings; and where two columns mean the same."""
    columns: dict[str, int] = {}
    faults = []
    for place, cell in enumerate(row.cells):
        meant = fields.get(folded(cell))
        if meant is None:
            continue
        if meant in columns:
            facts: dict[str, str | int] = {"first": glimpse(row.cells[columns[meant]])}
            faults.append(EvidenceFault(row.number, glimpse(cell), EvidenceCode.COLUMN_TWICE, facts))
        columns.setdefault(meant, place)
    return Headings(row, columns), faults


def folded(heading: str) -> str:
    """Its letters in lower case; "" for a text that is too long for a heading."""
    return "".join(each for each in heading.lower() if each.isalpha()) if len(heading) <= LONGEST_HEADING else ""


class Cells:
    """One row under its headings. What cannot be read answers None, and is told in `faults`."""

    def __init__(self, row: Row, named: Headings, now: datetime) -> None:
        self.row = row
        self.faults: list[EvidenceFault] = []
        self._named = named
        self._now = now

    @property
    def is_no_order(self) -> bool:
        """Whether the row is one of sums, or the headings once more, as where two files were put together."""
        if nearest("transaction_type", self.text("side")):
            return False
        return self.row.cells == self._named.row.cells or any(map(is_sum, self.row.cells))

    def has(self, of_field: str) -> bool:
        return of_field in self._named.columns

    def text(self, of_field: str) -> str:
        column = self._named.columns.get(of_field)
        return self.row.cells[column] if column is not None and column < len(self.row.cells) else ""

    def fault(self, of_field: str, code: EvidenceCode, **facts: str | int) -> None:
        told = {"typed": glimpse(self.text(of_field)), **facts}
        self.faults.append(EvidenceFault(self.row.number, self._named.name(of_field), code, told))

    def symbol(self) -> str | None:
        found = self.text("symbol").upper()
        return self._checked("symbol", EvidenceCode.SYMBOL, found if _SYMBOL.fullmatch(found) else None)

    def side(self) -> str | None:
        return self._checked("side", EvidenceCode.SIDE, nearest("transaction_type", self.text("side")))

    def status(self) -> str | None:
        found = " ".join(self.text("status").upper().split())
        return self._checked("status", EvidenceCode.STATUS, found if _STATUS.fullmatch(found) else None)

    def order_id(self) -> str | None:
        """The number of the order; "" where the file has none."""
        found = self.text("order_id")
        good = not found or _ORDER_ID.fullmatch(found)
        return self._checked("order_id", EvidenceCode.ORDER_ID, found if good else None)

    def quantity(self, of_field: str = "quantity", text: str | None = None) -> int | None:
        """A whole quantity of 0 or more: 10, 1,500, and 10.000000 as the Console writes it."""
        found = number(self.text(of_field) if text is None else text)
        whole = found is not None and found == found.to_integral_value() and found <= _LARGEST_QUANTITY
        return self._checked(of_field, EvidenceCode.QUANTITY, int(found) if found is not None and whole else None)

    def price(self, of_field: str) -> Decimal | None:
        """A price in rupees, exact; 0 where nothing stands there."""
        text = self.text(of_field)
        return self._checked(of_field, EvidenceCode.PRICE, Decimal(0) if text in {"", "-", "–"} else number(text))

    def moment(self) -> datetime | None:
        """The time in India to the second, with its day, which may stand in a column of its own."""
        text = self.text("time")
        day_text, _, clock_text = text.replace("T", " ").partition(" ")
        if not clock_text:
            day_text, clock_text = self.text("day")[:10], day_text
        on, clock = day(day_text), _clock(clock_text.strip())
        found = None if on is None or clock is None else datetime.combine(on, clock, IST)
        if found is not None and found.astimezone(UTC) > self._now + _CLOCKS_DIFFER:
            self.fault("time", EvidenceCode.AHEAD)
            return None
        return self._checked("time", EvidenceCode.TIME, found)

    def _checked(self, of_field: str, code: EvidenceCode, found: Value | None) -> Value | None:
        if found is None:
            self.fault(of_field, code)
        return found


def number(text: str) -> Decimal | None:
    """An exact number that is not negative; None where the text is none."""
    match = _NUMBER.fullmatch(text.strip()) if len(text) <= LONGEST_HEADING else None
    return Decimal(match[1].replace(",", "")) if match else None


def day(text: str) -> date | None:
    """A day as 2026-02-11, or as 11-02-2026, which in India has the day first."""
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    year, month, on = (match[1], match[2], match[3]) if match[1] else (match[6], match[5], match[4])
    try:
        return date(int(year), int(month), int(on))
    except ValueError:
        return None


def _clock(text: str) -> time | None:
    """A time of day to the second: one without seconds would seem to be before what came in the same minute."""
    match = _CLOCK.fullmatch(text)
    try:
        return time(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def kite_text(at: datetime) -> str:
    """A moment of India as Kite writes it."""
    return f"{at:%Y-%m-%d %H:%M:%S}"
