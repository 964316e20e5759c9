"""What a person reads of the loop: notes and needs with what they were made of, in a fixed number of statements."""

from datetime import datetime
from typing import Any, Final

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from coordination.direction.loop import gaps
from coordination.direction.loop.gaps import STEP_OF_GAP, of_nobody
from coordination.direction.models import (
    STEP_OF,
    Cycle,
    Influence,
    InfluenceReply,
    Need,
    NeedKind,
    Note,
    NoteKind,
    Response,
    Step,
    StepVisit,
    SystemIssue,
)
from coordination.direction.querysets import NeedQuerySet
from coordination.direction.states import CycleState, InfluenceState, IssueState, NeedState
from coordination.incidents.models import Incident
from coordination.situations.models import Input

MOST: Final = 100
PAGE: Final = 40


def cycles_of(person: Any, incident: Incident) -> list[Cycle]:
    """The newest first."""
    rows = list(Cycle.objects.visible_to(person).filter(incident=incident).select_related("started_by", "closed_by"))
    for row in rows:
        row.incident = incident
    return rows


def number_of(cycles: list[Cycle], key: int | None, last: int = 0) -> int:
    """The number of a row's cycle. One in quarantine hides its own words, not what was noted in it."""
    return next((cycle.number for cycle in cycles if cycle.pk == key), last)


def going(cycles: list[Cycle]) -> Cycle | None:
    return next((cycle for cycle in cycles if cycle.state == CycleState.OPEN), None)


def _answers(person: Any) -> "QuerySet[Any]":
    """The number of the answer that a row was made of, where the person reads it; else nothing."""
    return Input.objects.visible_to(person).filter(pk=OuterRef("input")).values("number")[:1]


def notes(person: Any, incident: Incident, step: str) -> "QuerySet[Any]":
    """The step's notes with what became of them."""
    kinds = [kind for kind, of in STEP_OF.items() if of == step]
    made = Prefetch("needs", Need.objects.visible_to(person).only("pk", "number", "note_id"), to_attr="became")
    return (
        Note.objects.visible_to(person)
        .filter(incident=incident, kind__in=kinds)
        .select_related("actor", "made_by")
        .annotate(answer=Subquery(_answers(person)))
        .prefetch_related(made)
    )


def needs(person: Any, incident: Incident) -> Any:
    """With the note and the issues on both sides of each."""
    read = Note.objects.visible_to(person).filter(pk=OuterRef("note"))
    issues = Prefetch("issues", SystemIssue.objects.visible_to(person).only("pk", "number"), to_attr="became")
    serves = Prefetch("serves", Need.objects.visible_to(person).only("pk", "number"), to_attr="meets")
    return (
        Need.objects.visible_to(person)
        .filter(incident=incident)
        .select_related("actor")
        .annotate(answer=Subquery(_answers(person)), from_cycle=Subquery(read.values("cycle_id")[:1]))
        .prefetch_related(issues, serves)
    )


SHOWN: Final[dict[str, Q]] = {
    "alla": ~Q(state=NeedState.ENDED),
    "hjalp": Q(kind=NeedKind.HELP) & ~Q(state=NeedState.ENDED),
    "atgard": Q(kind=NeedKind.ACTION),
    "upphort": Q(state=NeedState.ENDED),
}


def narrowed(rows: NeedQuerySet, shown: str) -> NeedQuerySet:
    return of_nobody(rows) if shown == "ingen" else rows.filter(SHOWN.get(shown, SHOWN["alla"]))


def issues(person: Any, incident: Incident) -> list[Any]:
    """Systemfrågor, the open ones first, with what they came of and what came of them."""
    came = Prefetch("needs", Need.objects.visible_to(person).only("pk", "number"), to_attr="came_from")
    went = Prefetch(
        "influences", Influence.objects.visible_to(person).only("pk", "number", "issue_id"), to_attr="became"
    )
    rows = SystemIssue.objects.visible_to(person).filter(incident=incident).prefetch_related(came, went)
    ended = (IssueState.SETTLED, IssueState.DISMISSED)
    return sorted(rows[: 2 * MOST], key=lambda row: (row.state in ended, row.number))


def influences(person: Any, incident: Incident) -> list[Any]:
    """With every actor's answer, silence first."""
    replies = Prefetch("replies", InfluenceReply.objects.visible_to(person).select_related("actor"), to_attr="said")
    read = SystemIssue.objects.visible_to(person).filter(pk=OuterRef("issue"))
    rows = (
        Influence.objects.visible_to(person)
        .filter(incident=incident)
        .annotate(issue_number=Subquery(read.values("number")[:1]))
        .prefetch_related(replies)
        .order_by("-number")[: 2 * MOST]
    )
    found = list(rows)
    for row in found:
        row.incident = incident
        row.said.sort(key=lambda reply: (reply.response != Response.NONE, reply.actor.sort_name))
    return found


def arrived(person: Any, incident: Incident, step: str, now: datetime) -> tuple[int, datetime | None]:
    """How many answers that the person reads have come since she last looked at the step; and from now on it is now."""
    last = StepVisit.objects.filter(incident=incident, person=person, step=step).first()
    since = last.at if last else None
    sent = Input.objects.visible_to(person).sent().filter(incident=incident)
    count = (sent.filter(submitted_at__gt=since) if since else sent).count()
    StepVisit.objects.bulk_create(
        [StepVisit(incident=incident, person=person, step=step, at=now)],
        update_conflicts=True,
        unique_fields=["incident", "person", "step"],
        update_fields=["at"],
    )
    return count, since


def counts(person: Any, incident: Incident) -> dict[str, dict[str, int]]:
    """How much there is in each step, by kind. Four statements."""
    noted = Note.objects.visible_to(person).filter(incident=incident, holds=True).order_by()
    by_kind = dict(noted.values_list("kind").annotate(n=Count("pk")))
    needed = Need.objects.visible_to(person).filter(incident=incident).exclude(state=NeedState.ENDED).order_by()
    by_need = dict(needed.values_list("kind").annotate(n=Count("pk")))
    seen = SystemIssue.objects.visible_to(person).filter(incident=incident)
    asked = Influence.objects.visible_to(person).filter(incident=incident)
    found: dict[str, dict[str, int]] = {step: {} for step in Step.values}
    for kind, n in by_kind.items():
        found[STEP_OF[kind]][kind] = n
    found[Step.NEEDS] = by_need
    found[Step.SYSTEM] = {"open": seen.filter(state__in=(IssueState.OPEN, IssueState.RAISED)).count()}
    found[Step.INFLUENCE] = {"under": asked.exclude(state=InfluenceState.FOLLOWED_UP).count()}
    return found


def gaps_by_step(cycle: Cycle | None, now: datetime) -> dict[str, int]:
    """How many kinds of gaps each step has; of a closed cycle those that were frozen."""
    if cycle is None:
        return {}
    found = cycle.gaps if cycle.state == CycleState.CLOSED else gaps.gaps_of(cycle, now)
    told: dict[str, int] = {}
    for gap in found:
        step = STEP_OF_GAP[gap["kind"]]
        told[step] = told.get(step, 0) + 1
    return told


def groups(rows: list[Any], kinds: tuple[NoteKind, ...]) -> dict[str, list[Any]]:
    return {kind: [row for row in rows if row.kind == kind] for kind in kinds}
