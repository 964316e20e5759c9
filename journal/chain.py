"""The chain of entries: how one comes in, and what its hash covers.

The database computes the hashes, in functions of its own (migration 0003). What is here says the same a second time,
from the columns alone, so that whoever verifies trusts nothing that the functions stored.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from django.db import connection

from journal.models import Chain, Entry

# The hash before the first entry of every stream.
BEGINNING: Final = hashlib.sha256(b"").digest()

# The columns as text, in the order that the hash covers them. PostgreSQL prints each in one way only.
COLUMNS: Final = (
    "stream",
    "seq::text",
    "id::text",
    "extract(epoch FROM at)::text",
    "extract(epoch FROM happened_at)::text",
    "by_id::text",
    "by_name",
    "verb",
    "subject",
    "label",
    "from_state",
    "to_state",
    "note",
    "data::text",
)

APPEND: Final = "SELECT new_id, new_at FROM journal_append(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb)"
APPEND_ONCE: Final = APPEND.replace("journal_append(", "journal_append_once(%s, ")

Heads = dict[str, tuple[int, str]]


def append(entry: Entry, *, once_in: timedelta | None = None) -> bool:
    """Let the entry in, in one statement. It gets its key and time at once, its place in the chain at commit.

    With `once_in` nothing is written, and False returned, if the same person's same act on the same subject was
    written within that time.
    """
    values: list[Any] = [
        entry.stream,
        entry.happened_at,
        entry.by_id,
        entry.by_name,
        entry.verb,
        entry.subject,
        entry.label,
        entry.from_state,
        entry.to_state,
        entry.note,
        json.dumps(entry.data),
    ]
    with connection.cursor() as cursor:
        if once_in is None:
            cursor.execute(APPEND, values)
        else:
            values.insert(0, once_in)
            cursor.execute(APPEND_ONCE, values)
        entry.pk, entry.at = cursor.fetchone()
    entry._state.adding, entry._state.db = False, connection.alias
    return entry.pk is not None


def hash_of(former: bytes, columns: Sequence[str | None]) -> bytes:
    """SHA-256 over the former hash and the columns, each with its length before it."""
    text = "".join(["-" if value is None else f"{len(value)}:{value}" for value in columns])
    return hashlib.sha256(former + b"1;" + text.encode()).digest()


def heads() -> Heads:
    """How many entries each stream has, and the hash of its last one: one statement, so one moment."""
    return {
        stream: (seq, bytes(last).hex()) for stream, seq, last in Chain.objects.values_list("stream", "seq", "hash")
    }


def digest_of(found: Heads) -> str:
    """One hash that binds all heads together."""
    lines = "".join(f"{stream} {seq} {last}\n" for stream, (seq, last) in sorted(found.items()))
    return hashlib.sha256(lines.encode()).hexdigest()
