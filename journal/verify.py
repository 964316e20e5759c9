"""Verifying the journal: every entry's hash computed anew from its columns, every chain against its head and anchors.

Nothing is taken on trust from the functions that write: hashes are computed here, in Python.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, cast

from django.db import connection, transaction

from journal import anchors
from journal.anchors import Anchor
from journal.chain import BEGINNING, COLUMNS, Heads, hash_of, heads

# No transaction lives so long: an entry that is chained after an anchor but dated earlier than this was slipped in.
SLACK: Final = timedelta(hours=1)
AT_ONCE: Final = 5000
STREAM, SEQ, ID, AT = 0, 1, 2, 3

READ: Final = f"SELECT {', '.join(COLUMNS)}, prev_hash, hash FROM journal_entry e {{after}} ORDER BY e.stream, e.seq"  # noqa: S608  # nosec B608
BEGIN_AFTER: Final = """LEFT JOIN unnest(%s::text[], %s::bigint[]) AS a(begin_stream, begin_seq)
    ON begin_stream = stream WHERE seq IS NULL OR seq > coalesce(begin_seq, 0)"""

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Fault:
    """The first thing that is wrong. `seq` and `id` are None where a whole chain or an anchor is at fault."""

    stream: str
    seq: int | None
    id: int | None
    what: str

    def __str__(self) -> str:
        place = f"entry {self.seq} of {self.stream} (id {self.id})" if self.seq is not None else self.stream
        return f"{place}: {self.what}"


@dataclass
class Verdict:
    entries: int = 0
    chains: int = 0
    anchors: int = 0
    fault: Fault | None = None


@dataclass
class Promises:
    """What anchors say must stand where, and from where the newest one lets us begin."""

    hashes: dict[tuple[str, int], tuple[str, int]] = field(default_factory=dict)
    newest: Anchor | None = None

    def add(self, anchor: Anchor) -> None:
        for stream, (seq, last) in anchor.heads.items():
            self.hashes.setdefault((stream, seq), (last, anchor.number))
        if self.newest is None or anchor.at > self.newest.at:
            self.newest = anchor


class Broken(Exception):
    def __init__(self, stream: str, seq: int | None, id: int | None, what: str) -> None:
        super().__init__(what)
        self.fault = Fault(stream, seq, id, what)


def verify(*, anchor_line: str = "", since_anchor: bool = False) -> Verdict:
    """Read the whole journal, or what came since the last anchor, and stop at the first thing that is wrong.

    `anchor_line` is one that left the system: the journal must still hold what was anchored then.
    """
    verdict = Verdict()
    with _one_moment():
        try:
            _verify(verdict, anchor_line, since_anchor)
        except Broken as broken:
            verdict.fault = broken.fault
    return verdict


@contextmanager
def _one_moment() -> Iterator[None]:
    """Everything is read as it stood at one moment, while others go on writing."""
    nested = connection.in_atomic_block
    with transaction.atomic():
        if not nested:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _verify(verdict: Verdict, anchor_line: str, since_anchor: bool) -> None:
    ends = heads()
    promises = _promises(verdict)
    if anchor_line:
        _find(anchor_line)
    begin = promises.newest.heads if since_anchor and promises.newest else {}
    for stream, rows in _by_stream(begin):
        last = _walk(stream, rows, begin.get(stream), promises, verdict)
        _compare_head(stream, last, ends.pop(stream, None))
        verdict.chains += 1
    _missing(ends, begin, promises)


def _promises(verdict: Verdict) -> Promises:
    found = Promises()
    try:
        for anchor in anchors.all_of_them():
            found.add(anchor)
            verdict.anchors += 1
    except anchors.Unreadable as bad:
        entry = bad.entry
        raise Broken(entry.stream, entry.seq, entry.pk, "this anchor does not fit the heads that it lists") from None
    return found


def _find(line: str) -> None:
    wanted = anchors.parse(line)
    found = next((a for a in anchors.all_of_them() if a.digest == wanted["sha256"]), None)
    if found is None:
        raise Broken("journal", None, None, f"it does not hold the anchor {wanted['sha256']}, which once left it")
    if str(found.entries) != wanted["entries"] or str(found.chains) != wanted["chains"]:
        raise Broken(f"anchor {found.number}", None, None, "it counts otherwise than the line that left the system")


def _by_stream(begin: Heads) -> Iterator[tuple[str, Iterator[Row]]]:
    """The chains one after the other, each with its rows in order. Rows that were never chained come last."""
    rows = _rows(begin)
    held = next(rows, None)
    while held is not None:
        stream, first = held[STREAM], held
        held = None

        def chain() -> Iterator[Row]:
            nonlocal held
            yield first  # noqa: B023 - read to its end before the next one begins
            for row in rows:
                if row[STREAM] != stream:  # noqa: B023
                    held = row
                    return
                yield row

        yield stream, chain()


def _rows(begin: Heads) -> Iterator[Row]:
    after, values = "", []
    if begin:
        after = BEGIN_AFTER
        values = [list(begin), [seq for seq, _last in begin.values()]]
    with connection.chunked_cursor() as cursor:
        cursor.execute(READ.format(after=after), cast(Any, values))
        while found := cursor.fetchmany(AT_ONCE):
            yield from found


def _walk(
    stream: str, rows: Iterator[Row], begin: tuple[int, str] | None, promises: Promises, verdict: Verdict
) -> tuple[int, bytes]:
    """One chain from its beginning to its end. Returns the last place and hash."""
    seq, former = (begin[0], bytes.fromhex(begin[1])) if begin else (0, BEGINNING)
    earliest = promises.newest.earliest(stream) if promises.newest else None
    promised = promises.hashes
    for row in rows:
        seq += 1
        if row[SEQ] != str(seq):
            raise _misplaced(row, seq)
        if row[-2] != former:
            raise Broken(stream, seq, int(row[ID]), "it does not carry the hash of the former entry")
        former = hash_of(former, row[:-2])
        if row[-1] != former:
            raise Broken(stream, seq, int(row[ID]), "its hash does not fit what stands in it")
        said = promised.get((stream, seq))
        if said is not None and said[0] != former.hex():
            raise Broken(stream, seq, int(row[ID]), f"anchor {said[1]} says that another entry stood here")
        if earliest is not None and seq > earliest[0] and float(row[AT]) < earliest[1] - SLACK.total_seconds():
            raise Broken(stream, seq, int(row[ID]), "it was chained after the last anchor and is dated long before it")
        verdict.entries += 1
    return seq, former


def _misplaced(row: Row, expected: int) -> Broken:
    if row[SEQ] is None:
        return Broken(row[STREAM], expected, int(row[ID]), "it was never chained")
    return Broken(row[STREAM], int(row[SEQ]), int(row[ID]), f"entry {expected} should stand here and is gone")


def _compare_head(stream: str, last: tuple[int, bytes], head: tuple[int, str] | None) -> None:
    if head is None:
        raise Broken(stream, None, None, "the chain has entries but no head")
    if head[0] != last[0]:
        raise Broken(stream, None, None, f"the chain ends with entry {last[0]}, its head says {head[0]}")
    if head[1] != last[1].hex():
        raise Broken(stream, None, None, f"the hash of entry {last[0]} is not that of the head")


def _missing(ends: Heads, begin: Heads, promises: Promises) -> None:
    """Heads of chains that had no rows; and what anchors promise of chains that are gone or end too early."""
    for stream, head in sorted(ends.items()):
        if begin.get(stream) != head:
            raise Broken(stream, None, None, f"its head counts {head[0]} entries and there are none")
    now = heads()
    for (stream, seq), (_last, number) in sorted(promises.hashes.items()):
        if stream not in now or now[stream][0] < seq:
            raise Broken(stream, None, None, f"anchor {number} counts {seq} entries, which are no longer there")
