"""The tables of evidence and of mending, as the program sees them. tests/store holds the migrations to them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from tokri.core.evidence import How, Source
from tokri.core.ports.evidence import PostbackState
from tokri.core.ports.private import Noun
from tokri.store.tables import metadata, row_seq
from tokri.store.triggers import AppendOnly, follow
from tokri.store.types import Flag, Instant, is_flag, is_one_of, is_sha256

#: Never changed. `book` is JSON; `sha256` is that of source, how, place and book: whether an order looks as it did.
sightings = Table(
    "sightings",
    metadata,
    row_seq(),
    Column("handoff_id", Text, ForeignKey("handoffs.id"), nullable=False),
    Column("source", Text, nullable=False),
    Column("how", Text, nullable=False),
    Column("place", Integer),
    Column("order_id", Text, nullable=False, index=True),
    Column("book", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("origin", Text, nullable=False),
    Index(None, "handoff_id", "order_id"),
    is_one_of("source", [source.value for source in Source if source is not Source.WORD]),
    is_one_of("how", [how.value for how in How]),
    CheckConstraint("place >= 0", name="place"),
    is_sha256("sha256"),
    sqlite_strict=True,
)

#: Never changed. Days are text, YYYY-MM-DD, in India; `whole` is JSON, the ids of hand-offs.
uploads = Table(
    "uploads",
    metadata,
    row_seq(),
    Column("id", Text, nullable=False, unique=True),
    Column("basket_id", Text, nullable=False, index=True),
    Column("source", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("first_day", Text, nullable=False),
    Column("last_day", Text, nullable=False),
    Column("closed", Flag, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("matched", Integer, nullable=False),
    Column("whole", Text, nullable=False),
    is_one_of("source", ["order-file", "trade-file"]),
    is_sha256("sha256"),
    is_flag("closed"),
    sqlite_strict=True,
)

attachments = Table(
    "attachments",
    metadata,
    row_seq(),
    Column("id", Text, nullable=False, unique=True),
    Column("handoff_id", Text, ForeignKey("handoffs.id"), nullable=False, index=True),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("content", LargeBinary, nullable=False),
    is_sha256("sha256"),
    sqlite_strict=True,
)

kite_said = Table(
    "kite_said",
    metadata,
    row_seq(),
    Column("handoff_id", Text, ForeignKey("handoffs.id"), nullable=False, index=True),
    Column("place", Integer),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
    sqlite_strict=True,
)

#: `body` is what came, word for word.
postbacks = Table(
    "postbacks",
    metadata,
    row_seq(),
    Column("id", Text, nullable=False, unique=True),
    Column("order_id", Text, nullable=False, index=True),
    Column("sha256", Text, nullable=False, unique=True),
    Column("body", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("state", Text, nullable=False),
    Column("handoff_id", Text, ForeignKey("handoffs.id")),
    is_sha256("sha256"),
    is_one_of("state", [state.value for state in PostbackState]),
    sqlite_strict=True,
)

#: What was taken into a basket of orders still to place: of an order of a hand-off once, so that none is placed twice.
#: `basket_id` and `number` are the basket, and its version, that the quantity went into.
still_to_place = Table(
    "still_to_place",
    metadata,
    Column("handoff_id", Text, ForeignKey("handoffs.id"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("quantity", Integer, nullable=False),
    Column("basket_id", Text, nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    CheckConstraint("quantity >= 1", name="quantity"),
    sqlite_strict=True,
)

#: A basket of the firm's that follows up what clients filled of a version of another.
follow_ups = Table(
    "follow_ups",
    metadata,
    Column("basket_id", Text, ForeignKey("desk_baskets.id"), primary_key=True),
    Column("from_basket_id", Text, ForeignKey("desk_baskets.id"), nullable=False, index=True),
    Column("from_number", Integer, nullable=False),
    Column("facts", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    sqlite_strict=True,
)

#: A version at a link that nothing came of, closed by the firm with a note.
closings = Table(
    "closings",
    metadata,
    row_seq(),
    Column("link_id", Text, ForeignKey("links.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("note", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "link_id", "number"),
    sqlite_strict=True,
)

#: That a person said "go on" to a part whose buys wait for the sells before it, although those are not seen filled.
gone_on = Table(
    "gone_on",
    metadata,
    Column("basket_id", Text, ForeignKey("baskets.id"), primary_key=True),
    Column("version_number", Integer, primary_key=True, autoincrement=False),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    sqlite_strict=True,
)

#: What a kept session shows to its person alone, sealed; the rows go with the session.
private_looks = Table(
    "private_looks",
    metadata,
    Column("reading_id", Text, ForeignKey("readings.id"), primary_key=True),
    Column("noun", Text, primary_key=True),
    Column("asked_at", Instant),
    Column("seen_at", Instant),
    Column("failed_at", Instant),
    Column("kite_said", Text, nullable=False),
    Column("sealed", Text),
    Column("fault", Text),
    is_one_of("noun", [noun.value for noun in Noun]),
    sqlite_strict=True,
)

#: The tables of evidence whose rows are never changed, each with its triggers. A migration makes the same.
EVIDENCE_APPEND_ONLY = (
    AppendOnly("sightings", keys=(("seq",),)),
    AppendOnly("uploads", keys=(("seq",), ("id",)), may_delete=True),
)
follow(metadata, EVIDENCE_APPEND_ONLY)
