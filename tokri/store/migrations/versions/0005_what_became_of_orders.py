"""What became of orders: sightings, uploads, screenshots, postbacks; and what was made of what is left."""

from alembic import op
from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, LargeBinary, Text
from sqlalchemy.schema import Identity

from tokri.store.triggers import AppendOnly, append_only
from tokri.store.types import Flag, Instant, Sequence, is_flag, is_one_of, is_sha256

revision = "0005"
down_revision = "0004"


def seq() -> Column[int]:
    return Column("seq", Sequence, Identity(), primary_key=True)


def upgrade() -> None:
    op.add_column("persons_words", Column("orders", Text, nullable=False, server_default="[]"))
    op.create_index("handoffs_tag_idx", "handoffs", ["tag"])
    op.create_index("handoffs_left_at_idx", "handoffs", ["left_at"])
    op.create_table(
        "sightings",
        seq(),
        Column("handoff_id", Text, ForeignKey("handoffs.id"), nullable=False),
        Column("source", Text, nullable=False),
        Column("how", Text, nullable=False),
        Column("place", Integer),
        Column("order_id", Text, nullable=False, index=True),
        Column("book", Text, nullable=False),
        Column("sha256", Text, nullable=False),
        Column("at", Instant, nullable=False),
        Column("origin", Text, nullable=False),
        is_one_of("source", ["book", "postback", "order-file", "trade-file"]),
        is_one_of("how", ["tag", "likeness"]),
        CheckConstraint("place >= 0", name="place"),
        is_sha256("sha256"),
        sqlite_strict=True,
    )
    op.create_index("sightings_handoff_id_order_id_idx", "sightings", ["handoff_id", "order_id"])
    op.create_table(
        "uploads",
        seq(),
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
    op.create_table(
        "attachments",
        seq(),
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
    op.create_table(
        "kite_said",
        seq(),
        Column("handoff_id", Text, ForeignKey("handoffs.id"), nullable=False, index=True),
        Column("place", Integer),
        Column("reason", Text, nullable=False),
        Column("at", Instant, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "postbacks",
        seq(),
        Column("id", Text, nullable=False, unique=True),
        Column("order_id", Text, nullable=False, index=True),
        Column("sha256", Text, nullable=False, unique=True),
        Column("body", Text, nullable=False),
        Column("at", Instant, nullable=False),
        Column("state", Text, nullable=False),
        Column("handoff_id", Text, ForeignKey("handoffs.id")),
        is_sha256("sha256"),
        is_one_of("state", ["new", "applied", "stranger", "unreadable"]),
        sqlite_strict=True,
    )
    op.create_table(
        "still_to_place",
        Column("handoff_id", Text, ForeignKey("handoffs.id"), primary_key=True),
        Column("place", Integer, primary_key=True, autoincrement=False),
        Column("quantity", Integer, nullable=False),
        Column("basket_id", Text, nullable=False, index=True),
        Column("number", Integer, nullable=False),
        Column("at", Instant, nullable=False),
        CheckConstraint("quantity >= 1", name="quantity"),
        sqlite_strict=True,
    )
    op.create_table(
        "follow_ups",
        Column("basket_id", Text, ForeignKey("desk_baskets.id"), primary_key=True),
        Column("from_basket_id", Text, ForeignKey("desk_baskets.id"), nullable=False, index=True),
        Column("from_number", Integer, nullable=False),
        Column("facts", Text, nullable=False),
        Column("by", Text, nullable=False),
        Column("at", Instant, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "closings",
        seq(),
        Column("link_id", Text, ForeignKey("links.id"), nullable=False),
        Column("number", Integer, nullable=False),
        Column("note", Text, nullable=False),
        Column("by", Text, nullable=False),
        Column("at", Instant, nullable=False),
        sqlite_strict=True,
    )
    op.create_index("closings_link_id_number_idx", "closings", ["link_id", "number"])
    op.create_table(
        "gone_on",
        Column("basket_id", Text, ForeignKey("baskets.id"), primary_key=True),
        Column("version_number", Integer, primary_key=True, autoincrement=False),
        Column("part", Integer, primary_key=True, autoincrement=False),
        Column("at", Instant, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "private_looks",
        Column("reading_id", Text, ForeignKey("readings.id"), primary_key=True),
        Column("noun", Text, primary_key=True),
        Column("asked_at", Instant),
        Column("seen_at", Instant),
        Column("failed_at", Instant),
        Column("kite_said", Text, nullable=False),
        Column("sealed", Text),
        is_one_of("noun", ["account", "others", "authorisation"]),
        sqlite_strict=True,
    )
    append_only(op.get_bind(), AppendOnly("sightings", keys=(("seq",),)))
    append_only(op.get_bind(), AppendOnly("uploads", keys=(("seq",), ("id",)), may_delete=True))
