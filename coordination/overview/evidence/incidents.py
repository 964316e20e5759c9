"""Figures of incidents and exercises. Read as the machine: numbers and times, past audience, and no word of content."""

from collections import Counter
from collections.abc import Mapping

from django.db.models import Q
from django.urls import reverse

from coordination.direction.models import Direction, Measure, Reception
from coordination.direction.states import DirectionState, MeasureState
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, Participant
from coordination.overview.evidence.period import Period, Row, minutes, row
from coordination.situations.models import Impact, Reading, Recipient, Report, Request, Standing
from coordination.situations.report.readership import by_actor

Incidents = Mapping[int, Incident]


def answers(incidents: Incidents, period: Period) -> list[Row]:
    """Each actor that was asked, how long it took and whether it was in time."""
    rows = Recipient.objects.filter(request__incident__in=incidents).select_related("request", "actor")
    found = []
    for one in rows.order_by("request__sent_at", "actor__sort_name"):
        asked, incident = one.request, incidents[one.request.incident_id]
        if not period.counts(incident, asked.sent_at):
            continue
        found.append(
            row(
                incident,
                reverse("request", args=[incident.number, asked.number]),
                request=asked.number,
                actor=one.actor.name,
                asked=asked.sent_at,
                deadline=asked.deadline,
                answered=one.answered_at,
                minutes=minutes(asked.sent_at, one.answered_at),
                in_time=one.answered_at is not None and one.answered_at <= asked.deadline,
            )
        )
    return found


def coverage(incidents: Incidents, period: Period) -> list[Row]:
    """The latest picture: for each actor that was ever asked, how many of the functions are known."""
    asked: dict[tuple[int, int], str] = {}
    rows = Recipient.objects.filter(request__incident__in=incidents).select_related("actor", "request")
    for one in rows.order_by("request__sent_at", "actor__sort_name"):
        incident = incidents[one.request.incident_id]
        if period.counts(incident, one.request.sent_at):
            asked[one.request.incident_id, one.actor_id] = one.actor.name
    functions = _functions(incidents)
    standing = {
        (incident, actor): answer
        for incident, actor, answer in Standing.objects.filter(incident__in=incidents).values_list(
            "incident_id", "actor_id", "input_id"
        )
    }
    grades = Impact.objects.filter(input__in=list(standing.values()), grade__isnull=False)
    known = Counter(grades.values_list("input_id", flat=True))
    return [
        row(
            incidents[pk],
            reverse("board", args=[incidents[pk].number]),
            actor=name,
            answered=(pk, actor) in standing,
            known=min(known[standing.get((pk, actor), 0)], functions[pk]),
            of=functions[pk],
        )
        for (pk, actor), name in asked.items()
    ]


def _functions(incidents: Incidents) -> Counter[int]:
    """How many functions the newest request of each incident asks about."""
    found: Counter[int] = Counter()
    rows = Request.objects.filter(incident__in=incidents).select_related("question_set").order_by("number")
    for one in rows:
        found[one.incident_id] = len(one.question_set.functions)
    return found


def reports(incidents: Incidents, period: Period) -> list[Row]:
    """Each published report, and how many actors have somebody who read it."""
    there = Participant.objects.filter(incident__in=incidents, left_at__isnull=True)
    actors: dict[int, set[int]] = {}
    for incident, actor in there.values_list("incident_id", "actor_id"):
        actors.setdefault(incident, set()).add(actor)
    everybody = set().union(*actors.values()) if actors else set()
    read = by_actor(Reading.objects.filter(report__incident__in=incidents), everybody)
    readers: dict[int, set[int]] = {}
    for report, actor in read.values_list("report_id", "for_actor"):
        readers.setdefault(report, set()).add(actor)
    rows = Report.objects.published().filter(incident__in=incidents, published_at__isnull=False)
    return [
        row(
            incidents[one.incident_id],
            reverse("report", args=[incidents[one.incident_id].number, one.number]),
            report=one.number,
            published=one.published_at,
            read_by=len(readers.get(one.pk, set()) & actors.get(one.incident_id, set())),
            of=len(actors.get(one.incident_id, set())),
        )
        for one in rows.only("incident_id", "number", "published_at", "state").order_by("published_at", "pk")
        if period.counts(incidents[one.incident_id], one.published_at)
    ]


def receptions(incidents: Incidents, period: Period) -> list[Row]:
    """Each actor of each fixed direction: seen, understood, acting. Who is silent has a row too."""
    fixed = Direction.objects.filter(
        Q(state__in=[DirectionState.FIXED, DirectionState.REPLACED]), incident__in=incidents, fixed_at__isnull=False
    )
    directions = [
        one
        for one in fixed.only("incident_id", "number", "fixed_at").order_by("fixed_at", "pk")
        if period.counts(incidents[one.incident_id], one.fixed_at)
    ]
    said = {
        (one.direction_id, one.actor_id): one
        for one in Reception.objects.filter(direction__in=[one.pk for one in directions])
    }
    there = Participant.objects.filter(incident__in=incidents, left_at__isnull=True).select_related("actor")
    actors: dict[int, list[Participant]] = {}
    for part in there.order_by("actor__sort_name"):
        actors.setdefault(part.incident_id, []).append(part)
    found = []
    for one in directions:
        for part in actors.get(one.incident_id, []):
            turn = said.get((one.pk, part.actor_id))
            found.append(
                row(
                    incidents[one.incident_id],
                    reverse("direction", args=[incidents[one.incident_id].number, one.number]),
                    direction=one.number,
                    actor=part.actor.name,
                    fixed=one.fixed_at,
                    seen=turn.seen_at if turn else None,
                    understood=turn.understood_at if turn else None,
                    acting=turn.acting_at if turn else None,
                )
            )
    return found


def measures(incidents: Incidents, period: Period) -> list[Row]:
    """Each measure by its owner and day: done, done in time, late. What it is stands in the incident."""
    rows = Measure.objects.filter(incident__in=incidents).select_related("owner").order_by("due", "pk")
    found = []
    for one in rows:
        incident = incidents[one.incident_id]
        if not period.counts(incident, one.due):
            continue
        done = one.state == MeasureState.DONE
        going = one.state in (MeasureState.TAKEN, MeasureState.ONGOING)
        found.append(
            row(
                incident,
                f"{reverse('measures', args=[incident.number])}",
                actor=one.owner.name,
                due=one.due,
                state=one.state,
                noted=one.noted_at,
                in_time=done and one.noted_at is not None and one.noted_at <= one.due,
                late=going and one.due < now_in(incident),
            )
        )
    return found
