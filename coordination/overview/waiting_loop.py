"""What the loop asks of a person: influence that one's own actor has not answered."""

from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.direction.models import Influence, InfluenceReply, Response
from coordination.incidents.clock import now_in
from coordination.overview.desk import Desk, Waiting


def influences(desk: Desk) -> list[Waiting]:
    seen = Influence.objects.filter(incident__in=desk.incidents).out_of_quarantine()
    rows = InfluenceReply.objects.filter(influence__in=seen, actor__in=desk.actors, response=Response.NONE)
    return [_asked(desk, row) for row in rows.select_related("influence")]


def _asked(desk: Desk, row: InfluenceReply) -> Waiting:
    incident, actor = desk.incidents[row.influence.incident_id], desk.actors[row.actor_id]
    return Waiting(
        incident,
        now_in(incident),
        row.influence.due,
        row.influence.text,
        _("%(means)s till %(actor)s.") % {"means": row.influence.get_means_display(), "actor": actor.name},
        reverse("influence_answer", args=[incident.number, row.influence.number]),
        _("Svara"),
        "influence",
        actor,
    )
