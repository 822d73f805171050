"""The record is kept: who and from where, a person's data beside the chain, and triggers that refuse to change it."""

from alembic import op
from sqlalchemy import CheckConstraint, Column, ForeignKey, Text

from tokri.store.triggers import AppendOnly, append_only
from tokri.store.types import Sequence

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("record", Column("who", Text, nullable=False, server_default=""))
    op.add_column("record", Column("where_from", Text, nullable=False, server_default=""))
    op.add_column("record", Column("personal_sha256", Text, nullable=False, server_default=""))
    op.create_table(
        "record_personal",
        Column("seq", Sequence, ForeignKey("record.seq"), primary_key=True, autoincrement=False),
        Column("subject", Text, nullable=False, index=True),
        Column("salt", Text, nullable=False),
        Column("data", Text, nullable=False),
        CheckConstraint("length(salt) = 64", name="salt"),
        sqlite_strict=True,
    )
    append_only(op.get_bind(), AppendOnly("record", keys=(("seq",), ("sha256",)), next_in="seq"))
    append_only(op.get_bind(), AppendOnly("record_personal", keys=(("seq",),), may_delete=True))
