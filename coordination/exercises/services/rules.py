"""What the services of exercises ask in the same words."""

from django.utils.translation import gettext as _

from actors import access
from actors.models import Actor, ActorKind, Person
from actors.roles import Role
from coordination.exercises.models import Inject, Play
from coordination.exercises.states import PlayState
from coordination.incidents.holding import hold
from journal.refusals import MovedOn, Refused, RuleBroken


def refuse_not_leading(by: Person, board: Actor) -> None:
    """Exercises are led by who holds that role in the county board."""
    if board.kind != ActorKind.COUNTY_BOARD or not access.acts_for(by, board, Role.EXERCISE_LEADER):
        raise Refused(_("Det gör länsstyrelsens övningsledare."))


def refuse_ended(play: Play) -> None:
    if play.state == PlayState.ENDED:
        raise RuleBroken(_("Övningen är avslutad."))


def held_play(play: Play) -> Play:
    """The row as it stands, with its incident held until the commit: clock, injects and answers go one at a time."""
    hold(play.incident_id)
    found = Play.objects.select_related("incident__lead", "scenario").filter(pk=play.pk).first()
    if found is None:
        raise MovedOn(_("Övningen visas inte längre."))
    play.state, play.speed, play.incident = found.state, found.speed, found.incident
    play.started_at, play.ended_at = found.started_at, found.ended_at
    return play


def held_inject(inject: Inject) -> Inject:
    hold(inject.incident_id)
    found = Inject.objects.select_related("play", "incident__lead").filter(pk=inject.pk).first()
    if found is None:
        raise MovedOn(_("Inspelet visas inte längre."))
    refuse_ended(found.play)
    return found
