"""`python -m tests.bench.needs`: the pages of needs at 6 x 20 x 10 and at 60 x 200 x 100 actors, needs and measures."""

import gzip
import json
import statistics
import sys
import time
from typing import Any, Final

from tests.bench import load, sizes, table
from tests.bench.__main__ import machine, say
from tests.bench.stage import PORTAL_SETTINGS, Stage, gather_static, server, set_up
from tests.bench.statements import counted
from tests.bench.table import Row

SIZES: Final = {"small": (6, 20, 10), "large": (60, 200, 100)}
PAGES: Final = {
    "matrix, actors with a part": "/h/{}/behov/matris/",
    "matrix, every actor": "/h/{}/behov/matris/?alla=on",
    "system issues": "/h/{}/systemfragor/",
    "measures": "/h/{}/atgarder/",
    "start page": "/",
}
TIMES: Final = 15
KB: Final = 1000


def main() -> int:
    with set_up() as stage:
        static = gather_static(stage)
        say("Making a small and a large incident")
        stage.manage("migrate", "--verbosity=0")
        for command in ("load_reference", "load_questions"):
            stage.manage(command, "--verbosity=0")
        facts = json.loads(stage.python("-m", "tests.bench.needs_data", settings=PORTAL_SETTINGS))
        static.wait(timeout=300)
        with server(stage, "portal", "coordination.wsgi:application", PORTAL_SETTINGS) as port:
            rows = [row for what, path in PAGES.items() for row in asked(stage, port, facts, what, path)]
    print(f"\n{machine()}, {time.strftime('%Y-%m-%d')}\n\n{table.drawn(rows)}")
    return 0 if all(row.met is not False for row in rows) else 1


def asked(stage: Stage, port: int, facts: dict[str, Any], what: str, path: str) -> list[Row]:
    """Statements of both, which are to be equal; the large one's median; its size as a browser gets it."""
    say(f"Asking for {what}")
    counts, medians = {}, {}
    for name, number in facts["incidents"].items():
        request = load.get(path.format(number), facts["cookie"])
        line = load.Line(port)
        for _warm in range(6):
            line.ask(request)
        with counted(stage.portal_url) as told:
            answer = line.ask(request)
            counts[name] = told().application
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status}")
        medians[name] = 1000 * statistics.median(line.ask(request).seconds for _time in range(TIMES))
        line.close()
    size = len(gzip.compress(answer.body))
    whole = sizes.visit(port, path.format(facts["incidents"]["large"]), facts["cookie"]).whole
    return [
        Row(
            f"{what}: statements, small and large",
            f"{counts['small']}, {counts['large']}",
            goal="equal",
            met=counts["small"] == counts["large"],
        ),
        Row(f"{what}: median, small and large", f"{medians['small']:.0f} ms, {medians['large']:.0f} ms"),
        Row(
            f"{what}: KB compressed, page and first visit",
            f"{size / KB:.0f}, {whole / KB:.0f}",
            goal="<= 100",
            met=whole <= 100 * KB,
        ),
    ]


if __name__ == "__main__":
    sys.exit(main())
