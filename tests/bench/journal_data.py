"""The journal under load: four writers at once, and a million entries verified. Prints what it took, as JSON."""

import json
import os
import sys
import threading
import time
from datetime import UTC, datetime
from typing import Any

import django

WRITERS, SECONDS = 4, 4.0
ENTRIES, STREAMS = 1_000_000, 20
COPY = """
COPY journal_entry (stream, seq, id, at, happened_at, by_id, by_name, verb, subject, label, from_state, to_state, note,
    data, prev_hash, hash) FROM STDIN
"""


def main() -> int:
    django.setup()
    from journal.verify import verify

    one, four = rate(lambda writer: "bench:a"), rate(lambda writer: f"bench:{writer}b")
    began = time.monotonic()
    fill()
    filled = time.monotonic() - began
    began = time.monotonic()
    found = verify()
    seconds = time.monotonic() - began
    if found.fault is not None:
        raise SystemExit(str(found.fault))
    told = {"one": one, "four": four, "filled": filled, "seconds": seconds, "entries": found.entries}
    print(json.dumps(told))
    return 0


def rate(stream_of) -> float:
    """Entries a second, each in a transaction of its own that is on disk before the next begins."""
    from django.db import connections, transaction

    from journal.record import record

    done, end = [0] * WRITERS, time.monotonic() + SECONDS

    def write(writer: int) -> None:
        try:
            while time.monotonic() < end:
                with transaction.atomic():
                    record(Thing(stream_of(writer)), "input.submitted", note="Läget är oförändrat.", level=writer)
                done[writer] += 1
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=[writer]) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / SECONDS


class Thing:
    pk = 1

    def __init__(self, stream: str) -> None:
        self.stream = stream

    def journal_stream(self) -> str:
        return self.stream

    journal_subject = journal_stream

    def journal_now(self):
        from django.utils import timezone

        return timezone.now()

    def __str__(self) -> str:
        return "Svar"


def fill() -> None:
    """A million entries as the functions would have written them, hashed here: the functions would take minutes."""
    from django.db import connection, transaction

    from journal.chain import BEGINNING

    heads = [(0, BEGINNING)] * STREAMS
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        with cursor.copy(COPY) as copy:
            for number in range(1, ENTRIES + 1):
                place, former = heads[number % STREAMS]
                row, heads[number % STREAMS] = made(number, place + 1, former)
                copy.write_row(row)
        for number, (place, last) in enumerate(heads):
            cursor.execute("INSERT INTO journal_chain VALUES (%s, %s, %s)", [f"million:{number}", place, last])


def made(number: int, place: int, former: bytes) -> tuple[list[Any], tuple[int, bytes]]:
    from journal.chain import hash_of

    epoch, stream, pk = 1_700_000_000 + number, f"million:{number % STREAMS}", 10_000_000 + number
    at = datetime.fromtimestamp(epoch, UTC)
    words = [
        "Lena, TiB",
        "input.submitted",
        f"input:{number}",
        f"Ljusdals kommun 2025-041-{number}",
        "draft",
        "sent",
        "",
    ]
    data = f'{{"level": {number % 5}, "number": {number}}}'
    columns = [stream, str(place), str(pk), f"{epoch}.000000", f"{epoch}.000000", None, *words, data]
    last = hash_of(former, columns)
    return [stream, place, pk, at, at, None, *words, data, former, last], (place, last)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coordination.settings")
    sys.exit(main())
