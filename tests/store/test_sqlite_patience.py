"""Two connections that switch a new file to WAL at once: SQLite refuses the second, and it asks again."""

from __future__ import annotations

from pathlib import Path

import pytest
from pysqlite3 import dbapi2

from tokri.store.sqlite import WAL, execute_patiently


class Refusing:
    """A connection to a file that is busy for the first few times it is asked, for the reason `code`."""

    def __init__(self, times: int, code: int) -> None:
        self.left = times
        self.asked = 0
        self._code = code

    def execute(self, _: str) -> None:
        self.asked += 1
        if self.left:
            self.left -= 1
            error = dbapi2.OperationalError("database is locked")
            error.sqlite_errorcode = self._code
            raise error


def test_a_busy_file_is_asked_again_until_it_answers() -> None:
    connection = Refusing(times=3, code=5)
    execute_patiently(connection, WAL)
    assert connection.asked == 4


def test_any_other_refusal_is_told_at_once() -> None:
    connection = Refusing(times=1, code=8)
    with pytest.raises(dbapi2.OperationalError):
        execute_patiently(connection, WAL)
    assert connection.asked == 1


def test_sqlites_own_refusals_carry_the_code_that_is_looked_at(tmp_path: Path) -> None:
    holder, other = (dbapi2.connect(tmp_path / "new.db", isolation_level=None, timeout=0) for _ in range(2))
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(dbapi2.OperationalError) as refused:
        other.execute(WAL)
    assert refused.value.sqlite_errorcode & 0xFF == 5
    holder.close()
    other.close()
