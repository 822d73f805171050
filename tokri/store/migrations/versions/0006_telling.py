"""Endpoints of the firm's own systems and what waits for them; what its people are told by mail."""

from alembic import op
from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Text, UniqueConstraint
from sqlalchemy.schema import Identity

from tokri.store.types import Instant, Sequence, is_one_of

revision = "0006"
down_revision = "0005"

FAULTS = ["no-name", "not-public", "unreachable", "no-answer", "answered", "unreadable", "ended"]
REASONS = ["unresolved", "rejected", "asked", "declined"]


def seq() -> Column[int]:
    return Column("seq", Sequence, Identity(), primary_key=True)


def upgrade() -> None:
    op.create_table(
        "webhook_endpoints",
        seq(),
        Column("id", Text, nullable=False, unique=True),
        Column("url", Text, nullable=False),
        Column("secret_sealed", Text, nullable=False),
        Column("old_sealed", Text),
        Column("old_until", Instant),
        Column("made_at", Instant, nullable=False),
        Column("made_by", Text, nullable=False),
        Column("failures", Integer, nullable=False),
        Column("rests_until", Instant),
        Column("ended_at", Instant),
        Column("owner", Text),
        Column("leased_until", Instant),
        CheckConstraint("failures >= 0", name="failures"),
        CheckConstraint("(owner IS NULL) = (leased_until IS NULL)", name="leased"),
        CheckConstraint("(old_sealed IS NULL) = (old_until IS NULL)", name="old"),
        sqlite_strict=True,
    )
    op.create_table(
        "outbox",
        seq(),
        Column("endpoint_id", Text, ForeignKey("webhook_endpoints.id"), nullable=False),
        Column("message_id", Text, nullable=False),
        Column("type", Text, nullable=False),
        Column("body", Text, nullable=False),
        Column("at", Instant, nullable=False),
        Column("asked_at", Instant, nullable=False),
        Column("tries", Integer, nullable=False),
        Column("due_at", Instant),
        Column("tried_at", Instant),
        Column("delivered_at", Instant),
        Column("given_up_at", Instant),
        Column("fault", Text),
        Column("status", Integer, nullable=False),
        UniqueConstraint("endpoint_id", "message_id"),
        CheckConstraint("tries >= 0", name="tries"),
        CheckConstraint("(due_at IS NULL) = (delivered_at IS NOT NULL OR given_up_at IS NOT NULL)", name="due_at"),
        CheckConstraint("delivered_at IS NULL OR given_up_at IS NULL", name="ended_once"),
        is_one_of("fault", FAULTS),
        sqlite_strict=True,
    )
    op.create_index("outbox_endpoint_id_due_at_idx", "outbox", ["endpoint_id", "due_at"])
    op.create_table(
        "notices",
        seq(),
        Column("person_id", Text, ForeignKey("people.id"), nullable=False),
        Column("reason", Text, nullable=False),
        Column("about", Text, nullable=False),
        Column("link_id", Text, ForeignKey("links.id"), nullable=False),
        Column("at", Instant, nullable=False),
        Column("told_at", Instant),
        UniqueConstraint("person_id", "reason", "about"),
        is_one_of("reason", REASONS),
        sqlite_strict=True,
    )
    op.create_table(
        "unwanted_notices",
        Column("person_id", Text, ForeignKey("people.id"), primary_key=True),
        Column("reason", Text, primary_key=True),
        is_one_of("reason", REASONS),
        sqlite_strict=True,
    )
