"""The desk's tables, as the program sees them. tests/store holds the migrations to them, word for word."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, UniqueConstraint
from sqlalchemy.schema import ForeignKeyConstraint

from tokri.core.desk.people import Purpose
from tokri.store.tables import metadata, row_seq
from tokri.store.triggers import AppendOnly, follow
from tokri.store.types import Flag, Ids, Instant, is_flag, is_one_of, is_sha256

#: `roles` is a JSON list of their names, in order.
people = Table(
    "people",
    metadata,
    row_seq(),
    Column("id", Text, nullable=False, unique=True),
    Column("username", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("roles", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("password_hash", Text),
    Column("password_at", Instant),
    Column("totp_sealed", Text),
    Column("totp_step", Integer),
    Column("disabled_at", Instant),
    Column("edition", Integer, nullable=False),
    CheckConstraint("edition >= 1", name="edition"),
    sqlite_strict=True,
)

invitations = Table(
    "invitations",
    metadata,
    Column("code_sha256", Text, primary_key=True),
    Column("purpose", Text, nullable=False),
    Column("person_id", Text, ForeignKey("people.id"), index=True),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("second_factor", Flag, nullable=False),
    Column("used_at", Instant),
    is_sha256("code_sha256"),
    is_one_of("purpose", [purpose.value for purpose in Purpose]),
    is_flag("second_factor"),
    sqlite_strict=True,
)

desk_sessions = Table(
    "desk_sessions",
    metadata,
    row_seq(),
    Column("id", Text, nullable=False, unique=True),
    Column("token_sha256", Text, nullable=False, unique=True),
    Column("person_id", Text, ForeignKey("people.id"), nullable=False, index=True),
    Column("began_at", Instant, nullable=False, index=True),
    Column("seen_at", Instant, nullable=False),
    Column("whole", Flag, nullable=False),
    Column("confirmed_at", Instant),
    Column("where_from", Text, nullable=False),
    Column("browser", Text, nullable=False),
    Column("ended_at", Instant),
    is_sha256("token_sha256"),
    is_flag("whole"),
    sqlite_strict=True,
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("person_id", Text, ForeignKey("people.id"), primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("used_at", Instant),
    is_sha256("sha256"),
    sqlite_strict=True,
)

#: A sign-in that failed, or is being looked at, once under each key that it counts by; the keys are hashes.
sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    row_seq(),
    Column("attempt", Text, nullable=False, index=True),
    Column("key", Text, nullable=False, index=True),
    Column("at", Instant, nullable=False, index=True),
    sqlite_strict=True,
)

#: One row a save; the last counts. `document` is the whole firm as JSON.
firm_editions = Table(
    "firm_editions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("document", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    CheckConstraint("number >= 1", name="number"),
    sqlite_strict=True,
)

firm_logos = Table(
    "firm_logos",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("png", LargeBinary, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    is_sha256("sha256"),
    sqlite_strict=True,
)

#: `details` is personal data as JSON; erased, it is NULL, and the code alone is left.
clients = Table(
    "clients",
    metadata,
    row_seq(),
    Column("id", Text, nullable=False, unique=True),
    Column("code", Text, nullable=False, unique=True),
    Column("details", Text),
    Column("check_hash", Text),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("edition", Integer, nullable=False),
    Column("inactive_at", Instant),
    Column("erased_at", Instant),
    CheckConstraint("edition >= 1", name="edition"),
    CheckConstraint("erased_at IS NULL OR (details IS NULL AND check_hash IS NULL)", name="erased"),
    sqlite_strict=True,
)

#: `on_day` is a day as ISO writes it; quantities are units.
holdings = Table(
    "holdings",
    metadata,
    Column("client_id", Text, ForeignKey("clients.id"), primary_key=True),
    Column("exchange", Text, primary_key=True),
    Column("tradingsymbol", Text, primary_key=True),
    Column("isin", Text, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("on_day", Text, nullable=False),
    CheckConstraint("quantity >= 0", name="quantity"),
    sqlite_strict=True,
)

#: `outline` is what lists show of the document, as JSON; `sha256` is the document's own.
desk_baskets = Table(
    "desk_baskets",
    metadata,
    row_seq(),
    Column("id", Text, nullable=False, unique=True),
    Column("sha256", Text, nullable=False),
    Column("outline", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("notes", Text, nullable=False),
    Column("edition", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("saved_at", Instant, nullable=False, index=True),
    Column("saved_by", Text, nullable=False),
    Column("template", Flag, nullable=False),
    Column("archived_at", Instant),
    Column("recorded_edition", Integer, nullable=False),
    Column("recorded_at", Instant),
    Column("writers", Ids, nullable=False),
    CheckConstraint("edition >= 1", name="edition"),
    is_sha256("sha256"),
    is_flag("template"),
    sqlite_strict=True,
)

#: Never changed, never deleted: triggers refuse it.
shared_versions = Table(
    "shared_versions",
    metadata,
    Column("basket_id", Text, ForeignKey("desk_baskets.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("document", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("shared_at", Instant, nullable=False),
    Column("shared_by", Text, nullable=False),
    Column("approval_required", Flag, nullable=False),
    Column("question", Text, nullable=False),
    Column("writers", Ids, nullable=False),
    Index(None, "shared_at", "basket_id", "number"),
    CheckConstraint("number >= 1", name="number"),
    is_sha256("sha256"),
    is_flag("approval_required"),
    sqlite_strict=True,
)

#: The same. One decision a version, so that two who decide at once cannot both.
decisions = Table(
    "decisions",
    metadata,
    Column("basket_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("approved", Flag, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("reason", Text, nullable=False),
    ForeignKeyConstraint(["basket_id", "number"], ["shared_versions.basket_id", "shared_versions.number"]),
    is_flag("approved"),
    sqlite_strict=True,
)

#: `quantities` is a JSON list, one each order: a whole number, or null where the client types it.
recipients = Table(
    "recipients",
    metadata,
    row_seq(),
    Column("basket_id", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("client_id", Text, ForeignKey("clients.id"), nullable=False, index=True),
    Column("quantities", Text, nullable=False),
    Column("suitability", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    ForeignKeyConstraint(["basket_id", "number"], ["shared_versions.basket_id", "shared_versions.number"]),
    UniqueConstraint("basket_id", "number", "client_id"),
    sqlite_strict=True,
)

#: `until` is a day as ISO writes it, "" for until it is lifted.
restrictions = Table(
    "restrictions",
    metadata,
    row_seq(),
    Column("id", Text, nullable=False, unique=True),
    Column("exchange", Text, nullable=False),
    Column("tradingsymbol", Text, nullable=False),
    Column("isin", Text, nullable=False),
    Column("until", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("added_by", Text, nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("lifted_at", Instant),
    sqlite_strict=True,
)
Index("restrictions_open_idx", restrictions.c.lifted_at)

#: The desk's tables whose rows are never changed, each with the triggers that refuse it. A migration makes the same.
DESK_APPEND_ONLY = (
    AppendOnly("firm_editions", keys=(("number",),), next_in="number"),
    AppendOnly("shared_versions", keys=(("basket_id", "number"),)),
    AppendOnly("decisions", keys=(("basket_id", "number"),)),
)
follow(metadata, DESK_APPEND_ONLY)
