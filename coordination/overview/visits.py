"""When a person was last here. A visit within a quarter of an hour is the same visit."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, Visit

SAME_VISIT = timedelta(minutes=15)


def visit(person: Any, incidents: Iterable[Incident]) -> dict[int, datetime]:
    """Note that the person is here now, and return since when she has not been: incident -> the visit before."""
    there = {row.incident_id: row for row in Visit.objects.filter(person=person, incident__in=list(incidents))}
    rows = [_now(person, incident, there.get(incident.pk)) for incident in incidents]
    changed = [row for row in rows if row is not None]
    if changed:
        Visit.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["incident", "person"], update_fields=["at", "before"]
        )
    return {row.incident_id: row.before for row in [*there.values(), *changed] if row.before is not None}


def _now(person: Any, incident: Incident, last: Visit | None) -> Visit | None:
    now = now_in(incident)
    if last is None:
        return Visit(incident=incident, person=person, at=now, before=None)
    if now - last.at < timedelta(minutes=1):
        return None
    before = last.at if now - last.at > SAME_VISIT else last.before
    return Visit(incident=incident, person=person, at=now, before=before)
