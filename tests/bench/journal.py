"""The journal's rows of the table: how fast it is written and verified."""

import json

from tests.bench.stage import Stage
from tests.bench.table import Row

LEAST_RATE, MOST_SECONDS = 200, 60


def measure(stage: Stage) -> list[Row]:
    told = json.loads(stage.python("-m", "tests.bench.journal_data", settings="coordination.settings"))
    one, four, seconds = told["one"], told["four"], told["seconds"]
    entries = told["entries"]
    return [
        Row("journal: 4 writers in one incident", f"{one:.0f}/s", goal=f">= {LEAST_RATE}/s", met=one >= LEAST_RATE),
        Row("journal: 4 writers in four incidents", f"{four:.0f}/s", goal=f">= {LEAST_RATE}/s", met=four >= LEAST_RATE),
        Row(
            f"journal: verify {entries:,} entries",
            f"{seconds:.1f} s",
            goal=f"<= {MOST_SECONDS} s a million",
            met=seconds <= MOST_SECONDS * entries / 1_000_000,
        ),
    ]
