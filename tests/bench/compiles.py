"""Compiling 500 answers of twenty functions, beside a script that reads and draws the same."""

import json
import subprocess
from typing import Any

from tests.bench import load, made_up, statements, table
from tests.bench.stage import Stage
from tests.bench.table import Row

ROUNDS = 7


class Warm:
    """A process that compiles when it is told to."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def prepare(self, incident: int) -> None:
        self.say(str(incident))
        self.hear()

    def run(self) -> float:
        self.say("go")
        return float(json.loads(self.hear())["seconds"])

    def say(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def hear(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("the compiling process ended")
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
        same = len(set(counts)) == 1
        said = ", ".join(str(found) for found in counts)
        rows.append(Row("compile: statements at 500, 5,000", said, goal="equal", met=same))
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
    made = table.times(
        f"compile {size:,} x 20 functions", 1000 * mine, 1000 * other, 2.0, beside=f"{1000 * other:.1f} ms"
    )
    if size != made_up.ACTORS:
        made.goal, made.met = "", None
    return made
