"""A hand-off keeps what was known when it was made; a return may only have logged in, for one more reading."""

from alembic import op
from sqlalchemy import Column, Text

from tokri.store.types import Flag

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("handoffs", Column("known_sha256", Text))
    op.add_column("handbacks", Column("log_in", Flag))
