"""What may be seen of incidents. Every page, API and file starts here."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from actors import access
from actors.roles import Role
from coordination.incidents import sight
from coordination.incidents.permissions import QUARANTINE, READ_REPORTS, VIEW, WRITE
from coordination.incidents.states import AccessState

if TYPE_CHECKING:
    from coordination.incidents.models import (
        AccessRequest,
        Escalation,
        Incident,
        LogLine,
        Narrowing,
        Quarantine,
        ResourceNeed,
        ResourceOffer,
    )


class IncidentQuerySet(models.QuerySet["Incident"]):
    def visible_to(self, person: Any) -> "IncidentQuerySet":
        """Incidents that one of the person's actors takes part in."""
        return self.with_right(person, VIEW)

    def reports_visible_to(self, person: Any) -> "IncidentQuerySet":
        """Incidents of which the person may read published reports: the above, and what the national level reads."""
        return self.with_right(person, VIEW, READ_REPORTS)

    def open(self) -> "IncidentQuerySet":
        return self.exclude(state="closed")

    def with_right(self, person: Any, *names: str) -> "IncidentQuerySet":
        """Incidents on which the person has one of the rights."""
        found: IncidentQuerySet = access.visible(
            self, person, apps.get_model("incidents", "IncidentGroupRight"), *names
        )
        return found


def _incidents() -> Any:
    return apps.get_model("incidents", "Incident").objects


class LogLineQuerySet(models.QuerySet["LogLine"]):
    def visible_to(self, person: Any) -> "LogLineQuerySet":
        """Lines of the person's incidents whose audience she is in, and that nobody has put in quarantine."""
        if not getattr(person, "is_authenticated", False):
            return self.none()
        seen = self.filter(sight.where_read(person)).filter(sight.in_audience(person, "logline"))
        return sight.out_of_quarantine(seen, "logline")

    def withheld_from(self, person: Any) -> "LogLineQuerySet":
        """Lines whose audience the person is not in."""
        return self.filter(sight.narrow()).exclude(sight.in_audience(person, "logline"))


class NarrowingQuerySet(models.QuerySet["Narrowing"]):
    def visible_to(self, person: Any) -> "NarrowingQuerySet":
        """Reasons and grounds are the owner's own; that something is narrowed shows on the record."""
        own = access.actor_keys(person, Role.READER)
        return self.filter(incident__in=_incidents().visible_to(person), actor__in=own)


class AccessRequestQuerySet(models.QuerySet["AccessRequest"]):
    def visible_to(self, person: Any) -> "AccessRequestQuerySet":
        """For the two it concerns: who asks, and who is asked."""
        own = access.actor_keys(person, Role.READER)
        inside = self.filter(incident__in=_incidents().visible_to(person))
        return inside.filter(Q(actor__in=own) | Q(asker__in=own))

    def waiting(self) -> "AccessRequestQuerySet":
        return self.filter(state=AccessState.ASKED)


class QuarantineQuerySet(models.QuerySet["Quarantine"]):
    def visible_to(self, person: Any) -> "QuarantineQuerySet":
        """For those who may lift it (the owner's people, the security officer) and the one who put it there."""
        own = access.actor_keys(person, Role.READER)
        guards = _incidents().with_right(person, QUARANTINE)
        inside = self.filter(incident__in=_incidents().visible_to(person) | guards)
        return inside.filter(Q(actor__in=own) | Q(incident__in=guards) | Q(by_id=person.pk))

    def open(self) -> "QuarantineQuerySet":
        return self.filter(lifted_at__isnull=True)

    def with_why(self) -> "QuarantineQuerySet":
        """With `why` and `lifted_why`, as the database tells them: to those who may know, and to others nothing."""
        told = [
            models.Func("pk", template=f"(samlad_why(%(expressions)s))[{place}]", output_field=models.TextField())
            for place in (1, 2)
        ]
        return self.annotate(why=told[0], lifted_why=told[1])


class QuarantineManager(models.Manager.from_queryset(QuarantineQuerySet)):  # type: ignore[misc]  # made by Django
    """Rows without the columns that the portal's own role may not read."""

    def get_queryset(self) -> QuarantineQuerySet:
        rows: QuarantineQuerySet = super().get_queryset().defer("reason", "lifted_note")
        return rows


class ResourceNeedQuerySet(models.QuerySet["ResourceNeed"]):
    def visible_to(self, person: Any) -> "ResourceNeedQuerySet":
        return self.filter(incident__in=_incidents().visible_to(person)).out_of_quarantine()

    def out_of_quarantine(self) -> "ResourceNeedQuerySet":
        return sight.out_of_quarantine(self, "resourceneed")


class ResourceOfferQuerySet(models.QuerySet["ResourceOffer"]):
    def visible_to(self, person: Any) -> "ResourceOfferQuerySet":
        """Offers to needs that the person reads."""
        needs = apps.get_model("incidents", "ResourceNeed").objects.visible_to(person)
        return self.filter(need__in=needs).out_of_quarantine()

    def out_of_quarantine(self) -> "ResourceOfferQuerySet":
        return sight.out_of_quarantine(self, "resourceoffer")


class EscalationQuerySet(models.QuerySet["Escalation"]):
    def visible_to(self, person: Any) -> "EscalationQuerySet":
        """What was sent, for the participants; drafts for those who write the county's report."""
        seen = self.filter(incident__in=_incidents().visible_to(person))
        shown = ~Q(state="draft") | Q(incident__in=_incidents().with_right(person, WRITE))
        return seen.filter(shown).out_of_quarantine()

    def out_of_quarantine(self) -> "EscalationQuerySet":
        return sight.out_of_quarantine(self, "escalation")
