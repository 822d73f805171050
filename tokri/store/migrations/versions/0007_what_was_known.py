"""A hand-off keeps what was known, when it was made, of what may have placed the same orders before."""

from alembic import op
from sqlalchemy import Column, Text

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("handoffs", Column("known_sha256", Text))
