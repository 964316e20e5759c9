"""What may be seen of exercises: those who lead them see what the players do not know yet."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from actors import access
from actors.roles import Role
from coordination.incidents.models import Incident
from coordination.incidents.permissions import CONTROL

if TYPE_CHECKING:
    from coordination.exercises.models import Drill, DrillResult, Inject, Play, Scenario


class ScenarioQuerySet(models.QuerySet["Scenario"]):
    def visible_to(self, person: Any) -> "ScenarioQuerySet":
        """Of the boards whose exercises the person leads; and what other boards share, for who leads any."""
        leads = access.actor_keys(person, Role.EXERCISE_LEADER)
        own = Q(owner__in=leads)
        return self.filter(own | Q(shared=True)) if access.holds_role(person, Role.EXERCISE_LEADER) else self.none()


class PlayQuerySet(models.QuerySet["Play"]):
    def visible_to(self, person: Any) -> "PlayQuerySet":
        return self.filter(incident__in=Incident.objects.visible_to(person))


class InjectQuerySet(models.QuerySet["Inject"]):
    def visible_to(self, person: Any) -> "InjectQuerySet":
        """What is still to come is read by those who lead the exercise; what was given to players, by all in it."""
        led = Incident.objects.with_right(person, CONTROL)
        given = Q(state="given") & ~Q(kind="for_control") & Q(incident__in=Incident.objects.visible_to(person))
        return self.filter(Q(incident__in=led) | given)


class DrillQuerySet(models.QuerySet["Drill"]):
    def visible_to(self, person: Any) -> "DrillQuerySet":
        """Of one's own board, where one leads exercises or is on duty: an unannounced drill is nobody else's to see."""
        return self.filter(_of_board(person, "owner"))

    def measured(self) -> "DrillQuerySet":
        return self.filter(state="measured")


class DrillResultQuerySet(models.QuerySet["DrillResult"]):
    def visible_to(self, person: Any) -> "DrillResultQuerySet":
        """All rows for who leads the drill; for an actor's own people their own, and only when it is over."""
        own = Q(actor__in=access.actor_keys(person, Role.READER), drill__state="measured")
        return self.filter(own | _of_board(person, "drill__owner"))

    def own_of(self, person: Any) -> "DrillResultQuerySet":
        """The rows of the actors that the person belongs to, of drills that are over."""
        return self.filter(actor__in=access.actor_keys(person, Role.READER), drill__state="measured")


def _of_board(person: Any, owner: str) -> Q:
    keys = (access.actor_keys(person, role) for role in (Role.EXERCISE_LEADER, Role.DUTY_OFFICER))
    leads, on_duty = (Q(**{f"{owner}__in": found}) for found in keys)
    return leads | on_duty
