"""Make SQLite's writers queue. Importing this module changes SQLAlchemy in the whole process.

oslo.db begins every transaction with a deferred BEGIN. Two requests that read first and write then both
want the lock that the other one's read forbids, and SQLite fails one of them at once with "database is
locked", however long its time-out. BEGIN IMMEDIATE takes the write lock before the read. The queue of a busy
machine can outlast sqlite3's five seconds, so the configuration lets a connection wait for a minute.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine


@event.listens_for(Engine, "before_cursor_execute", retval=True)
def begin_immediate(
    conn: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _executemany: bool
) -> tuple[str, Any]:
    """SQLAlchemy's hook: the statement that is run instead."""
    if statement == "BEGIN" and conn.dialect.name == "sqlite":
        statement = "BEGIN IMMEDIATE"
    return statement, parameters
