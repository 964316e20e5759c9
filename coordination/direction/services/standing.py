"""What a direction must be for something to be said of it, and the sentence where it is not."""

from django.utils.translation import gettext as _

from actors.models import Actor
from coordination.direction.models import Direction
from coordination.direction.states import DirectionState
from coordination.incidents.models import Incident
from journal.refusals import RuleBroken


def refuse_not_held(held: Direction, incident: Incident, actor: Actor) -> None:
    """The direction is fixed and holds, and the actor takes part."""
    refuse_replaced(held)
    if held.state != DirectionState.FIXED:
        raise RuleBroken(_("Inriktningen är inte fastställd än. Ta ställning till förslaget."))
    refuse_outside(incident, actor)


def refuse_replaced(held: Direction) -> None:
    """The refusal names the one that holds instead."""
    if held.state != DirectionState.REPLACED:
        return
    newer = holding_instead(held)
    raise RuleBroken(
        _("Inriktning %(old)d är ersatt av inriktning %(new)d. Läs den nya.")
        % {"old": held.number, "new": newer.number}
        if newer
        else _("Inriktning %(old)d gäller inte längre.") % {"old": held.number}
    )


def holding_instead(held: Direction) -> Direction | None:
    """The direction of the incident that is fixed now, where it is another and is shown."""
    others = Direction.objects.filter(incident=held.incident_id).fixed().exclude(pk=held.pk)
    return others.out_of_quarantine().defer("body").first()


def refuse_outside(incident: Incident, actor: Actor) -> None:
    if not incident.participations.filter(actor=actor, left_at__isnull=True).exists():
        raise RuleBroken(_("%(actor)s deltar inte i händelsen.") % {"actor": actor.name})
