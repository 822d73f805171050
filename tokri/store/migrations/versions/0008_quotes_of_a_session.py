"""A kept session may also show what the market says, and each look says why it found nothing out."""

from alembic import op
from sqlalchemy import Column, ForeignKey, Text

from tokri.store.types import Instant, is_one_of

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    # SQLite changes no constraint of a table that is there: it is made anew, with what it holds.
    op.execute("CREATE TEMPORARY TABLE looks_before AS SELECT * FROM private_looks")
    op.drop_table("private_looks")
    op.create_table(
        "private_looks",
        Column("reading_id", Text, ForeignKey("readings.id"), primary_key=True),
        Column("noun", Text, primary_key=True),
        Column("asked_at", Instant),
        Column("seen_at", Instant),
        Column("failed_at", Instant),
        Column("kite_said", Text, nullable=False),
        Column("sealed", Text),
        Column("fault", Text),
        is_one_of("noun", ["account", "others", "quotes", "authorisation"]),
        sqlite_strict=True,
    )
    op.execute("INSERT INTO private_looks SELECT *, NULL FROM looks_before")
    op.execute("DROP TABLE looks_before")
