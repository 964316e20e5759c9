"""How many statements something costs, as PostgreSQL itself counts them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg

# Foreign keys are checked by PostgreSQL's own statements, and a kept connection is tried before it is used:
# neither is the application's. What opens, ends or marks a transaction is counted apart.
FOREIGN_KEY = "SELECT $_ FROM ONLY %"
TRIED = "SELECT $_"
TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET", "DEALLOCATE")


@dataclass
class Count:
    application: int = 0
    transaction: int = 0
    text: str = ""


@contextmanager
def counted(url: str) -> Iterator[Callable[[], Count]]:
    """Gives a function that tells what ran in the database since the block began."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_stat_statements_reset()")
        yield lambda: read(connection)


def read(connection: psycopg.Connection) -> Count:
    rows = connection.execute(
        "SELECT query, calls FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid "
        "WHERE d.datname = current_database() AND query NOT LIKE %s AND query NOT LIKE %s "
        "AND query NOT LIKE '%%pg_stat_statements%%' AND query NOT LIKE '%%pg_catalog%%'",
        [FOREIGN_KEY, TRIED],
    ).fetchall()
    count = Count(text="\n".join(f"{calls} x {query}" for query, calls in rows))
    for query, calls in rows:
        if query.upper().startswith(TRANSACTION):
            count.transaction += calls
        else:
            count.application += calls
    return count
