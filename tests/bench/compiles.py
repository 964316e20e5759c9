"""Compiling 500 and 5,000 answers of twenty functions, beside a script that reads and draws the same; and the memory
of a process that goes on doing so."""

import json
import subprocess
from typing import Any

from tests.bench import load, made_up, statements, table
from tests.bench.stage import Stage
from tests.bench.table import Row

ROUNDS = 7
STATEMENTS = 15
# Memory is flat where the last fifty compilations hold no more than those after the first twenty.
TIMES, SETTLED, LAST = 200, slice(20, 70), slice(-50, None)
MOST_MEMORY, MOST_GROWTH = 250, 1.05


class Warm:
    """A process that does its work when it is told to."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def prepare(self, key: int) -> None:
        self.say(str(key))
        self.hear()

    def run(self) -> float:
        return float(self.go()["seconds"])

    def go(self) -> dict[str, Any]:
        self.say("go")
        return self.told()

    def ask(self, key: int) -> dict[str, Any]:
        self.prepare(key)
        return self.go()

    def told(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.hear())
        return found

    def say(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def hear(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("a warm process ended")
        return line

    def stop(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=30)


def compare(stage: Stage, ours: dict[str, Any], theirs: dict[str, Any]) -> list[Row]:
    portal = Warm(stage.talk("tests.bench.portal_compile", "coordination.settings"))
    bare = Warm(stage.talk("tests.bench.bare.compile", "tests.bench.bare.settings"))
    try:
        rows, counts = [], []
        for size in (made_up.ACTORS, made_up.MANY_ACTORS):
            pks = (ours["compile"][str(size)], theirs["compile"][str(size)])
            counts.append(count(stage, portal, pks[0]))
            mine, other = in_turn((portal, bare), pks, ROUNDS if size == made_up.ACTORS else 2)
            rows.append(row(size, mine, other))
        met = len(set(counts)) == 1 and max(counts) <= STATEMENTS
        said = ", ".join(str(found) for found in counts)
        rows.append(Row("compile: statements at 500, 5,000", said, goal=f"<= {STATEMENTS}, equal", met=met))
        return rows
    finally:
        portal.stop()
        bare.stop()


def count(stage: Stage, portal: Warm, incident: int) -> int:
    """The first run, which also warms the process."""
    portal.prepare(incident)
    with statements.counted(stage.portal_url) as found:
        portal.run()
        return found().application


def in_turn(sides: tuple[Warm, Warm], pks: tuple[int, int], rounds: int) -> tuple[float, float]:
    times: tuple[list[float], list[float]] = ([], [])
    for _round in range(rounds):
        for side, pk, seconds in zip(sides, pks, times, strict=True):
            side.prepare(pk)
            seconds.append(side.run())
    return load.median(times[0][1:]), load.median(times[1][1:])


def row(size: int, mine: float, other: float) -> Row:
    return table.times(
        f"compile {size:,} x 20 functions", 1000 * mine, 1000 * other, 2.0, beside=f"{1000 * other:.1f} ms"
    )


def memory(stage: Stage, ours: dict[str, Any]) -> Row:
    """Of one process that compiles the same 500 answers again and again, as a worker does through a long storm."""
    what = f"compile {TIMES} times in one process: memory, and its growth"
    worker = Warm(stage.talk("tests.bench.portal_compile", "coordination.settings"))
    try:
        held = [worker.ask(ours["compile"][str(made_up.ACTORS)])["resident"] for _time in range(TIMES)]
    finally:
        worker.stop()
    if None in held:
        return Row(what, "not measured: this system does not tell")
    most, growth = max(held), load.median(held[LAST]) / load.median(held[SETTLED])
    return Row(
        what,
        f"{most:.0f} MB, {growth:.2f} x",
        goal=f"< {MOST_MEMORY} MB, <= {MOST_GROWTH:.2f} x",
        met=most < MOST_MEMORY and growth <= MOST_GROWTH,
    )
