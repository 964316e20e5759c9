"""The journal under load: four writers at once, and a million entries verified. Prints what it took, as JSON."""

import json
import os
import sys
import threading
import time

import django

WRITERS, SECONDS = 4, 4.0
ENTRIES, AT_ONCE, STREAMS = 1_000_000, 20_000, 20
MANY = """
SELECT count(*) FROM generate_series(%s::int, %s::int) n, LATERAL journal_append(
    'bench:' || n %% %s, now(), NULL, 'Lena, TiB', 'input.submitted', 'input:' || n, 'Ljusdals kommun 2025-041-' || n,
    'draft', 'submitted', '', jsonb_build_object('number', n, 'level', n / 7.0)
)
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
    from django.db import connection

    for first in range(1, ENTRIES + 1, AT_ONCE):
        with connection.cursor() as cursor:
            cursor.execute(MANY, [first, first + AT_ONCE - 1, STREAMS])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coordination.settings")
    sys.exit(main())
