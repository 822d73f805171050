"""The way through: baskets, hand-offs, what came back, readings, jobs, the record, rate limits."""

from alembic import op
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text, UniqueConstraint, text
from sqlalchemy.schema import ForeignKeyConstraint, Identity

from tokri.store.types import Flag, Instant, Sequence, is_flag, is_one_of, is_sha256

revision = "0001"
down_revision = None


def seq() -> Column[int]:
    return Column("seq", Sequence, Identity(), primary_key=True)


def upgrade() -> None:
    op.create_table(
        "visitors",
        Column("id", Text, primary_key=True),
        Column("created_at", Instant, nullable=False),
        Column("kite_user_id", Text),
        sqlite_strict=True,
    )
    op.create_table(
        "baskets",
        seq(),
        Column("id", Text, nullable=False, unique=True),
        Column("visitor_id", Text, ForeignKey("visitors.id"), index=True),
        Column("name", Text, nullable=False),
        Column("created_at", Instant, nullable=False),
        Column("latest_number", Integer, nullable=False),
        Column("saved_at", Instant, nullable=False, index=True),
        Column("deleted_at", Instant),
        CheckConstraint("latest_number >= 1", name="latest_number"),
        sqlite_strict=True,
    )
    op.create_table(
        "versions",
        Column("basket_id", Text, ForeignKey("baskets.id"), primary_key=True),
        Column("number", Integer, primary_key=True, autoincrement=False),
        Column("document", Text, nullable=False),
        Column("sha256", Text, nullable=False),
        Column("saved_at", Instant, nullable=False),
        CheckConstraint("number >= 1", name="number"),
        is_sha256("sha256"),
        sqlite_strict=True,
    )
    op.create_table(
        "acceptances",
        Column("basket_id", Text, ForeignKey("baskets.id"), primary_key=True),
        Column("review_sha256", Text, primary_key=True),
        Column("code", Text, primary_key=True),
        Column("place", Integer, primary_key=True, autoincrement=False),
        Column("at", Instant, nullable=False),
        CheckConstraint("place >= -1", name="place"),
        is_sha256("review_sha256"),
        sqlite_strict=True,
    )
    op.create_table(
        "handoffs",
        seq(),
        Column("id", Text, nullable=False, unique=True),
        Column("basket_id", Text, nullable=False),
        Column("visitor_id", Text, ForeignKey("visitors.id"), nullable=False),
        Column("version_number", Integer, nullable=False),
        Column("version_sha256", Text, nullable=False),
        Column("review_sha256", Text, nullable=False),
        Column("part", Integer, nullable=False),
        Column("parts", Integer, nullable=False),
        Column("first_order", Integer, nullable=False),
        Column("orders", Integer, nullable=False),
        Column("attempt", Integer, nullable=False),
        Column("tag", Text, nullable=False),
        Column("nonce", Text, nullable=False, unique=True),
        Column("payload", Text, nullable=False),
        Column("payload_sha256", Text, nullable=False),
        Column("created_at", Instant, nullable=False),
        Column("left_at", Instant),
        Column("elsewhere_at", Instant),
        ForeignKeyConstraint(["basket_id", "version_number"], ["versions.basket_id", "versions.number"]),
        UniqueConstraint("basket_id", "version_number", "part", "attempt"),
        Index(None, "visitor_id", "left_at"),
        CheckConstraint("part BETWEEN 1 AND parts", name="part"),
        CheckConstraint("first_order >= 0", name="first_order"),
        CheckConstraint("orders >= 1", name="orders"),
        CheckConstraint("attempt >= 1", name="attempt"),
        is_sha256("version_sha256"),
        is_sha256("review_sha256"),
        is_sha256("payload_sha256"),
        sqlite_strict=True,
    )
    op.create_table(
        "handbacks",
        seq(),
        Column("id", Text, nullable=False, unique=True),
        Column("visitor_id", Text, nullable=False),
        Column("handoff_id", Text, ForeignKey("handoffs.id")),
        Column("status", Text, nullable=False),
        Column("status_text", Text, nullable=False),
        Column("token_sha256", Text, nullable=False),
        Column("token_sealed", Text),
        Column("at", Instant, nullable=False),
        UniqueConstraint("handoff_id", "status", "token_sha256"),
        is_one_of("status", ["success", "cancelled", "odd"]),
        CheckConstraint("length(token_sha256) IN (0, 64)", name="token_sha256"),
        sqlite_strict=True,
    )
    op.create_index(
        "handbacks_unassigned_key",
        "handbacks",
        ["visitor_id", "status", "token_sha256"],
        unique=True,
        sqlite_where=text("handoff_id IS NULL"),
        postgresql_where=text("handoff_id IS NULL"),
    )
    op.create_table(
        "persons_words",
        seq(),
        Column("handoff_id", Text, ForeignKey("handoffs.id"), nullable=False, index=True),
        Column("said", Text, nullable=False),
        Column("at", Instant, nullable=False),
        is_one_of("said", ["placed-all", "placed-some", "placed-none", "not-enabled", "no-login"]),
        sqlite_strict=True,
    )
    op.create_table(
        "readings",
        seq(),
        Column("id", Text, nullable=False, unique=True),
        Column("handoff_id", Text, ForeignKey("handoffs.id"), nullable=False, index=True),
        Column("visitor_id", Text, nullable=False, index=True),
        Column("handback_id", Text, ForeignKey("handbacks.id"), nullable=False, unique=True),
        Column("keep", Flag, nullable=False),
        Column("asked_at", Instant, nullable=False),
        Column("exchange_started_at", Instant),
        Column("exchanged_at", Instant),
        Column("kite_user_id", Text),
        Column("access_token_sealed", Text),
        Column("expires_at", Instant),
        Column("confirmed_at", Instant),
        Column("read_at", Instant),
        Column("found", Text, nullable=False),
        Column("unsorted", Text, nullable=False),
        Column("others", Integer),
        Column("look_asked_at", Instant),
        Column("look_failed_at", Instant),
        Column("end_asked_at", Instant),
        Column("ended_at", Instant),
        Column("end_confirmed", Flag, nullable=False),
        Column("fault", Text),
        Column("kite_said", Text, nullable=False),
        is_flag("keep"),
        is_flag("end_confirmed"),
        CheckConstraint("others >= 0", name="others"),
        is_one_of(
            "fault",
            [
                "token-refused",
                "too-late",
                "not-allowed",
                "refused",
                "unreachable",
                "nonsense",
                "busy",
                "unknown",
                "wrong-account",
                "unconfirmed",
            ],
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "jobs",
        Column("id", Sequence, Identity(), primary_key=True),
        Column("kind", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("due_at", Instant, nullable=False, index=True),
        Column("attempts", Integer, nullable=False),
        Column("owner", Text),
        Column("leased_until", Instant),
        CheckConstraint("(owner IS NULL) = (leased_until IS NULL)", name="leased"),
        CheckConstraint("attempts >= 0", name="attempts"),
        sqlite_strict=True,
    )
    op.create_index(
        "jobs_waiting_key",
        "jobs",
        ["kind", "subject"],
        unique=True,
        sqlite_where=text("owner IS NULL"),
        postgresql_where=text("owner IS NULL"),
    )
    op.create_table(
        "record",
        Column("seq", Sequence, primary_key=True, autoincrement=False),
        Column("at", Instant, nullable=False),
        Column("kind", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("facts", Text, nullable=False),
        Column("previous", Text, nullable=False),
        Column("sha256", Text, nullable=False, unique=True),
        CheckConstraint("seq >= 1", name="seq"),
        is_sha256("sha256"),
        sqlite_strict=True,
    )
    op.create_table(
        "rate_limits",
        Column("name", Text, primary_key=True),
        Column("key", Text, primary_key=True),
        Column("starts_at", Instant, primary_key=True),
        Column("uses", Integer, nullable=False),
        Index(None, "starts_at"),
        CheckConstraint("uses >= 1", name="uses"),
        sqlite_strict=True,
    )
