"""The only SQL: what tokri/core/ports asks of a store, kept on SQLite or on PostgreSQL.

open_store   one store from DATABASE_URL; opens nothing until first used
store.py     how units begin and end, and what a database's errors mean; units.py: one change, or one consistent look
sqlite.py    postgresql.py    what each database needs: how a unit begins, which errors mean what
tables.py    types.py         every table; the column types that hold on both
triggers.py  what refuses to change the tables that are only ever added to
visitors.py  baskets.py  handoffs.py  handbacks.py  readings.py  jobs.py  record.py  rate_limits.py    a module a noun
migrating.py migrations/      how an empty or an older store becomes this one
"""

from pathlib import Path

from tokri.store.store import SqlStore

__all__ = ["SqlStore", "open_store"]


def open_store(database_url: str, *, data_dir: Path) -> SqlStore:
    """Build the store that `database_url` names; "" or "sqlite" is the file `tokri.db` in `data_dir`.

    No file, connection or driver is opened before the first unit. Raises StoreUnready for an address it cannot read.
    """
    if database_url in ("", "sqlite"):
        return SqlStore(f"sqlite:///{(data_dir / 'tokri.db').absolute()}")
    return SqlStore(database_url)
