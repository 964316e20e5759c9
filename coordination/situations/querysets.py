"""What may be seen of requests, answers and reports: all of them are guarded by their incident."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from actors import access
from actors.roles import Role
from coordination.incidents.models import Incident, IncidentGroupRight
from coordination.incidents.permissions import APPROVE, WRITE

if TYPE_CHECKING:
    from coordination.situations.models import Compilation, Input, Report, Request

OPEN_REPORT = ("draft", "in_review")


class RequestQuerySet(models.QuerySet["Request"]):
    def visible_to(self, person: Any) -> "RequestQuerySet":
        return self.filter(incident__in=Incident.objects.visible_to(person))


class InputQuerySet(models.QuerySet["Input"]):
    def visible_to(self, person: Any) -> "InputQuerySet":
        """What was sent in the person's incidents, and the drafts of the actors she answers for."""
        own = Q(actor__in=access.actors_of(person, Role.REPORTER).values("pk"))
        return self.filter(incident__in=Incident.objects.visible_to(person)).filter(~Q(state="draft") | own)

    def sent(self) -> "InputQuerySet":
        return self.exclude(state="draft")

    def standing(self) -> "InputQuerySet":
        """The answer that counts: sent, not corrected, not withdrawn."""
        return self.filter(state="submitted")


class CompilationQuerySet(models.QuerySet["Compilation"]):
    def visible_to(self, person: Any) -> "CompilationQuerySet":
        return self.filter(incident__in=_writable(person))

    def ready(self) -> "CompilationQuerySet":
        return self.filter(state="ready")


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, person: Any) -> "ReportQuerySet":
        """Published reports for all who may read them; the open one for those who write and approve it."""
        published = Q(incident__in=Incident.objects.reports_visible_to(person)) & ~Q(state__in=OPEN_REPORT)
        return self.filter(published | Q(incident__in=_writable(person)))

    def published(self) -> "ReportQuerySet":
        return self.exclude(state__in=OPEN_REPORT)

    def open(self) -> "ReportQuerySet":
        return self.filter(state__in=OPEN_REPORT)


def _writable(person: Any) -> "models.QuerySet[Incident]":
    all_of_them = Incident.objects.all()
    found: models.QuerySet[Incident] = access.visible(all_of_them, person, IncidentGroupRight, WRITE, APPROVE)
    return found
