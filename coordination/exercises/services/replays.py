"""What really happened once, to be played: a scenario made from a closed incident."""

from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import Person
from coordination.exercises.models import Scenario
from coordination.exercises.replaying import replayed
from coordination.exercises.scenario_file import Script
from coordination.exercises.services.rules import refuse_not_leading
from coordination.exercises.services.scenarios import keep
from coordination.incidents.models import Incident, Marking
from coordination.incidents.permissions import CONTROL
from journal.permissions import require
from journal.refusals import RuleBroken

# Stored, and read by whoever plays it: in the language of the scenario.
SUMMARY = "Repris av en verklig händelse. Namn är ersatta med funktioner; tiderna räknas från övningens början."


def replay(*, by: Person, incident: Incident, name: str) -> Scenario:
    """A scenario of the board that held the incident together. Nobody else reads it until its leader shares it."""
    require(by, CONTROL, incident)
    refuse_not_leading(by, incident.lead)
    _refuse_unfit(incident, name)
    made = replayed(incident, by)
    if not made.injects:
        raise RuleBroken(_("I händelsen finns inget som får spelas igen."))
    script = Script(name=name.strip()[:120], type=incident.type_id, summary=SUMMARY, injects=made.injects)
    counted = {"replaced": made.replaced, "left_out": made.left_out, "no_room": made.no_room}
    with transaction.atomic():
        body = {**script.body, **counted}
        return keep(by, incident.lead, script, verb="scenario.replayed", replays=incident, body=body)


def _refuse_unfit(incident: Incident, name: str) -> None:
    if incident.is_exercise:
        raise RuleBroken(_("Det är en övning. Bara det som har hänt på riktigt spelas igen."))
    if not incident.is_closed:
        raise RuleBroken(_("Händelsen pågår. Den kan spelas igen när den är avslutad."))
    if incident.marking != Marking.OPEN:
        raise RuleBroken(_("Händelsen är märkt, så den spelas inte igen."))
    if not name.strip():
        raise RuleBroken(_("Skriv vad scenariot ska heta."))
