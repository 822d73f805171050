"""Links, what is said at them and sent of them; recalls; whose browser left with a hand-off."""

from alembic import op
from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Text, text
from sqlalchemy.schema import ForeignKeyConstraint, Identity

from tokri.store.triggers import AppendOnly, append_only
from tokri.store.types import Instant, Sequence, is_one_of, is_sha256

revision = "0004"
down_revision = "0003"


def seq() -> Column[int]:
    return Column("seq", Sequence, Identity(), primary_key=True)


def upgrade() -> None:
    op.drop_index("handoffs_visitor_id_left_at_idx")
    op.add_column("handoffs", Column("browser_id", Text))
    op.execute("UPDATE handoffs SET browser_id = visitor_id WHERE left_at IS NOT NULL")
    op.create_index("handoffs_browser_id_left_at_idx", "handoffs", ["browser_id", "left_at"])
    op.create_table(
        "links",
        seq(),
        Column("id", Text, nullable=False, unique=True),
        Column("basket_id", Text, nullable=False),
        Column("client_id", Text, ForeignKey("clients.id"), nullable=False, index=True),
        Column("visitor_id", Text, ForeignKey("visitors.id"), nullable=False, unique=True),
        Column("number", Integer, nullable=False),
        Column("token_sha256", Text, nullable=False, unique=True),
        Column("token_sealed", Text, nullable=False),
        Column("check_kind", Text, nullable=False),
        Column("language", Text, nullable=False),
        Column("made_at", Instant, nullable=False),
        Column("made_by", Text, nullable=False),
        Column("expires_at", Instant, nullable=False),
        Column("most_uses", Integer, nullable=False),
        Column("wrong_checks", Integer, nullable=False),
        Column("locked_at", Instant),
        Column("opened_at", Instant),
        Column("ended_at", Instant),
        Column("ended", Text),
        ForeignKeyConstraint(["basket_id", "number"], ["shared_versions.basket_id", "shared_versions.number"]),
        is_sha256("token_sha256"),
        is_one_of("check_kind", ["", "pan", "birth-year"]),
        is_one_of("ended", ["revoked", "reissued"]),
        CheckConstraint("(ended IS NULL) = (ended_at IS NULL)", name="ended_at"),
        CheckConstraint("most_uses >= 1", name="most_uses"),
        CheckConstraint("wrong_checks >= 0", name="wrong_checks"),
        sqlite_strict=True,
    )
    op.create_index(
        "links_live_key",
        "links",
        ["basket_id", "client_id"],
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    )
    op.create_table(
        "group_links",
        seq(),
        Column("id", Text, nullable=False, unique=True),
        Column("basket_id", Text, ForeignKey("desk_baskets.id"), nullable=False, index=True),
        Column("group", Text, nullable=False),
        Column("token_sha256", Text, nullable=False, unique=True),
        Column("token_sealed", Text, nullable=False),
        Column("made_at", Instant, nullable=False),
        Column("made_by", Text, nullable=False),
        Column("expires_at", Instant, nullable=False),
        Column("ended_at", Instant),
        is_sha256("token_sha256"),
        sqlite_strict=True,
    )
    op.create_table(
        "link_checks",
        Column("link_id", Text, ForeignKey("links.id"), primary_key=True),
        Column("browser_id", Text, primary_key=True),
        Column("at", Instant, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "recalls",
        Column("basket_id", Text, primary_key=True),
        Column("number", Integer, primary_key=True, autoincrement=False),
        Column("reason", Text, nullable=False),
        Column("by", Text, nullable=False),
        Column("at", Instant, nullable=False),
        ForeignKeyConstraint(["basket_id", "number"], ["shared_versions.basket_id", "shared_versions.number"]),
        sqlite_strict=True,
    )
    op.create_table(
        "consents",
        seq(),
        Column("id", Text, nullable=False, unique=True),
        Column("link_id", Text, ForeignKey("links.id"), nullable=False, index=True),
        Column("client_id", Text, ForeignKey("clients.id"), nullable=False, index=True),
        Column("basket_id", Text, nullable=False),
        Column("number", Integer, nullable=False),
        Column("version_sha256", Text, nullable=False),
        Column("review_sha256", Text, nullable=False),
        Column("part", Integer, nullable=False),
        Column("parts", Integer, nullable=False),
        Column("handoff_id", Text, ForeignKey("handoffs.id"), nullable=False, unique=True),
        Column("text", Text, nullable=False),
        Column("language", Text, nullable=False),
        Column("changes", Text, nullable=False),
        Column("check_kind", Text, nullable=False),
        Column("checked_at", Instant),
        Column("browser_id", Text, nullable=False),
        Column("at", Instant, nullable=False),
        ForeignKeyConstraint(["basket_id", "number"], ["shared_versions.basket_id", "shared_versions.number"]),
        CheckConstraint("part BETWEEN 1 AND parts", name="part"),
        is_sha256("version_sha256"),
        is_sha256("review_sha256"),
        is_one_of("check_kind", ["", "pan", "birth-year"]),
        sqlite_strict=True,
    )
    op.create_table(
        "link_answers",
        seq(),
        Column("id", Text, nullable=False, unique=True),
        Column("link_id", Text, ForeignKey("links.id"), nullable=False, index=True),
        Column("number", Integer, nullable=False),
        Column("kind", Text, nullable=False),
        Column("text", Text, nullable=False),
        Column("at", Instant, nullable=False),
        Column("browser_id", Text, nullable=False),
        Column("details", Text, nullable=False),
        is_one_of("kind", ["declined", "question", "elsewhere", "placed-elsewhere", "kite-id"]),
        sqlite_strict=True,
    )
    op.create_table(
        "messages",
        seq(),
        Column("id", Text, nullable=False, unique=True),
        Column("link_id", Text, ForeignKey("links.id"), nullable=False, index=True),
        Column("number", Integer, nullable=False),
        Column("kind", Text, nullable=False),
        Column("way", Text, nullable=False),
        Column("at", Instant, nullable=False),
        Column("by", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("text", Text, nullable=False),
        Column("handed_over_at", Instant),
        Column("failed", Text, nullable=False),
        is_one_of("kind", ["first", "reminder", "correction"]),
        is_one_of("way", ["whatsapp", "copy", "qr", "slip", "email", "file"]),
        sqlite_strict=True,
    )
    append_only(op.get_bind(), AppendOnly("recalls", keys=(("basket_id", "number"),)))
    append_only(op.get_bind(), AppendOnly("consents", keys=(("seq",), ("id",), ("handoff_id",)), may_delete=True))
    append_only(op.get_bind(), AppendOnly("link_answers", keys=(("seq",), ("id",)), may_delete=True))
