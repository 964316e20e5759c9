"""What the worker does: claim a compilation, gather, compose, store. The row is the truth; running twice is as once."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from actors.nudges import nudge
from coordination.incidents.clock import now_in
from coordination.incidents.holding import hold
from coordination.incidents.models import Incident
from coordination.situations import headline
from coordination.situations.compiled import storing
from coordination.situations.compiled.collecting import collect, request_of
from coordination.situations.compiled.compose import Body, Outline, compare, compose
from coordination.situations.compiled.grading import worst
from coordination.situations.compiled.queue import queue_compilation
from coordination.situations.hiding import all_may_read
from coordination.situations.models import Compilation, Report, Request
from coordination.situations.rounds import in_force
from coordination.situations.rounds.in_force import InForce
from coordination.situations.states import CompilationState, ReportState
from coordination.situations.weighing import disputing
from journal.moves import move
from journal.refusals import MovedOn

LEASE = timedelta(seconds=150)
TRIES = 5
# Of an incident in which nothing has been asked.
NOTHING: Final[Body] = {"disputed": [], "requests": [], "outlived": [], "look_again": None}


def compile_incident(incident_pk: int) -> Compilation | None:
    """Compile what waits in the incident, if its gathering time is over. None when there was nothing to take."""
    taken = claim(incident_pk)
    if taken is None:
        return None
    body, inputs = gather(taken)
    store(taken, body, inputs)
    return taken


@transaction.atomic
def claim(incident_pk: int) -> Compilation | None:
    """QUEUED -> COMPILING, committed before the work begins. None when somebody else took it.

    The incident is held by the statement that finds the row.
    """
    asked = Request.objects.filter(incident=OuterRef("incident")).out_of_quarantine().order_by("-number")
    row: Any = (
        Compilation.objects.filter(
            incident_id=incident_pk, state=CompilationState.QUEUED, gather_until__lte=timezone.now()
        )
        .select_related("incident__lead")
        .select_for_update(of=("incident",), no_key=True)
        .annotate(newest=Subquery(asked.values("pk")[:1]))
        .first()
    )
    if row is None:
        return None
    lease = timezone.now() + LEASE
    try:
        with transaction.atomic():
            move(
                row,
                CompilationState.COMPILING,
                lease_until=lease,
                attempts=row.attempts + 1,
                request_id=row.newest,
            )
    except MovedOn:
        return None
    taken: Compilation = row
    return taken


def gather(compilation: Compilation) -> tuple[Body, list[int]]:
    """Read the answers that count and compose them. Returns the body and the keys of the answers used."""
    incident, request = compilation.incident, request_of(compilation.incident, compilation.request_id)
    if request is None:
        body, former = {**compose([], [], Outline([], [], [])), **NOTHING}, _published(incident)
    else:
        rounds = in_force.of(request)
        body, former = {**_composed(incident, request, rounds), "requests": _requests(rounds)}, request.published
    now = now_in(incident).isoformat()
    frame = {
        "incident": _incident(incident),
        "request": _request(request) if request else None,
        "as_of": request.as_of.isoformat() if request else now,
        "compiled_at": now,
    }
    whole = {**frame, **compare(body, former)}
    return whole, [source["input"] for source in body["sources"]]


def _composed(incident: Incident, request: Request, rounds: InForce) -> Body:
    collected = collect(incident, request, rounds)
    looked = disputing.look(incident, collected)
    body = compose(
        collected.answers,
        collected.asked,
        collected.outline,
        collected.away,
        shelves=collected.shelves,
        lost=looked.lost(),
        earlier=collected.earlier,
    )
    return {
        **body,
        "disputed": disputing.told(looked, collected, body["sources"]),
        "outlived": disputing.outlived(looked),
        "look_again": looked.again.isoformat() if looked.again else None,
    }


def _published(incident: Incident) -> Body | None:
    rows = Report.objects.filter(incident=incident, state=ReportState.PUBLISHED)
    return rows.values_list("body", flat=True).first()


def store(compilation: Compilation, body: Body, inputs: list[int]) -> None:
    """COMPILING -> READY with body and sources, at once. If the lease was lost meanwhile, nothing is written."""
    with transaction.atomic():
        hold(compilation.incident_id)
        try:
            if not all_may_read(inputs + _lasts(body) + _sides(body)):
                _put_aside(compilation)
                return
            move(compilation, CompilationState.READY, ready_at=timezone.now(), lease_until=None)
        except MovedOn:
            return
        storing.write_body(compilation, body)
        storing.write_sources(compilation.pk, body)
        disputing.keep_in_step(compilation.incident, body.get("disputed", []), body.get("outlived", []))
        headline.note(
            compilation.incident,
            worst=worst([body["overall"]["worst"], *(function["worst"] for function in body["functions"])]),
            answered=len(body["answered"]) - len(body["waiting"]) + len(body["left_out"]),
            asked=body["invited"],
            silent=len(body["silent"]) + len(body["waiting"]),
        )


def _lasts(body: Body) -> list[int]:
    """The former answers that the body speaks of."""
    return [actor["last"]["input"] for actor in body["silent"] if actor["last"]]


def _sides(body: Body) -> list[int]:
    """The answers that go apart: of actors that were not asked, too."""
    return [side["input"] for row in body.get("disputed", []) for side in row["sides"]]


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


def _requests(rounds: InForce) -> list[dict[str, Any]]:
    """Every request that the picture is made of, the first asked first."""
    found = [{"number": one.number, "name": rounds.sets[one.asked].name_sv} for one in rounds.rounds]
    return sorted(found, key=lambda row: row["number"])
