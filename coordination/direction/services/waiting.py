"""Which measures wait for which: said by who wrote the measure, its owner, or the county; never in a circle."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from actors import access
from actors.models import Actor, Person
from actors.sight import as_machine
from coordination.direction.models import Measure
from coordination.direction.services.grounds import writes
from coordination.incidents.models import Incident
from coordination.incidents.permissions import CONTRIBUTE, PROPOSE
from coordination.incidents.services import refuse_closed
from journal.permissions import require
from journal.record import record
from journal.refusals import Refused, RuleBroken


def depend(*, by: Person, measure: Measure, on: Measure) -> None:
    """Say that the measure waits for another. Said twice is as said once."""
    _may(by, measure)
    with transaction.atomic():
        # Two that say it at once, each the other way round, would make a circle between them.
        Incident.objects.select_for_update().get(pk=measure.incident_id)
        tie(measure, [on], by=by)


def stop_depending(*, by: Person, measure: Measure, on: Measure) -> None:
    _may(by, measure)
    with transaction.atomic():
        if measure.depends_on.filter(pk=on.pk).exists():
            measure.depends_on.remove(on)
            record(measure, "measure.waits_no_more", by=by, on=on.pk)


def tie(measure: Measure, others: Iterable[Measure], *, by: Person) -> None:
    """Tie, after refusing what cannot be. Under the incident's lock, or of a measure that nothing can wait for yet."""
    wanted = {one.pk: one for one in others}
    if not wanted:
        return
    if any(one.incident_id != measure.incident_id for one in wanted.values()):
        raise RuleBroken(_("Åtgärden hör till en annan händelse."))
    if measure.pk in wanted:
        raise RuleBroken(_("En åtgärd kan inte vänta på sig själv."))
    edges = _edges(measure.incident_id)
    if measure.pk in reached(edges, wanted):
        raise RuleBroken(_("De åtgärderna väntar redan på den här. Ingen av dem skulle kunna börja."))
    new = [pk for pk in wanted if pk not in edges[measure.pk]]
    if new:
        measure.depends_on.add(*new)
        record(measure, "measure.waits", by=by, on=new)


def reached(edges: dict[int, set[int]], starts: Iterable[int]) -> set[int]:
    """All that somebody comes to by following what waits for what."""
    seen: set[int] = set()
    left = list(starts)
    while left:
        pk = left.pop()
        if pk not in seen:
            seen.add(pk)
            left += edges.get(pk, ())
    return seen


def refuse_gone(incident: Incident, owner: Actor) -> None:
    """A measure is of an actor that takes part."""
    took_part = incident.participations.filter(actor=owner).first()
    if took_part is None:
        raise RuleBroken(_("%(actor)s deltar inte i händelsen.") % {"actor": owner.name})
    if took_part.left_at:
        raise RuleBroken(_("%(actor)s deltar inte längre i händelsen.") % {"actor": owner.name})


def _edges(incident: int) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    through = Measure.depends_on.through.objects.filter(from_measure__incident=incident)
    with as_machine():  # keys only: a circle that goes through what is in quarantine is a circle too
        for one, other in through.values_list("from_measure_id", "to_measure_id"):
            found[one].add(other)
    return found


def _may(by: Person, measure: Measure) -> None:
    require(by, CONTRIBUTE, measure.incident)
    refuse_closed(measure.incident)
    if not writes(by, measure) and PROPOSE not in access.rights(by, measure.incident):
        raise Refused(_("Bara den som skrev åtgärden, dess ägare eller länsstyrelsen säger vad den väntar på."))
