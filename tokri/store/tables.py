"""Every table of the store, as the program sees it. tests/store holds the migrations to it, word for word.

`seq` is the order of writing, which times alone cannot tell when two fall on one microsecond.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, MetaData, Table, Text, UniqueConstraint
from sqlalchemy.schema import ForeignKeyConstraint, Identity

from tokri.core.ports import ReadingFault, Said
from tokri.store.triggers import AppendOnly, follow
from tokri.store.types import Flag, Instant, Sequence, is_flag, is_one_of, is_sha256

#: The revision of migrations/ that makes exactly these tables; `Store.check` asks for it.
REVISION = "0008"

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pk",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "fk": "%(table_name)s_%(column_0_N_name)s_fk",
        "ck": "%(table_name)s_%(constraint_name)s_check",
        "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    }
)


def row_seq() -> Column[int]:
    return Column("seq", Sequence, Identity(), primary_key=True)


visitors = Table(
    "visitors",
    metadata,
    Column("id", Text, primary_key=True),
    Column("created_at", Instant, nullable=False),
    Column("kite_user_id", Text),
    sqlite_strict=True,
)

baskets = Table(
    "baskets",
    metadata,
    row_seq(),
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

versions = Table(
    "versions",
    metadata,
    Column("basket_id", Text, ForeignKey("baskets.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("document", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("saved_at", Instant, nullable=False),
    CheckConstraint("number >= 1", name="number"),
    is_sha256("sha256"),
    sqlite_strict=True,
)

#: `place` is the order's place from 0, or -1 for the whole basket: a primary key holds no NULL.
acceptances = Table(
    "acceptances",
    metadata,
    Column("basket_id", Text, ForeignKey("baskets.id"), primary_key=True),
    Column("review_sha256", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    CheckConstraint("place >= -1", name="place"),
    is_sha256("review_sha256"),
    sqlite_strict=True,
)

handoffs = Table(
    "handoffs",
    metadata,
    row_seq(),
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
    Column("browser_id", Text),
    Column("known_sha256", Text),
    ForeignKeyConstraint(["basket_id", "version_number"], ["versions.basket_id", "versions.number"]),
    UniqueConstraint("basket_id", "version_number", "part", "attempt"),
    Index(None, "browser_id", "left_at"),
    Index(None, "tag"),
    Index(None, "left_at"),
    CheckConstraint("part BETWEEN 1 AND parts", name="part"),
    CheckConstraint("first_order >= 0", name="first_order"),
    CheckConstraint("orders >= 1", name="orders"),
    CheckConstraint("attempt >= 1", name="attempt"),
    is_sha256("version_sha256"),
    is_sha256("review_sha256"),
    is_sha256("payload_sha256"),
    sqlite_strict=True,
)

#: `token_sha256` is "" where no token came, so that the unique keys see two such claims as the same.
handbacks = Table(
    "handbacks",
    metadata,
    row_seq(),
    Column("id", Text, nullable=False, unique=True),
    Column("visitor_id", Text, nullable=False),
    Column("handoff_id", Text, ForeignKey("handoffs.id")),
    Column("status", Text, nullable=False),
    Column("status_text", Text, nullable=False),
    Column("token_sha256", Text, nullable=False),
    Column("token_sealed", Text),
    Column("at", Instant, nullable=False),
    Column("log_in", Flag),
    UniqueConstraint("handoff_id", "status", "token_sha256"),
    is_one_of("status", ["success", "cancelled", "odd"]),
    CheckConstraint("length(token_sha256) IN (0, 64)", name="token_sha256"),
    sqlite_strict=True,
)
Index(
    "handbacks_unassigned_key",
    handbacks.c.visitor_id,
    handbacks.c.status,
    handbacks.c.token_sha256,
    unique=True,
    sqlite_where=handbacks.c.handoff_id.is_(None),
    postgresql_where=handbacks.c.handoff_id.is_(None),
)

#: `orders` is JSON, the places of those that were ticked.
persons_words = Table(
    "persons_words",
    metadata,
    row_seq(),
    Column("handoff_id", Text, ForeignKey("handoffs.id"), nullable=False, index=True),
    Column("said", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("orders", Text, nullable=False, server_default="[]"),
    is_one_of("said", [word.value for word in Said]),
    sqlite_strict=True,
)

readings = Table(
    "readings",
    metadata,
    row_seq(),
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
    is_one_of("fault", [fault.value for fault in ReadingFault]),
    sqlite_strict=True,
)

#: A job nobody has leased has owner and leased_until NULL; there is one such of a kind and subject.
jobs = Table(
    "jobs",
    metadata,
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
Index(
    "jobs_waiting_key",
    jobs.c.kind,
    jobs.c.subject,
    unique=True,
    sqlite_where=jobs.c.owner.is_(None),
    postgresql_where=jobs.c.owner.is_(None),
)

record = Table(
    "record",
    metadata,
    Column("seq", Sequence, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("sha256", Text, nullable=False, unique=True),
    Column("who", Text, nullable=False, server_default=""),
    Column("where_from", Text, nullable=False, server_default=""),
    Column("personal_sha256", Text, nullable=False, server_default=""),
    CheckConstraint("seq >= 1", name="seq"),
    is_sha256("sha256"),
    Index(None, "subject", "seq"),
    sqlite_strict=True,
)

#: What the record says of a person, beside the chain: it may be deleted, and `record` keeps its salted hash.
record_personal = Table(
    "record_personal",
    metadata,
    Column("seq", Sequence, ForeignKey("record.seq"), primary_key=True, autoincrement=False),
    Column("subject", Text, nullable=False, index=True),
    Column("salt", Text, nullable=False),
    Column("data", Text, nullable=False),
    CheckConstraint("length(salt) = 64", name="salt"),
    sqlite_strict=True,
)

rate_limits = Table(
    "rate_limits",
    metadata,
    Column("name", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("starts_at", Instant, primary_key=True),
    Column("uses", Integer, nullable=False),
    Index(None, "starts_at"),
    CheckConstraint("uses >= 1", name="uses"),
    sqlite_strict=True,
)

#: The tables whose rows are never changed, each with the triggers that refuse it. A migration makes the same.
APPEND_ONLY = (
    AppendOnly("record", keys=(("seq",), ("sha256",)), next_in="seq"),
    AppendOnly("record_personal", keys=(("seq",),), may_delete=True),
)
follow(metadata, APPEND_ONLY)
