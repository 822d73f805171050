"""What came of reading a pasted text: orders, and a line for all that could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from tokri.core.basket import OrderText


class PasteCode(StrEnum):
    """Why something in a paste could not be read."""

    TEXT_TOO_LARGE = "text-too-large"  #: the whole text
    NO_ORDERS = "no-orders-pasted"  #: nothing in it is an order
    JSON_BROKEN = "json-broken"  #: begins like JSON and is none
    JSON_TOO_DEEP = "json-too-deep"  #: lists in lists in lists
    JSON_SHAPE = "json-shape"  #: JSON, but neither a list of orders nor a saved basket
    FILE_VERSION = "file-version"  #: a basket file of another version of Tokri
    SEQUENCE_UNKNOWN = "sequence-unknown"  #: a basket file with a sequence of sending that is not known
    KEY_UNKNOWN = "key-unknown"  #: a key that Kite does not document
    KEY_TWICE = "key-twice"  #: the same key twice in one order, with two values
    VALUE_SHAPE = "value-shape"  #: a list, an object or NaN where a text or number belongs
    NOT_AN_ORDER = "not-an-order"  #: an item of the list, or a row under headings, that is no order
    COLUMN_UNKNOWN = "column-unknown"  #: a heading that names nothing of an order
    COLUMN_TWICE = "column-twice"  #: two columns with the same meaning, so that neither can be taken
    COLUMNS_UNCLEAR = "columns-unclear"  #: spaces between the columns, and what is under which heading does not show
    SUM = "sum"  #: a row of sums under the orders, left out
    COUNTER = "counter"  #: no headings, and the first column only counts the rows
    NUMBERS_UNCLEAR = "numbers-unclear"  #: no headings, and numbers that may each be the quantity or a price
    CELL_EXTRA = "cell-extra"  #: a cell beyond the headings
    CELL_UNREADABLE = "cell-unreadable"  #: no headings, and the cell tells nothing
    ROW_WITHOUT_SYMBOL = "row-without-symbol"  #: no headings, and no cell looks like a symbol
    TOO_MANY = "too-many-pasted"  #: more orders than a basket holds
    MORE_FAULTS = "more-faults"  #: faults beyond those that are listed
    FORMULA = "formula"  #: a cell that holds a formula, which nobody works out here
    TITLE = "title"  #: rows above the headings, left out
    HOLDINGS = "holdings"  #: holdings as Kite's Console lists them: which side is for the person to choose
    KITE_HOLDINGS = "kite-holdings"  #: holdings as Kite itself lists them, without an ISIN
    HOLDING_NONE = "holding-none"  #: one of them of which nothing is available to sell
    TRADES = "trades"  #: trades as Kite's Console lists them, taken for their symbols
    TICKET_COUNT = "ticket-count"  #: a ticket that says another number of orders than it has
    NO_FILE = "no-file"  #: nothing was chosen
    FILE_TOO_LARGE = "file-too-large"  #: more bytes than are taken
    FILE_TOO_LONG = "file-too-long"  #: more rows or columns than are read
    FIELD_TOO_LONG = "field-too-long"  #: an order of a file with a text in it that no form could carry
    FILE_KIND = "file-kind"  #: neither text nor a spreadsheet of today
    FILE_OLD = "file-old"  #: a spreadsheet of before 2007, or one with a password
    FILE_BROKEN = "file-broken"  #: a spreadsheet that cannot be opened
    FILE_UNPACKED = "file-unpacked"  #: a spreadsheet that would unpack to more than is taken
    FILE_ENCODING = "file-encoding"  #: a text that is not UTF-8, read as Windows writes it
    SHEET_CHOSEN = "sheet-chosen"  #: a spreadsheet of several sheets, of which one was read
    LEFT_IN_FILE = "left-in-file"  #: what gave no order is more than the box holds


#: These only tell how something was read, and what beside the orders was left out; nothing of it is to be put right.
REMARKS: Final = frozenset(
    {
        *(PasteCode.TITLE, PasteCode.COLUMN_UNKNOWN, PasteCode.COUNTER, PasteCode.SUM),
        *(PasteCode.HOLDINGS, PasteCode.KITE_HOLDINGS, PasteCode.HOLDING_NONE, PasteCode.TRADES),
        *(PasteCode.FILE_ENCODING, PasteCode.SHEET_CHOSEN),
    }
)


@dataclass(frozen=True, slots=True)
class PasteFault:
    """One thing that could not be read: where (`row` counts from 1, `column` is its heading, key or number), and why.

    `facts` are text as pasted, shortened, or whole numbers.
    """

    row: int | None
    column: str | None
    code: PasteCode
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pasted:
    """The orders read, the basket's name if the text had one, the faults, and the text that gave no order.

    `unread` goes back into the box: reading it again, mended, gives the orders that are missing and no others.
    `isins` are those of the orders, in their order, where the text had any; else it is empty.
    `sequence` is the sequence of sending that was chosen, "" where the text names none.
    """

    orders: tuple[OrderText, ...] = ()
    name: str | None = None
    faults: tuple[PasteFault, ...] = ()
    unread: str = ""
    isins: tuple[str, ...] = ()
    sequence: str = ""

    @property
    def faulty(self) -> bool:
        """Whether something could not be read; a mere remark on how it was read is no such thing."""
        return any(fault.code not in REMARKS for fault in self.faults)
