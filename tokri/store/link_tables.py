"""The tables of links, as the program sees them. tests/store holds the migrations to them, word for word."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text
from sqlalchemy.schema import ForeignKeyConstraint

from tokri.core.desk.client import CheckKind
from tokri.core.link.link import AnswerKind, Ended, MessageKind, Way
from tokri.store.tables import metadata, row_seq
from tokri.store.triggers import AppendOnly, follow
from tokri.store.types import Instant, is_one_of, is_sha256

links = Table(
    "links",
    metadata,
    row_seq(),
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
    is_one_of("check_kind", [kind.value for kind in CheckKind]),
    is_one_of("ended", [ended.value for ended in Ended]),
    CheckConstraint("(ended IS NULL) = (ended_at IS NULL)", name="ended_at"),
    CheckConstraint("most_uses >= 1", name="most_uses"),
    CheckConstraint("wrong_checks >= 0", name="wrong_checks"),
    sqlite_strict=True,
)
#: An account has one link to a basket that has not ended.
Index(
    "links_live_key",
    links.c.basket_id,
    links.c.client_id,
    unique=True,
    sqlite_where=links.c.ended_at.is_(None),
    postgresql_where=links.c.ended_at.is_(None),
)

group_links = Table(
    "group_links",
    metadata,
    row_seq(),
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

#: Browsers that gave the right answer to a link's check.
link_checks = Table(
    "link_checks",
    metadata,
    Column("link_id", Text, ForeignKey("links.id"), primary_key=True),
    Column("browser_id", Text, primary_key=True),
    Column("at", Instant, nullable=False),
    sqlite_strict=True,
)

#: Never changed, never deleted: triggers refuse it.
recalls = Table(
    "recalls",
    metadata,
    Column("basket_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    ForeignKeyConstraint(["basket_id", "number"], ["shared_versions.basket_id", "shared_versions.number"]),
    sqlite_strict=True,
)

#: Never changed; deleted singly, when a client's years are over. `changes` is JSON. One consent a hand-off.
consents = Table(
    "consents",
    metadata,
    row_seq(),
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
    is_one_of("check_kind", [kind.value for kind in CheckKind]),
    sqlite_strict=True,
)

#: The same. `details` is JSON.
link_answers = Table(
    "link_answers",
    metadata,
    row_seq(),
    Column("id", Text, nullable=False, unique=True),
    Column("link_id", Text, ForeignKey("links.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("browser_id", Text, nullable=False),
    Column("details", Text, nullable=False),
    is_one_of("kind", [kind.value for kind in AnswerKind]),
    sqlite_strict=True,
)

messages = Table(
    "messages",
    metadata,
    row_seq(),
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
    is_one_of("kind", [kind.value for kind in MessageKind]),
    is_one_of("way", [way.value for way in Way]),
    sqlite_strict=True,
)

#: The tables of links whose rows are never changed, each with the triggers that refuse it. A migration makes the same.
LINK_APPEND_ONLY = (
    AppendOnly("recalls", keys=(("basket_id", "number"),)),
    AppendOnly("consents", keys=(("seq",), ("id",), ("handoff_id",)), may_delete=True),
    AppendOnly("link_answers", keys=(("seq",), ("id",)), may_delete=True),
)
follow(metadata, LINK_APPEND_ONLY)
