"""What somebody learnt in an incident or exercise, into the process of the county that holds it together."""

from typing import Any

from django.utils.translation import gettext as _

from actors.models import Actor, Person
from coordination.incidents.models import Incident
from coordination.incidents.models.marking import Marking
from coordination.incidents.permissions import CONTRIBUTE
from coordination.incidents.services.refusing import refuse_foreign
from journal.permissions import require
from journal.refusals import RuleBroken
from processes import services as processes
from processes.models import CountyProcess, Lesson, LessonSource


def note_lesson(*, by: Person, incident: Incident, actor: Actor, observation: str) -> Lesson:
    """Who takes part notes what it saw, in its own words, also when all is over. No text of the incident goes along."""
    require(by, CONTRIBUTE, incident)
    refuse_foreign(by, actor)
    process = CountyProcess.objects.filter(county=incident.lead.county_id).first()
    if process is None:
        raise RuleBroken(_("Länet har ingen process i Samlad, så det finns ingen plats för lärdomar."))
    told: dict[str, Any] = {
        "source": LessonSource.EXERCISE if incident.is_exercise else LessonSource.INCIDENT,
        "source_label": _label(incident),
        "source_url": incident.get_absolute_url(),
        "is_exercise": incident.is_exercise,
        "observation": observation,
    }
    if actor.pk == incident.lead_id:
        return processes.observe(by=by, process=process, **told)
    if not incident.participations.filter(actor=actor, left_at__isnull=True).exists():
        raise RuleBroken(_("%(actor)s deltar inte i händelsen.") % {"actor": actor.name})
    return processes.observe_beside(by=by, process=process, actor=actor, **told)


def _label(incident: Incident) -> str:
    """More people read the county's lessons than the incident: what is marked goes by its number alone."""
    return f"{incident.number} {incident.name}" if incident.marking == Marking.OPEN else incident.number
