"""Brings everything up, measures the two sides in turn, prints one table, takes everything down."""

import json
import os
import platform
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.bench import compiles, journal, measures, printing, public, table, working
from tests.bench.stage import BARE_SETTINGS, PORTAL_SETTINGS, Stage, gather_static, server, set_up
from tests.bench.table import Row


def main() -> int:
    began = time.monotonic()
    with set_up() as stage:
        static = gather_static(stage)
        migrated, ours, theirs = fill(stage)
        say("Making static files ready")
        if static.wait(timeout=300):
            raise SystemExit((stage.folder / "log" / "static.log").read_text()[-2000:])
        with (
            server(stage, "portal", "coordination.wsgi:application", PORTAL_SETTINGS) as portal,
            server(stage, "bare", "tests.bench.bare.wsgi:application", BARE_SETTINGS) as bare,
        ):
            pages = measures.Pages(stage, portal, bare, ours, theirs)
            say("Counting statements")
            counts = measures.counts(pages)
            say(f"Asking both in turn, {measures.ROUNDS} rounds")
            rounds = measures.in_turn(pages, counts["report"])
            rows = [*measures.rates(rounds), *counts_table(counts)]
            # What was measured is said even if something after it goes wrong.
            print(table.drawn(rows), flush=True)
            rows += measures.page_sizes(pages)
            say("Asking both for the page that is everybody's")
            rows += public.measure(pages)
            # Before there is a worker: it would print what was published, and nothing would be left to measure.
            say("Compiling and printing a report")
            rows += printing.compare(stage, ours)
            say("Compiling 5,000 answers while the board is asked")
            rows += working.measure(pages)
        say("Compiling in warm processes")
        rows += compiles.compare(stage, ours, theirs)
        say(f"Compiling {compiles.TIMES} times in one process")
        rows.append(compiles.memory(stage, ours))
        say("Writing and verifying the journal")
        rows += journal.measure(stage)
        rows.append(Row("migrate an empty database", f"{migrated:.1f} s", goal="<= 30 s", met=migrated <= 30))
    print(f"\n{machine()}, {time.strftime('%Y-%m-%d')}. The whole run took {time.monotonic() - began:.0f} s.\n")
    print(table.drawn(rows))
    return 0


def fill(stage: Stage) -> tuple[float, dict[str, Any], dict[str, Any]]:
    say("Migrating an empty database")
    migrated = stage.manage("migrate", "--verbosity=0")
    for command in ("load_reference", "load_questions", "load_meeting_forms", "load_processes"):
        stage.manage(command, "--verbosity=0")
    # The bare tables lean on Django's own, so those come first.
    stage.manage("migrate", "--verbosity=0", settings=BARE_SETTINGS)
    stage.manage("migrate", "--run-syncdb", "--verbosity=0", settings=BARE_SETTINGS)
    say("Making 500, 5,000 and 50,000 answers on both sides")
    with ThreadPoolExecutor(2) as both:
        ours = both.submit(stage.python, "-m", "tests.bench.portal_data", settings=PORTAL_SETTINGS)
        theirs = both.submit(stage.python, "-m", "tests.bench.bare.data", settings=BARE_SETTINGS)
    return migrated, json.loads(ours.result()), json.loads(theirs.result())


def counts_table(counts: dict[str, int]) -> list[Row]:
    rows = []
    for name, goal in measures.STATEMENT_GOALS.items():
        found = [counts[key] for key in counts if key.startswith(name)]
        said = ", ".join(str(count) for count in found)
        rows.append(
            Row(
                measures.STATEMENT_WORDS[name],
                said,
                goal=f"<= {goal}, equal",
                met=max(found) <= goal and len(set(found)) == 1,
            )
        )
    return rows


def machine() -> str:
    cores = len(os.sched_getaffinity(0))
    load_now = os.getloadavg()[0]
    return f"{cores} cores ({platform.machine()}), Python {platform.python_version()}, load average {load_now:.1f}"


def say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what} ...", flush=True)


if __name__ == "__main__":
    sys.exit(main())
