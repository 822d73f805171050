"""The tables of telling people, as the program sees them. tests/store holds the migrations to them, word for word."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from tokri.core.ports.telling import DeliveryFault
from tokri.core.telling.notices import Reason
from tokri.store.tables import metadata, row_seq
from tokri.store.types import Instant, is_one_of

#: `owner` sends to it until `leased_until`; nobody else does meanwhile.
webhook_endpoints = Table(
    "webhook_endpoints",
    metadata,
    row_seq(),
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

#: One message for one endpoint: written with the change that it tells of, or not at all. Of the three, `due_at`,
#: `delivered_at` and `given_up_at`, one is there: a message that is sent again has lost what became of it before.
outbox = Table(
    "outbox",
    metadata,
    row_seq(),
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
    Index(None, "endpoint_id", "due_at"),
    CheckConstraint("tries >= 0", name="tries"),
    CheckConstraint("(due_at IS NULL) = (delivered_at IS NOT NULL OR given_up_at IS NOT NULL)", name="due_at"),
    CheckConstraint("delivered_at IS NULL OR given_up_at IS NULL", name="ended_once"),
    is_one_of("fault", [fault.value for fault in DeliveryFault]),
    sqlite_strict=True,
)

#: What somebody is to be told by mail, once. `told_at` is when their letter was handed over.
notices = Table(
    "notices",
    metadata,
    row_seq(),
    Column("person_id", Text, ForeignKey("people.id"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("link_id", Text, ForeignKey("links.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("told_at", Instant),
    UniqueConstraint("person_id", "reason", "about"),
    is_one_of("reason", [reason.value for reason in Reason]),
    sqlite_strict=True,
)

#: Of what somebody does not want to be told.
unwanted_notices = Table(
    "unwanted_notices",
    metadata,
    Column("person_id", Text, ForeignKey("people.id"), primary_key=True),
    Column("reason", Text, primary_key=True),
    is_one_of("reason", [reason.value for reason in Reason]),
    sqlite_strict=True,
)
