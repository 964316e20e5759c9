"""What the reviewer has said of the made-up process, and what the county has answered. Played through the services."""

import json
from pathlib import Path
from typing import Any, Final

from actors.models import Person
from processes.models import CountyProcess, ProcessRun
from processes.services import comments
from processes.states import RunState

FILE: Final = Path(__file__).parent / "data" / "review_gavleborg.json"


def load(process: CountyProcess) -> None:
    story: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    reviewer = Person.objects.get(username=story["reviewer"])
    leader = Person.objects.get(username=story["leader"])
    runs = {run.number: run for run in ProcessRun.objects.filter(process=process)}
    goes_on = next(run for run in runs.values() if run.state == RunState.ACTIVE)
    for told in story["comments"]:
        row = comments.comment(
            by=reviewer,
            process=process,
            run=runs.get(told.get("run", 0), goes_on),
            yardstick=told["yardstick"],
            heading=told["heading"],
            text=told["text"],
            asks_change=told.get("asks_change", False),
        )
        if "answer" in told:
            comments.answer_comment(by=leader, comment=row, text=told["answer"])
        if "settled" in told:
            comments.settle(by=reviewer, comment=row, text=told["settled"])
