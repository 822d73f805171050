"""Every sentence that a code can become. A code comes from the core; what to say of it is decided here alone."""

from __future__ import annotations

from tokri.web.words.instruments import instrument_line
from tokri.web.words.names import LABELS, NOUNS, field_label, mend_label, order_name
from tokri.web.words.outcomes import (
    KITE_FAULTS,
    READING_FAULTS,
    SAID,
    book_status,
    no_reading,
    otherwise,
    reading_fault,
    said_by_person,
    session_words,
    terms,
    told,
    unsorted,
)
from tokri.web.words.pasting import SENTENCES as PASTE_SENTENCES
from tokri.web.words.pasting import paste_fault
from tokri.web.words.problems import SENTENCES, sentence
from tokri.web.words.states import STATES, reported_elsewhere, stands, tally

__all__ = [
    "KITE_FAULTS",
    "LABELS",
    "NOUNS",
    "PASTE_SENTENCES",
    "READING_FAULTS",
    "SAID",
    "SENTENCES",
    "STATES",
    "book_status",
    "field_label",
    "instrument_line",
    "mend_label",
    "no_reading",
    "order_name",
    "otherwise",
    "paste_fault",
    "reading_fault",
    "reported_elsewhere",
    "said_by_person",
    "sentence",
    "session_words",
    "stands",
    "tally",
    "terms",
    "told",
    "unsorted",
]
