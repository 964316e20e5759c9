"""What waits about needs: an actor's own word on a part that others think it has, and needs that nobody has."""

from typing import Any

from django.db.models import F, FilteredRelation, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.direction.matrix import ASKED_PARTS, with_nobody
from coordination.direction.models import Need
from coordination.direction.system import SETTLED_NEEDS
from coordination.incidents.clock import now_in
from coordination.incidents.permissions import PROPOSE
from coordination.overview.desk import Desk, Waiting


def needs(desk: Desk) -> list[Waiting]:
    """One statement: needs that one of her actors is asked about, and for the county those that nobody has."""
    if not desk.incidents:
        return []
    unsettled = Need.objects.filter(incident__in=desk.incidents).exclude(state__in=SETTLED_NEEDS).out_of_quarantine()
    unsaid = Q(roles__confirmed_at__isnull=True, roles__declined_at__isnull=True, roles__part__in=ASKED_PARTS)
    rows = with_nobody(unsettled).annotate(
        asked=FilteredRelation("roles", condition=unsaid & Q(roles__actor__in=list(desk.actors)))
    )
    rows = rows.annotate(of=F("asked__actor_id"), part=F("asked__part")).filter(
        Q(of__isnull=False) | Q(nobody=True, incident__in=desk.with_right(PROPOSE))
    )
    found = list(rows.values("incident_id", "number", "title", "needed_by", "nobody", "of", "part").order_by("number"))
    return [*(_asked(desk, row) for row in found if row["of"]), *_without_anybody(desk, found)]


def _asked(desk: Desk, row: dict[str, Any]) -> Waiting:
    incident, actor = desk.incidents[row["incident_id"]], desk.actors[row["of"]]
    words = (
        _("Andra tror att %(actor)s har det: ”%(title)s”. Säg om det är så.")
        if row["part"] == "responsible"
        else _("Andra tror att %(actor)s stödjer: ”%(title)s”. Säg om det är så.")
    )
    return Waiting(
        incident,
        now_in(incident),
        row["needed_by"],
        _("Har ni behov %(n)d?") % {"n": row["number"]},
        words % {"actor": actor.name, "title": row["title"]},
        reverse("need_parts", args=[incident.number, row["number"]]),
        _("Säg ert besked"),
        "need",
        actor,
    )


def _without_anybody(desk: Desk, rows: list[dict[str, Any]]) -> list[Waiting]:
    """One line an incident for those who hold it together."""
    leads = set(desk.with_right(PROPOSE))
    by_incident: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        if row["nobody"] and row["incident_id"] in leads:
            by_incident.setdefault(row["incident_id"], []).append(row)
    return [_line(desk, pk, list({row["number"]: row for row in found}.values())) for pk, found in by_incident.items()]


def _line(desk: Desk, pk: int, rows: list[dict[str, Any]]) -> Waiting:
    incident = desk.incidents[pk]
    times = [row["needed_by"] for row in rows if row["needed_by"]]
    count = len(rows)
    return Waiting(
        incident,
        now_in(incident),
        min(times, default=None),
        ngettext("%(n)d behov som ingen har", "%(n)d behov som ingen har", count) % {"n": count},
        _("Ingen aktör har själv sagt att den är ansvarig."),
        reverse("matrix", args=[incident.number]),
        _("Se vem som kan ha det"),
        "need",
    )
