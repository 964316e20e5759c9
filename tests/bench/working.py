"""Five thousand answers compiled by a worker of its own while the board is asked for: how long, and who waits."""

import signal
import time
from urllib.parse import urlencode

import psycopg

from coordination.running.children import stop_child
from tests.bench import load, made_up
from tests.bench.measures import Pages
from tests.bench.stage import WORKER_OPTIONS, start_program
from tests.bench.table import Row

ROUNDS = 3
SLICE, IDLE_SLICES, MOST_SECONDS = 0.25, 12, 60
GOAL = 2.0
NEWEST = """
SELECT state, extract(epoch FROM ready_at - made_at)::float FROM situations_compilation
WHERE incident_id = %s ORDER BY id DESC LIMIT 1
"""


def measure(pages: Pages) -> list[Row]:
    """The board without a job and with one, in turn. A job is counted from the press of the button."""
    worker = start_program(pages.stage, "worker", WORKER_OPTIONS)
    idle, busy = load.Round(), load.Round()
    seconds = []
    try:
        compiled(pages, load.Round())
        for _round in range(ROUNDS):
            for _slice in range(IDLE_SLICES):
                ask(pages, idle)
            seconds.append(compiled(pages, busy))
    finally:
        stop_child(worker, number=signal.SIGTERM, seconds=10)
    return [job_row(max(seconds)), board_row(idle.percentile(0.95), busy.percentile(0.95))]


def compiled(pages: Pages, into: load.Round) -> float:
    """Have the answers compiled, and ask for the board until it is done. Returns the job's seconds."""
    line = load.Line(pages.portal)
    body = urlencode({"csrfmiddlewaretoken": made_up.TOKEN})
    answer = line.ask(load.post(f"/h/{pages.ours['wide']}/rapporter/utkast/sammanstall/", pages.ours["cookie"], body))
    line.close()
    if answer.status != 302:
        raise SystemExit(f"the button answered {answer.status}")
    began = time.monotonic()
    incident = pages.ours["compile"][str(made_up.MANY_ACTORS)]
    with psycopg.connect(pages.stage.portal_url, autocommit=True) as connection:
        while time.monotonic() - began < 2 * MOST_SECONDS:
            ask(pages, into)
            state, seconds = connection.execute(NEWEST, [incident]).fetchone() or ("", None)
            if state == "ready":
                return float(seconds)
    raise SystemExit(f"after {2 * MOST_SECONDS} s nothing was compiled")


def ask(pages: Pages, into: load.Round) -> None:
    done = load.run(pages.portal, pages.signed_in(f"/h/{pages.ours['wide']}/lagesbild/"), SLICE)
    if done.statuses != {200}:
        raise SystemExit(f"the board answered {sorted(done.statuses)}")
    into.times += done.times


def job_row(seconds: float) -> Row:
    what = f"worker compiles {made_up.MANY_ACTORS:,} answers while the board is asked"
    return Row(what, f"{seconds:.1f} s", goal=f"<= {MOST_SECONDS} s", met=seconds <= MOST_SECONDS)


def board_row(idle: float, busy: float) -> Row:
    ratio = busy / idle
    return Row(
        "board meanwhile: p95 beside its p95 without a job",
        f"{busy:.0f} ms",
        f"(idle: {idle:.0f} ms)",
        f"{ratio:.2f} x",
        f"<= {GOAL:.2f} x",
        ratio <= GOAL,
    )
