"""The made-up county's capability, work plan and needs analyses, played through the services."""

import datetime
import json
from pathlib import Path
from typing import Any, Final

from django.utils import timezone

from actors.models import Actor, Person
from processes import services
from processes.models import Component, CountyProcess, NeedsAnalysis, ProcessRun
from processes.services.analyses import TEXTS

FILE: Final = Path(__file__).parent / "data" / "assess_gavleborg.json"

Told = dict[str, Any]


def load(by: Person, process: CountyProcess) -> None:
    """After the runs that it is about."""
    story: Told = json.loads(FILE.read_text(encoding="utf-8"))
    runs = {run.number: run for run in ProcessRun.objects.filter(process=process)}
    components = Component.objects.in_bulk()
    for told in story["ratings"]:
        _rate(by, runs[told["run"]], components[told["component"]], told)
    newest = runs[max(runs)]
    for told in story["work"]:
        _work(by, newest, components.get(told.get("component", "")), told)
    reviewer = Person.objects.get(username=story["reviewer"])
    for told in story["analyses"]:
        _analysis(by, reviewer, newest, told)


def _day(offset: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=offset)


def _rate(by: Person, run: ProcessRun, component: Component, told: Told) -> None:
    said = {"priority": told.get("priority")}
    for name in ("before", "after"):
        if name in told:
            said[name], said[f"{name}_why"] = told[name]
    services.rate(by=by, run=run, component=component, **said)


def _work(by: Person, run: ProcessRun, component: Component | None, told: Told) -> None:
    item = services.plan_work(
        by=by,
        process=run.process,
        run=run,
        component=component,
        title=told["title"],
        owner=Actor.objects.get(key=told["owner"]),
        due_on=_day(told["due"]),
    )
    for to, remark in told["moves"]:
        services.move_work(by=by, item=item, to=to, remark=remark)


def _analysis(by: Person, reviewer: Person, run: ProcessRun, told: Told) -> None:
    row = services.begin_analysis(by=by, process=run.process, run=run, area=told["area"])
    texts = {name: told[name] for name in TEXTS}
    horizon = timezone.localdate().year + told["horizon"]
    services.edit_analysis(by=by, analysis=row, revision=row.revision, horizon_year=horizon, **texts)
    for one in told["measures"]:
        _measure(by, row, one)
    if "answer" in told or "delivered" in told:
        services.deliver_analysis(by=by, analysis=row, revision=row.revision)
    if "answer" in told:
        services.answer_analysis(by=reviewer, analysis=row, revision=row.revision, response=told["answer"])


def _measure(by: Person, analysis: NeedsAnalysis, told: Told) -> None:
    starts_on, ends_on = (_day(offset) for offset in told["days"])
    services.put_measure(
        by=by,
        analysis=analysis,
        revision=analysis.revision,
        title=told["title"],
        owner=Actor.objects.get(key=told["owner"]),
        partners=told["partners"],
        cost=told.get("cost"),
        priority=told["priority"],
        starts_on=starts_on,
        ends_on=ends_on,
        funding=told["funding"],
    )
