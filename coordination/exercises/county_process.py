"""A made-up county process for the demonstration: one strategy that is maintained, and its revision that goes on.

Played through the services, like the exercises. Days count from the day of loading, so that what is late stays late.
"""

import datetime
import json
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from actors.models import Actor, Person
from coordination.exercises import county_assess, county_lessons, county_review
from processes import services
from processes.models import CountyProcess, ProcessRun, ProcessTemplate, Stage
from processes.states import StageState

FILE: Final = Path(__file__).parent / "data" / "process_gavleborg.json"

Told = dict[str, Any]


@transaction.atomic
def load() -> str:
    """Once: a county that leads a process already keeps its own."""
    story: Told = json.loads(FILE.read_text(encoding="utf-8"))
    process = CountyProcess.objects.filter(county_id=story["county"]).select_related("county").first()
    if process is None:
        return "The county's process is not loaded: run load_processes first."
    if ProcessRun.objects.filter(process=process).exists():
        return f"The process of {process} is already loaded."
    by = Person.objects.get(username=story["account"])
    for told in story["runs"]:
        _run(by, process, told)
    county_assess.load(by, process)
    lessons = county_lessons.load()
    county_review.load(process)
    return f"The process of {process} is loaded, with {lessons} lessons."


def _day(offset: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=offset)


def _run(by: Person, process: CountyProcess, told: Told) -> None:
    run = services.start_run(
        by=by,
        process=process,
        template=ProcessTemplate.objects.order_by("key", "-version")[0],
        title=told["title"],
        starts_on=_day(told["starts"]),
        ends_on=_day(told["ends"]),
        leader=told["leader"],
        supporter=told["supporter"],
    )
    services.edit_run(by=by, run=run, revision=run.revision, record=told["record"])
    stages = {one.from_template.key: one for one in run.stages.select_related("from_template") if one.from_template}
    for change in told.get("rename", []):
        services.rename_stage(by=by, stage=stages[change["stage"]], name=change["name"], reason=change["reason"])
    for one in told.get("stages", []):
        _stage(by, stages[one["stage"]], one)
    if "skip_rest" in told:
        for stage in run.stages.filter(state=StageState.NOT_STARTED):
            services.skip_stage(by=by, stage=stage, why=told["skip_rest"])
    for one in told["decisions"]:
        _decision(by, run, stages, one)


def _stage(by: Person, stage: Stage, told: Told) -> None:
    start, end = (_day(offset) for offset in told["planned"])
    services.plan_stage(by=by, stage=stage, planned_start=start, planned_end=end, responsible=told["responsible"])
    if "begun" in told:
        services.begin_stage(by=by, stage=stage, on=_day(told["begun"]))
    for criterion, evidence in zip(stage.criteria.all(), told.get("met", []), strict=False):
        services.meet_criterion(by=by, criterion=criterion, evidence=evidence)
    if "seminar" in told:
        _seminar(by, stage, told["seminar"])
    if "closed" in told:
        services.close_stage(by=by, stage=stage, on=_day(told["closed"]), why=told.get("why", ""))


def _seminar(by: Person, stage: Stage, told: Told) -> None:
    first, last = (_day(offset) for offset in told["days"])
    seminar = services.add_seminar(
        by=by,
        stage=stage,
        title=told["title"],
        starts_on=first,
        ends_on=last,
        place=told["place"],
        programme=told["programme"],
    )
    days = {}
    for key, function, present in told["invited"]:
        row = services.invite(by=by, seminar=seminar, actor=Actor.objects.get(key=key), function=function)
        days[row.pk] = present
    if last < timezone.localdate():
        services.note_days(by=by, seminar=seminar, days=days)


def _decision(by: Person, run: ProcessRun, stages: dict[str, Stage], told: Told) -> None:
    services.decide(
        by=by,
        run=run,
        kind=told["kind"],
        title=told["title"],
        body=told["body"],
        decided_on=_day(told["on"]),
        valid_from=_day(told["from"]) if "from" in told else None,
        registry_number=told["number"],
        stage=stages[told["stage"]] if "stage" in told else None,
        review_on=_day(told["review"]) if "review" in told else None,
    )
