"""How an empty or an older store becomes the one this program knows.

Imported only where it is asked for: Alembic takes a while to load, and no page needs it.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from tokri.store.store import SqlStore


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, held in memory; env.py is handed the connection and reads no setting."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(store: SqlStore) -> None:
    """Bring the store's tables to this program's revision, all at once or not at all.

    Safe to call from several processes: one migrates, the others wait and find nothing to do. Raises StoreBusy
    after waiting too long, StoreUnready for a database that does not answer.
    """
    with store.migrating() as connection:
        command.upgrade(alembic_config(connection), "head")
