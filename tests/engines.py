"""Engines that have a dialect and compiled statements in common: a server has one engine, the tests have thousands.

What each test's own engine would compile anew is the same words every time, and was a third of what such a test costs.
The pool, its connections and the database stay each test's own.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, Final

from sqlalchemy import Dialect, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from tokri.store import postgresql, sqlite

#: By the name of the database: the first dialect that a connection has told what it speaks to, and what it compiled.
_DIALECTS: Final[dict[str, Dialect]] = {}
_COMPILED: Final[dict[str, MutableMapping[Any, Any]]] = {}


def create_alike(*arguments: Any, **options: Any) -> Engine:
    """`create_engine`, with the words of the engines before."""
    engine = create_engine(*arguments, **options)
    name = engine.dialect.name
    if name in _DIALECTS:
        engine.dialect = _DIALECTS[name]
    else:
        own = engine.dialect

        def keep(_connection: object, _entry: ConnectionPoolEntry) -> None:
            _DIALECTS.setdefault(name, own)

        event.listen(engine, "connect", keep)
    engine.update_execution_options(compiled_cache=_COMPILED.setdefault(name, {}))
    return engine


def share_engines() -> None:
    """Let both kinds of database make their engines so, from now on."""
    for module in (sqlite, postgresql):
        vars(module)["create_engine"] = create_alike
