"""Figures of what a county does between crises: its process, its lessons, its work plan, its drills."""

import datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import NoReverseMatch

from actors.models import Actor
from coordination.exercises.models import DrillResult
from coordination.exercises.states import DrillState
from coordination.overview.evidence.period import Period, Row, kept_as, minutes
from processes.models import Attendance, CountyProcess, Decision, Lesson, Stage, WorkItem
from processes.states import StageState, WorkState

OPEN_WORK = (WorkState.PLANNED, WorkState.ONGOING, WorkState.DELAYED, WorkState.STANDBY)


def page_of(thing: Any) -> str:
    """Its own page; empty where the portal has none for its kind."""
    try:
        return str(thing.get_absolute_url())
    except NoReverseMatch:
        return ""


def row(url: str, *, exercise: bool = False, **values: Any) -> Row:
    kept = {name: kept_as(value) for name, value in values.items()}
    return {"incident": "", "exercise": exercise, "url": url, **kept}


def seminars(process: CountyProcess, period: Period) -> list[Row]:
    """Each function that was invited, and how many of the days it was there."""
    rows = Attendance.objects.filter(process=process, seminar__ends_on__range=period.days)
    rows = rows.select_related("seminar__stage__run", "actor").order_by("seminar__starts_on", "seminar", "pk")
    found = []
    for one in rows:
        stage = one.seminar.stage
        stage.process = stage.run.process = process
        found.append(
            row(
                page_of(stage),
                name=one.seminar.title,
                on=one.seminar.starts_on,
                actor=one.actor.name,
                function=one.function,
                present=one.days_present,
                of=one.seminar.days,
            )
        )
    return found


def stages(process: CountyProcess, period: Period) -> list[Row]:
    """Each stage that was done, and how many of its criteria have evidence."""
    met = Count("criteria", filter=Q(criteria__met_on__isnull=False))
    rows = Stage.objects.filter(process=process, state=StageState.DONE, ended_on__range=period.days)
    found = []
    for one in rows.select_related("run").annotate(met=met, asked=Count("criteria")).order_by("ended_on", "pk"):
        one.process = one.run.process = process
        found.append(row(page_of(one), name=one.name, on=one.ended_on, known=one.met, of=one.asked))
    return found


def decisions(process: CountyProcess, period: Period) -> list[Row]:
    rows = Decision.objects.filter(process=process, decided_on__range=period.days).select_related("run")
    found = []
    for one in rows:
        one.run.process = process
        number = one.registry_number
        found.append(row(page_of(one.run), name=one.title, body=one.body, on=one.decided_on, registered=number))
    return found


def lessons(process: CountyProcess, period: Period) -> list[Row]:
    """How far each lesson of the period has come. What it says is the county's own."""
    found = []
    for one in Lesson.objects.filter(process=process, made_at__date__range=period.days).order_by("number"):
        one.process = process
        values = {"lesson": one.number, "source": one.source, "on": one.made_at, "state": one.state}
        found.append(row(page_of(one), exercise=one.is_exercise, due=one.due_on, **values))
    return found


def work(process: CountyProcess, period: Period, today: datetime.date) -> list[Row]:
    """What was to be done in the period: in time, too late, or not done though its day has passed."""
    found = []
    rows = WorkItem.objects.filter(process=process, due_on__range=period.days).exclude(state=WorkState.DROPPED)
    for one in rows.select_related("owner"):
        one.process = process
        done = one.done_on if one.state == WorkState.DONE else None
        late = (one.state in OPEN_WORK and one.due_on < today) or (done is not None and done > one.due_on)
        values = {"name": one.title, "actor": one.owner.name, "due": one.due_on, "state": one.state}
        found.append(row(page_of(one), done=done, late=late, **values))
    return found


def drills(board: Actor, period: Period) -> list[Row]:
    """Each actor's chain in each measured drill, in minutes from when it was told."""
    rows = DrillResult.objects.filter(
        drill__owner=board, drill__state=DrillState.MEASURED, drill__starts_at__date__range=period.days
    ).select_related("drill", "actor")
    found = []
    for one in rows.order_by("drill__starts_at", "actor__sort_name"):
        begun = one.told_at or one.drill.starts_at
        steps = {
            "signed_in": minutes(begun, one.signed_in_at),
            "answered": minutes(begun, one.answered_at),
            "read": minutes(begun, one.read_at),
            "acknowledged": minutes(begun, one.acknowledged_at),
        }
        whole = None not in steps.values()
        url = page_of(one.drill)
        found.append(row(url, exercise=True, on=one.drill.starts_at, actor=one.actor.name, whole=whole, **steps))
    return found
