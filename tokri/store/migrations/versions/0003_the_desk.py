"""The desk: people and their sessions, the firm, clients, baskets, versions and decisions, the restricted list."""

from alembic import op
from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, LargeBinary, Text, UniqueConstraint
from sqlalchemy.schema import ForeignKeyConstraint, Identity

from tokri.store.triggers import AppendOnly, append_only
from tokri.store.types import Flag, Ids, Instant, Sequence, is_flag, is_one_of, is_sha256

revision = "0003"
down_revision = "0002"


def seq() -> Column[int]:
    return Column("seq", Sequence, Identity(), primary_key=True)


def upgrade() -> None:
    op.create_table(
        "people",
        seq(),
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
    op.create_table(
        "invitations",
        Column("code_sha256", Text, primary_key=True),
        Column("purpose", Text, nullable=False),
        Column("person_id", Text, ForeignKey("people.id"), index=True),
        Column("made_at", Instant, nullable=False),
        Column("expires_at", Instant, nullable=False),
        Column("second_factor", Flag, nullable=False),
        Column("used_at", Instant),
        is_sha256("code_sha256"),
        is_one_of("purpose", ["first", "new", "reset"]),
        is_flag("second_factor"),
        sqlite_strict=True,
    )
    op.create_table(
        "desk_sessions",
        seq(),
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
    op.create_table(
        "recovery_codes",
        Column("person_id", Text, ForeignKey("people.id"), primary_key=True),
        Column("sha256", Text, primary_key=True),
        Column("used_at", Instant),
        is_sha256("sha256"),
        sqlite_strict=True,
    )
    op.create_table(
        "sign_in_failures",
        seq(),
        Column("attempt", Text, nullable=False, index=True),
        Column("key", Text, nullable=False, index=True),
        Column("at", Instant, nullable=False, index=True),
        sqlite_strict=True,
    )
    op.create_table(
        "firm_editions",
        Column("number", Integer, primary_key=True, autoincrement=False),
        Column("document", Text, nullable=False),
        Column("by", Text, nullable=False),
        Column("at", Instant, nullable=False),
        CheckConstraint("number >= 1", name="number"),
        sqlite_strict=True,
    )
    op.create_table(
        "firm_logos",
        Column("sha256", Text, primary_key=True),
        Column("png", LargeBinary, nullable=False),
        Column("width", Integer, nullable=False),
        Column("height", Integer, nullable=False),
        Column("at", Instant, nullable=False),
        is_sha256("sha256"),
        sqlite_strict=True,
    )
    op.create_table(
        "clients",
        seq(),
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
    op.create_table(
        "holdings",
        Column("client_id", Text, ForeignKey("clients.id"), primary_key=True),
        Column("exchange", Text, primary_key=True),
        Column("tradingsymbol", Text, primary_key=True),
        Column("isin", Text, nullable=False),
        Column("quantity", Integer, nullable=False),
        Column("on_day", Text, nullable=False),
        CheckConstraint("quantity >= 0", name="quantity"),
        sqlite_strict=True,
    )
    op.create_table(
        "desk_baskets",
        seq(),
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
    op.create_table(
        "shared_versions",
        Column("basket_id", Text, ForeignKey("desk_baskets.id"), primary_key=True),
        Column("number", Integer, primary_key=True, autoincrement=False),
        Column("document", Text, nullable=False),
        Column("sha256", Text, nullable=False),
        Column("shared_at", Instant, nullable=False),
        Column("shared_by", Text, nullable=False),
        Column("approval_required", Flag, nullable=False),
        Column("question", Text, nullable=False),
        Column("writers", Ids, nullable=False),
        CheckConstraint("number >= 1", name="number"),
        is_sha256("sha256"),
        is_flag("approval_required"),
        sqlite_strict=True,
    )
    op.create_table(
        "decisions",
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
    op.create_table(
        "recipients",
        seq(),
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
    op.create_table(
        "restrictions",
        seq(),
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
    op.create_index(
        "shared_versions_shared_at_basket_id_number_idx", "shared_versions", ["shared_at", "basket_id", "number"]
    )
    op.create_index("restrictions_open_idx", "restrictions", ["lifted_at"])
    op.create_index("record_subject_seq_idx", "record", ["subject", "seq"])
    append_only(op.get_bind(), AppendOnly("firm_editions", keys=(("number",),), next_in="number"))
    append_only(op.get_bind(), AppendOnly("shared_versions", keys=(("basket_id", "number"),)))
    append_only(op.get_bind(), AppendOnly("decisions", keys=(("basket_id", "number"),)))
