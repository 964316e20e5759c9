"""What the worker does: claim a compilation, gather, compose, store. The row is the truth; running twice is as once."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone

from actors.models import Actor
from actors.nudges import nudge
from coordination.incidents.clock import now_in
from coordination.incidents.holding import hold
from coordination.incidents.models import Incident
from coordination.situations import headline
from coordination.situations.compose import MUNICIPALITY, OTHER, Answer, Asked, Body, Grade, Outline, compare, compose
from coordination.situations.content import questions
from coordination.situations.grading import worst
from coordination.situations.hiding import all_may_read
from coordination.situations.models import (
    Compilation,
    CompilationSource,
    Function,
    Impact,
    Input,
    QuestionSet,
    Recipient,
    Report,
    Request,
    Standing,
)
from coordination.situations.queue import queue_compilation
from coordination.situations.states import CompilationState, ReportState
from journal.moves import move
from journal.refusals import MovedOn

LEASE = timedelta(seconds=150)
TRIES = 5


def compile_incident(incident_pk: int) -> Compilation | None:
    """Compile what waits in the incident, if its gathering time is over. None when there was nothing to take."""
    taken = claim(incident_pk)
    if taken is None:
        return None
    body, inputs = gather(taken)
    store(taken, body, inputs)
    return taken


def claim(incident_pk: int) -> Compilation | None:
    """QUEUED -> COMPILING, committed before the work begins. None when somebody else took it."""
    row = (
        Compilation.objects.filter(
            incident_id=incident_pk, state=CompilationState.QUEUED, gather_until__lte=timezone.now()
        )
        .select_related("incident__lead")
        .first()
    )
    if row is None:
        return None
    asked = Request.objects.filter(incident_id=incident_pk).out_of_quarantine()
    request = asked.order_by("-number").first()
    try:
        with transaction.atomic():
            hold(incident_pk)
            move(
                row,
                CompilationState.COMPILING,
                lease_until=timezone.now() + LEASE,
                attempts=row.attempts + 1,
                request=request,
            )
    except MovedOn:
        return None
    return row


def gather(compilation: Compilation) -> tuple[Body, list[int]]:
    """Read the answers that count and compose them. Returns the body and the keys of the answers used."""
    incident, request = compilation.incident, compilation.request
    former = (
        Report.objects.filter(incident=incident, state=ReportState.PUBLISHED).values_list("body", flat=True).first()
    )
    if request is None:
        body = compose([], [], Outline([], [], []))
    else:
        answers, away = _answers(request)
        body = compose(answers, _asked(incident, request), _outline(request), away)
    frame = {
        "incident": _incident(incident),
        "request": _request(request) if request else None,
        "as_of": (request.as_of if request else now_in(incident)).isoformat(),
        "compiled_at": now_in(incident).isoformat(),
    }
    whole = {**frame, **compare(body, former)}
    return whole, [source["input"] for source in body["sources"]]


def store(compilation: Compilation, body: Body, inputs: list[int]) -> None:
    """COMPILING -> READY with body and sources, at once. If the lease was lost meanwhile, nothing is written."""
    with transaction.atomic():
        hold(compilation.incident_id)
        try:
            if not all_may_read(inputs + _lasts(body)):
                _put_aside(compilation)
                return
            move(compilation, CompilationState.READY, body=body, ready_at=timezone.now(), lease_until=None)
        except MovedOn:
            return
        CompilationSource.objects.bulk_create(
            [
                CompilationSource(compilation=compilation, input_id=source["input"], number=source["n"])
                for source in body["sources"]
            ]
        )
        headline.note(
            compilation.incident,
            worst=worst([body["overall"]["worst"], *(function["worst"] for function in body["functions"])]),
            answered=len(body["answered"]) + len(body["left_out"]),
            asked=body["invited"],
            silent=len(body["silent"]),
        )


def _lasts(body: Body) -> list[int]:
    """The former answers that the body speaks of."""
    return [actor["last"]["input"] for actor in body["silent"] if actor["last"]]


def _put_aside(compilation: Compilation) -> None:
    """While it was made, somebody narrowed or hid an answer in it: it is made again without."""
    move(compilation, CompilationState.SUPERSEDED, lease_until=None)
    queue_compilation(compilation.incident, gather=0)


def sweep() -> None:
    """Take up what was left behind: leases that ran out, and rows that wait without a worker. Twice is as once."""
    now = timezone.now()
    for lost in Compilation.objects.filter(state=CompilationState.COMPILING, lease_until__lt=now).select_related(
        "incident"
    ):
        _give_back(lost, now)
    waiting = Compilation.objects.filter(state=CompilationState.QUEUED, gather_until__lte=now)
    for incident_pk in waiting.values_list("incident_id", flat=True):
        nudge("situations.compile_incident", incident_pk)


@transaction.atomic
def _give_back(lost: Compilation, now: datetime) -> None:
    hold(lost.incident_id)
    newer = Compilation.objects.filter(incident=lost.incident, state=CompilationState.QUEUED).exists()
    try:
        if lost.attempts >= TRIES:
            move(lost, CompilationState.FAILED, lease_until=None, error="the worker was lost five times")
        elif newer:
            move(lost, CompilationState.SUPERSEDED, lease_until=None)
        else:
            move(lost, CompilationState.QUEUED, lease_until=None, gather_until=now)
    except MovedOn:
        return


def _answers(request: Request) -> tuple[list[Answer], set[int]]:
    """The answers that all readers of a report may read, redacted copies in their place, and whose are left out."""
    functions: dict[int, dict[str, Grade]] = {}
    wide = Input.objects.standing().filter(request=request, submitted_at__isnull=False).read_by_all()
    rows = Impact.objects.filter(input__in=wide.values("pk")).values_list(
        "input_id", "function_id", "grade", "proposed", "trend", "confidence", "reason"
    )
    for pk, key, grade, proposed, trend, confidence, reason in rows:
        functions.setdefault(pk, {})[key] = Grade(grade, proposed, trend, confidence, reason)
    found = [_answer(row, functions.get(row["pk"], {})) for row in wide.values(*COLUMNS)]
    held = _held(request)
    copies = [_copied(row, row.redacted.content) for row in held if _is_copied(row)]
    return [*found, *copies], {row.actor_id for row in held} - {copy.actor for copy in copies}


COLUMNS = (
    *("actor_id", "pk", "number", "submitted_at", "late", "oral", "marking"),
    *("grade", "proposed", "trend", "confidence", "reason"),
    *("content__numbers", "content__texts", "content__needs"),
)


def _held(request: Request) -> list[Any]:
    """The answers that not all may read, with their redacted copies where they have one."""
    free = Input.objects.filter(pk=OuterRef("pk")).out_of_quarantine()
    rows = Input.objects.standing().filter(request=request).withheld_from(None).annotate(free=Exists(free))
    return list(rows.select_related("redacted"))


def _is_copied(row: Any) -> bool:
    return row.free and row.submitted_at is not None and getattr(row, "redacted", None) is not None


def _copied(row: Input, said: Mapping[str, Any]) -> Answer:
    return Answer(
        actor=row.actor_id,
        input=row.pk,
        number=row.number,
        at=row.submitted_at.isoformat() if row.submitted_at else "",
        late=row.late,
        oral=row.oral,
        overall=_graded(said["overall"]),
        functions={key: _graded(graded) for key, graded in said["functions"].items()},
        numbers=said["numbers"],
        texts=said["texts"],
        needs=said["needs"],
        marking=row.marking,
        redacted=True,
    )


def _graded(said: Mapping[str, Any]) -> Grade:
    return Grade(said["grade"], said["proposed"], said["trend"], said["confidence"], said.get("reason", ""))


def _answer(row: Mapping[str, Any], functions: dict[str, Grade]) -> Answer:
    return Answer(
        actor=row["actor_id"],
        input=row["pk"],
        number=row["number"],
        at=row["submitted_at"].isoformat(),
        late=row["late"],
        oral=row["oral"],
        overall=Grade(row["grade"], row["proposed"], row["trend"], row["confidence"], row["reason"]),
        functions=functions,
        numbers=row["content__numbers"],
        texts=row["content__texts"],
        needs=row["content__needs"],
        marking=row["marking"],
    )


def _asked(incident: Incident, request: Request) -> list[Asked]:
    recipients = Recipient.objects.filter(request=request).values_list("actor_id", flat=True)
    last = {
        actor: {"input": pk, "number": number, "at": at.isoformat(), "overall": grade, "numbers": numbers}
        for actor, pk, number, at, grade, numbers in Standing.objects.filter(
            incident=incident, input__in=Input.objects.filter(incident=incident).read_by_all().values("pk")
        )
        .exclude(input__request=request)
        .values_list(
            "actor_id", "input_id", "input__number", "input__submitted_at", "input__grade", "input__content__numbers"
        )
        if at is not None
    }
    return [
        Asked(
            actor=a.pk,
            name=a.name,
            short=a.short,
            level=MUNICIPALITY if a.is_municipality else OTHER,
            sort_name=a.sort_name,
            code=a.municipality_id or "",
            last=last.get(a.pk),
        )
        for a in Actor.objects.filter(pk__in=recipients)
    ]


def _outline(request: Request) -> Outline:
    all_names = Function.objects.order_by().values(row=JSONObject(key="key", name="name_sv"))
    asked: Any = QuestionSet.objects.annotate(names=ArraySubquery(all_names)).get(pk=request.question_set_id)
    names = {row["key"]: row["name"] for row in asked.names}
    return Outline(
        functions=[(key, names.get(key, key)) for key in asked.functions],
        numbers=[{"key": q["key"], "name": q["name_sv"], "unit": q["unit_sv"]} for q in questions(asked, "number")],
        texts=[(q["key"], q["name_sv"]) for q in questions(asked, "text")],
    )


def _incident(incident: Incident) -> dict[str, Any]:
    return {
        "number": incident.number,
        "name": incident.name,
        "exercise": incident.is_exercise,
        "fictitious": incident.is_fictitious,
        "county": ", ".join(incident.headline.get("counties", [])),
        "county_codes": incident.headline.get("county_codes", []),
        "owner": incident.lead.name,
    }


def _request(request: Request) -> dict[str, Any]:
    return {
        "number": request.number,
        "as_of": request.as_of.isoformat(),
        "deadline": request.deadline.isoformat(),
    }
