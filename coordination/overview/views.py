"""Pages that join slices: my start page, an incident's first page, what this portal is."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from actors import access
from actors.models import Alarm, ContactPoint
from actors.roles import Role
from coordination.direction import effects
from coordination.direction.models import Assessment, Direction, Measure
from coordination.direction.states import MeasureState
from coordination.incidents import logbook
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident
from coordination.incidents.pages import area_words, clock_of, find, incident_page, my_actors, upcoming, who
from coordination.incidents.permissions import VIEW
from coordination.overview.decided import decided
from coordination.overview.desk import Desk, Waiting, desk_of
from coordination.overview.visits import visit
from coordination.overview.waiting import own_word, waiting_for
from coordination.situations.models import Input, Report, Standing
from coordination.situations.report import since_read
from processes import waiting as waiting_process

NEWS = 12


def start(request: HttpRequest) -> HttpResponse:
    """Mitt läge: what is asked of me and by when, what is late, what changed, which incidents I am in."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    desk = desk_of(request.user)
    waiting = waiting_for(desk)
    before = visit(request.user, desk.incidents.values())
    rows = [_incident_row(one) for one in desk.incidents.values()]
    context = {
        "waiting": waiting,
        "alarms": Alarm.objects.open_for(who(request)).select_related("person")[:100],
        "ask": _first_question(desk, waiting),
        "many": len(desk.incidents) > 1,
        "rows": rows,
        "news": _news(desk, before),
        "new_reports": since_read.lines(desk.person, desk.incidents, desk.actors),
        "last": _last_answers(desk),
        "call": _county_duty(desk),
        "times": any(row["next"] for row in rows),
        "led": waiting_process.lines_for(who(request)),
        "reviews": not rows and access.holds_role(who(request), Role.NATIONAL_READER),
        "idempotency_key": uuid4().hex,
        **_clock(desk),
    }
    context["rest"] = [w for w in waiting if w is not context["ask"]]
    template = "overview/start.html" if desk.is_staff or not desk.actors else "overview/start_answer.html"
    return render(request, template, context)


def _first_question(desk: Desk, waiting: list[Waiting]) -> Waiting | None:
    """The one card on an officer's telephone: a request to answer, if there is one."""
    return None if desk.is_staff else next((w for w in waiting if w.kind == "answer"), None)


def _incident_row(incident: Incident) -> dict[str, Any]:
    now = now_in(incident)
    return {"incident": incident, "area": area_words(incident), "next": upcoming(incident, now)[:1], "now": now}


def _news(desk: Desk, before: dict[int, Any]) -> list[dict[str, Any]]:
    """What came since the person's last visit, the newest first, at most a dozen lines in all."""
    found = [
        {"line": line, "incident": incident, "now": now_in(incident), "since": before[pk]}
        for pk, incident in desk.incidents.items()
        if pk in before
        for line in logbook.since(incident, desk.person, before[pk], NEWS)
    ]
    return sorted(found, key=lambda row: row["line"].at, reverse=True)[:NEWS]


def _last_answers(desk: Desk) -> list[tuple[Input, datetime]]:
    """The newest of each of the person's actors and incidents, with the time that it is there."""
    of_mine = {"incident__in": list(desk.incidents), "actor__in": list(desk.actors)}
    rows = (
        Input.objects.filter(pk__in=Standing.objects.filter(**of_mine).values("input"))
        .out_of_quarantine()
        .select_related("actor")
        .order_by("-submitted_at")[:3]
    )
    answers = list(rows)
    for one in answers:
        one.incident = desk.incidents[one.incident_id]
    return [(one, now_in(one.incident)) for one in answers]


def _county_duty(desk: Desk) -> ContactPoint | None:
    """The telephone of the county's duty officer."""
    first = next(iter(desk.incidents.values()), None)
    return (
        ContactPoint.objects.filter(actor=first.lead).exclude(phone="").select_related("actor").first()
        if first
        else None
    )


def _clock(desk: Desk) -> dict[str, Any]:
    """When everything the person is in is one exercise, its clock is the one to go by."""
    incidents = list(desk.incidents.values())
    if len(incidents) == 1 and incidents[0].is_exercise:
        now = now_in(incidents[0])
        return {"header_clock": clock_of(now, incidents[0]), "now": now}
    return {}


@login_required
def incident(request: HttpRequest, number: str) -> HttpResponse:
    """An incident's first page: the state, the direction, what waits here, what is new. At most 60 KB at any size."""
    found = find(request, number)
    # Who is here is noted of those who take part: the database takes no visit from others.
    takes_part = VIEW in access.rights(who(request), found)
    before = visit(request.user, [found] if takes_part else []).get(found.pk)
    lines = logbook.since(found, who(request), before, NEWS) if before else logbook.lines(found, who(request))[0][:NEWS]
    desk = _narrow_desk(request, found)
    waiting = _waiting(found, desk)
    settled = decided(who(request), found, desk.actors.values())
    context = incident_page(
        request,
        found,
        "incident",
        lines=lines,
        since=before,
        waiting=waiting,
        needs_me=len(own_word(waiting)),
        decided=settled,
        **_effect(request, settled.held),
        late=[] if found.is_closed else _late_measures(request, found),
        report=_report(request, found),
        newest=_newest(request, found),
        new_reports=since_read.lines(desk.person, desk.incidents, desk.actors),
    )
    return render(request, "overview/incident.html", context)


def _narrow_desk(request: HttpRequest, found: Incident) -> Desk:
    """The desk with this incident alone on it."""
    return Desk(
        {found.pk: found},
        {actor.pk: actor for actor in my_actors(request, found)},
        {found.pk: access.rights(who(request), found)},
        who(request),
    )


def _waiting(found: Incident, desk: Desk) -> list[Waiting]:
    """What is over waits for nobody."""
    return [] if found.is_closed else waiting_for(desk)


@login_required
@require_safe
def needs_me(request: HttpRequest, number: str) -> HttpResponse:
    """Behöver mitt svar: all that waits for the word of the person's own actors in this incident."""
    found = find(request, number)
    desk = _narrow_desk(request, found)
    items = own_word(_waiting(found, desk))
    context = incident_page(request, found, "incident", items=items, mine=list(desk.actors.values()))
    return render(request, "overview/needs_me.html", context)


def _effect(request: HttpRequest, direction: Direction | None) -> dict[str, Any]:
    """On one line: what the county makes of the direction, or what the actors answer."""
    if direction is None:
        return {}
    judged = Assessment.objects.visible_to(request.user).filter(direction=direction).first()
    said = effects.effects(direction, request.user)
    return {"assessment": judged, "effect_sentence": effects.sentence(said) if said else ""}


def _late_measures(request: HttpRequest, incident: Incident) -> list[Measure]:
    going = Measure.objects.visible_to(request.user).filter(
        incident=incident, state__in=[MeasureState.TAKEN, MeasureState.ONGOING]
    )
    return list(going.filter(due__lt=now_in(incident)).select_related("owner").order_by("due")[:10])


def _report(request: HttpRequest, incident: Incident) -> Report | None:
    published = Report.objects.visible_to(request.user).filter(incident=incident, state="published")
    return published.defer("body", "grades").first()


def _newest(request: HttpRequest, incident: Incident) -> list[Input]:
    rows = (
        Input.objects.visible_to(request.user)
        .standing()
        .filter(incident=incident)
        .select_related("actor")
        .defer("content")
    )
    return list(rows.order_by("-submitted_at", "-pk")[:5])


def about(request: HttpRequest) -> HttpResponse:
    """What Samlad is and is not, for everybody."""
    return render(request, "overview/about.html")
