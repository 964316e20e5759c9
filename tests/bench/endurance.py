"""`make endure`: 2,000 answers from 50 systems while the worker is killed and started again and the queue is emptied.

Nothing that was acknowledged may be lost or doubled: each answer has one row and one receipt of its own, a retry gives
the receipt of the first, and the last compilation holds the last answer of each actor.
"""

import json
import random
import signal
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from typing import Any

import psycopg
import redis

from coordination.running.children import stop_child
from tests.bench import table
from tests.bench.__main__ import machine, say
from tests.bench.endurance_sizes import CLIENTS, EACH, FLUSH_SECONDS, KILL_SECONDS, SETTLE_SECONDS
from tests.bench.stage import PORTAL_SETTINGS, WORKER_OPTIONS, Stage, gather_static, server, set_up, start_program
from tests.bench.table import Row

BEAT_OPTIONS = ["--loglevel=WARNING", "--pidfile="]
SEVERE = {"works": 2, "resources": 1, "load": 1}


def main() -> int:
    with set_up() as stage:
        stage.environment |= {"API_RATE_SIGNED_IN": "100000/min", "COMPILE_GATHER_SECONDS": "1"}
        static = gather_static(stage)
        say("Making one incident with fifty systems that answer")
        stage.manage("migrate", "--verbosity=0")
        for command in ("load_reference", "load_questions", "load_meeting_forms"):
            stage.manage(command, "--verbosity=0")
        facts = json.loads(stage.python("-m", "tests.bench.endurance_data", settings=PORTAL_SETTINGS))
        static.wait(timeout=300)
        with server(stage, "portal", "coordination.wsgi:application", PORTAL_SETTINGS) as port, trouble(stage) as seen:
            say(f"Sending {CLIENTS * EACH} answers")
            began = time.monotonic()
            receipts = send_all(port, facts)
            seconds = time.monotonic() - began
        say("Waiting for the last compilation")
        with at_peace(stage):
            settled = wait_for_the_last(stage, facts)
        rows = judge(stage, facts, receipts, settled, seconds, seen)
    print(f"\n{machine()}, {time.strftime('%Y-%m-%d')}\n\n{table.drawn(rows)}")
    return 0 if all(row.met is not False for row in rows) else 1


@contextmanager
def trouble(stage: Stage) -> Iterator[dict[str, int]]:
    """A worker that is killed every few seconds and started anew, beat beside it, and a queue that is emptied."""
    over, seen = threading.Event(), {"killed": 0, "emptied": 0}
    beat = start_program(stage, "beat", BEAT_OPTIONS)
    both = [
        threading.Thread(target=kill_and_start, args=(stage, over, seen)),
        threading.Thread(target=empty, args=(stage, over, seen)),
    ]
    for one in both:
        one.start()
    try:
        yield seen
    finally:
        over.set()
        for one in both:
            one.join()
        stop_child(beat, number=signal.SIGTERM, seconds=10)


@contextmanager
def at_peace(stage: Stage) -> Iterator[None]:
    """Worker and beat that nobody disturbs: what was left behind is taken up when its lease has run out."""
    both = [start_program(stage, "worker", WORKER_OPTIONS), start_program(stage, "beat", BEAT_OPTIONS)]
    try:
        yield
    finally:
        for child in both:
            stop_child(child, number=signal.SIGTERM, seconds=10)


def kill_and_start(stage: Stage, over: threading.Event, seen: dict[str, int]) -> None:
    while not over.is_set():
        worker = start_program(stage, "worker", WORKER_OPTIONS)
        over.wait(KILL_SECONDS)
        stop_child(worker, number=signal.SIGKILL, seconds=10)
        seen["killed"] += 1


def empty(stage: Stage, over: threading.Event, seen: dict[str, int]) -> None:
    with redis.Redis.from_url(stage.environment["REDIS_URL"]) as queue:
        while not over.wait(FLUSH_SECONDS):
            queue.flushall()
            seen["emptied"] += 1


def send_all(port: int, facts: dict[str, Any]) -> list[tuple[str, str, int]]:
    """Every client's answers one after the other, all clients at once: (actor, receipt, households)."""
    with ThreadPoolExecutor(CLIENTS) as clients:
        found = clients.map(lambda row: send_each(port, facts["request"], *row), facts["tokens"].items())
        return [receipt for receipts in found for receipt in receipts]


def send_each(port: int, request: int, actor: str, token: str) -> list[tuple[str, str, int]]:
    chance, receipts = random.Random(actor), []
    for number in range(EACH):
        households = chance.randint(0, 5000)
        receipt = send(port, token, f"{actor}-{number}", answer(request, actor, households))
        # Now and then the acknowledgement is lost on the way: the same is sent again.
        if number % 7 == 3 and receipt != send(port, token, f"{actor}-{number}", answer(request, actor, households)):
            raise SystemExit(f"{actor}: a second sending got another receipt")
        receipts.append((actor, receipt, households))
    return receipts


def answer(request: int, actor: str, households: int) -> bytes:
    said = {"overall": SEVERE, "functions": {"el": SEVERE}, "numbers": {"households_without_power": households}}
    return json.dumps({"request": request, "actor": actor, "content": said}).encode()


def send(port: int, token: str, key: str, body: bytes) -> str:
    """Until it is acknowledged, as a careful system does: the key makes that safe."""
    head = {"Authorization": f"Token {token}", "Content-Type": "application/json", "Idempotency-Key": key}
    for _attempt in range(60):
        try:
            line = HTTPConnection("127.0.0.1", port, timeout=30)
            line.request("POST", "/api/v1/inputs/", body, head)
            told = line.getresponse()
            said = told.read()
            line.close()
        except (OSError, HTTPException):
            time.sleep(0.5)
            continue
        if told.status in (200, 201):
            return str(json.loads(said)["number"])
        if told.status < 500 and told.status != 429:
            raise SystemExit(f"{told.status}: {said[:400]!r}")
        time.sleep(0.2)
    raise SystemExit(f"{key} was never acknowledged")


def wait_for_the_last(stage: Stage, facts: dict[str, Any]) -> bool:
    """No compilation waits or is being made."""
    until = time.monotonic() + SETTLE_SECONDS
    with psycopg.connect(stage.portal_url, autocommit=True) as database:
        while time.monotonic() < until:
            (left,) = database.execute(
                "SELECT count(*) FROM situations_compilation "
                "WHERE incident_id = %s AND state IN ('queued', 'compiling')",
                [facts["incident"]],
            ).fetchone() or (1,)
            if not left:
                return True
            time.sleep(0.5)
    return False


def judge(
    stage: Stage,
    facts: dict[str, Any],
    receipts: list[tuple[str, str, int]],
    settled: bool,
    seconds: float,
    seen: dict[str, int],
) -> list[Row]:
    with psycopg.connect(stage.portal_url) as database:
        kept = database.execute(
            "SELECT number FROM situations_input WHERE incident_id = %s AND state <> 'draft'", [facts["incident"]]
        ).fetchall()
        body = database.execute(
            "SELECT body FROM situations_compilation "
            "WHERE incident_id = %s AND state = 'ready' ORDER BY id DESC LIMIT 1",
            [facts["incident"]],
        ).fetchone()
    there, told = [row[0] for row in kept], [receipt for _actor, receipt, _n in receipts]
    last = {actor: households for actor, _receipt, households in receipts}
    total = next(n["total"] for n in body[0]["numbers"] if n["key"] == "households_without_power") if body else None
    lost, doubled = len(set(told) - set(there)), len(there) - len(set(told))
    return [
        Row("answers acknowledged", f"{len(told)} at {len(told) / seconds:.0f}/s", goal=f"{CLIENTS * EACH}",
            met=len(told) == CLIENTS * EACH),
        Row("worker killed, queue emptied", f"{seen['killed']}, {seen['emptied']} times"),
        Row("lost", str(lost), goal="0", met=lost == 0),
        Row("doubled", str(doubled), goal="0", met=doubled == 0),
        Row("receipts of their own", str(len(set(told))), goal="all", met=len(set(told)) == len(told)),
        Row("the last compilation holds the last answers", f"{total} households", goal=str(sum(last.values())),
            met=settled and total == sum(last.values())),
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
