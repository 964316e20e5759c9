"""What somebody with all rights in the database could do to the journal, with its triggers at rest."""

import random
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction

from journal.anchors import STREAM
from journal.models import Entry

TEXTS = ["by_name", "verb", "subject", "label", "from_state", "to_state", "note", "stream"]
TIMES, NUMBERS, HASHES = ["at", "happened_at"], ["id", "seq", "by_id"], ["prev_hash", "hash"]


class Undone(Exception):
    """Takes back what was done."""


@contextmanager
def tampered():
    """A savepoint in which triggers rest. Everything is as before afterwards."""
    try:
        with transaction.atomic():
            run("SET CONSTRAINTS ALL IMMEDIATE")
            run("SET LOCAL session_replication_role = replica")
            yield
            raise Undone
    except Undone:
        pass
    run("SET LOCAL session_replication_role = origin")


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def rows():
    return list(Entry.objects.order_by("pk"))


def flip(dice: random.Random, entry: Entry) -> str:
    """One bit of one column. Returns the column."""
    while True:
        column = dice.choice([*TEXTS, *TIMES, *NUMBERS, *HASHES, "data"])
        if flip_in(dice, entry, column):
            return column


def flip_in(dice: random.Random, entry: Entry, column: str) -> bool:
    if column in TIMES:
        micro = f"(extract(epoch FROM {column}) * 1000000)::bigint # {1 << dice.randrange(50)}::bigint"
        return change(column, f"'epoch'::timestamptz + ({micro}) * interval '1 microsecond'", entry)
    if column in NUMBERS:
        if getattr(entry, "pk" if column == "id" else column) is None:
            return False
        return change(column, f"{column} # {1 << dice.randrange(62)}::bigint", entry)
    if column in HASHES:
        bit = dice.randrange(256)
        return change(column, f"set_bit({column}, {bit}, 1 - get_bit({column}, {bit}))", entry)
    return flip_text(dice, entry, column)


def flip_text(dice: random.Random, entry: Entry, column: str) -> bool:
    [[text]] = run(f"SELECT {column}::text FROM journal_entry WHERE id = %s", entry.pk)
    data = bytearray(text.encode())
    if not data:
        return False
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    try:
        with transaction.atomic():
            new = data.decode()
            kind = "::jsonb" if column == "data" else ""
            run(f"UPDATE journal_entry SET {column} = %s{kind} WHERE id = %s", new, entry.pk)
            changed = run(f"SELECT {column}::text <> %s FROM journal_entry WHERE id = %s", text, entry.pk)
            return changed[0][0]
    except (
        DatabaseError,
        UnicodeDecodeError,
        ValueError,
    ):  # no text, or no JSON, any more: the database itself would not hold it
        return False


def change(column: str, expression: str, entry: Entry) -> bool:
    try:
        with transaction.atomic():
            run(f"UPDATE journal_entry SET {column} = {expression} WHERE id = %s", entry.pk)
            return True
    except DatabaseError:  # taken already, or out of range
        return False


def delete(dice: random.Random, entries: list[Entry]) -> None:
    """One entry, or the tail of a stream with its head set back, so that all fits but the anchor.

    Not the last anchor itself: that it is gone is told by its line, which lies elsewhere (test_anchors).
    """
    gone = dice.choice([entry for entry in entries if entry.stream != STREAM])
    if dice.random() < 0.5:
        run("DELETE FROM journal_entry WHERE id = %s", gone.pk)
        return
    run("DELETE FROM journal_entry WHERE stream = %s AND seq >= %s", gone.stream, gone.seq)
    run("UPDATE journal_chain SET seq = %s, hash = %s WHERE stream = %s", gone.seq - 1, gone.prev_hash, gone.stream)
    if gone.seq == 1 and dice.random() < 0.5:
        run("DELETE FROM journal_chain WHERE stream = %s", gone.stream)


def swap(dice: random.Random, entries: list[Entry]) -> None:
    """Two entries change places, or keep their places and change what they say."""
    one = dice.choice(entries)
    other = dice.choice([e for e in entries if said(e) != said(one)])
    if dice.random() < 0.5:
        here, there = (one.stream, one.seq), (other.stream, other.seq)
        run("UPDATE journal_entry SET seq = NULL WHERE id = %s", one.pk)
        run("UPDATE journal_entry SET stream = %s, seq = %s WHERE id = %s", *here, other.pk)
        run("UPDATE journal_entry SET stream = %s, seq = %s WHERE id = %s", *there, one.pk)
        return
    for target, source in ((one, other), (other, one)):
        run("UPDATE journal_entry SET verb = %s, label = %s, note = %s WHERE id = %s", *said(source), target.pk)


def said(entry: Entry) -> tuple[str, str, str]:
    return entry.verb, entry.label, entry.note


def forge(dice: random.Random, entries: list[Entry]) -> None:
    """An entry that never was: with a false hash; with a true one and the head left behind; or dated back, with all
    hashes right and the head moved; or put in between, all after it moved one place."""
    way = dice.choice(["false", "no head", "dated back", "between", "never chained"])
    model = dice.choice(entries)
    if way == "between":
        run("UPDATE journal_entry SET seq = -seq WHERE stream = %s AND seq >= %s", model.stream, model.seq)
        run("UPDATE journal_entry SET seq = 1 - seq WHERE stream = %s AND seq < 0", model.stream)
        run("UPDATE journal_chain SET seq = seq + 1 WHERE stream = %s", model.stream)
        place, former = model.seq, model.prev_hash
    else:
        [[place, former]] = run("SELECT seq + 1, hash FROM journal_chain WHERE stream = %s", model.stream)
    back = "at - interval '2 days'" if way == "dated back" else "clock_timestamp()"
    [[pk]] = run(
        "INSERT INTO journal_entry (at, happened_at, stream, by_id, by_name, verb, subject, label, from_state,"
        f" to_state, note, data, seq, prev_hash) SELECT {back}, happened_at, stream, by_id, by_name, verb, subject,"
        " label, from_state, to_state, 'forged', data, %s, %s FROM journal_entry WHERE id = %s RETURNING id",
        None if way == "never chained" else place,
        former,
        model.pk,
    )
    true = "sha256(prev_hash || convert_to(journal_canonical(e), 'UTF8'))"
    run(f"UPDATE journal_entry e SET hash = {'sha256(prev_hash)' if way == 'false' else true} WHERE id = %s", pk)
    if way == "dated back":
        run(
            "UPDATE journal_chain c SET seq = e.seq, hash = e.hash FROM journal_entry e"
            " WHERE e.id = %s AND c.stream = e.stream",
            pk,
        )
