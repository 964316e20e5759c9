"""What may be seen of incidents. Every page, API and file starts here."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

from actors import access
from coordination.incidents.permissions import READ_REPORTS, VIEW

if TYPE_CHECKING:
    from coordination.incidents.models import Incident, LogLine


class IncidentQuerySet(models.QuerySet["Incident"]):
    def visible_to(self, person: Any) -> "IncidentQuerySet":
        """Incidents that one of the person's actors takes part in."""
        return self._with_right(person, VIEW)

    def reports_visible_to(self, person: Any) -> "IncidentQuerySet":
        """Incidents of which the person may read published reports: the above, and what the national level reads."""
        return self._with_right(person, VIEW, READ_REPORTS)

    def open(self) -> "IncidentQuerySet":
        return self.exclude(state="closed")

    def _with_right(self, person: Any, *names: str) -> "IncidentQuerySet":
        found: IncidentQuerySet = access.visible(
            self, person, apps.get_model("incidents", "IncidentGroupRight"), *names
        )
        return found


class LogLineQuerySet(models.QuerySet["LogLine"]):
    def visible_to(self, person: Any) -> "LogLineQuerySet":
        return self.filter(incident__in=apps.get_model("incidents", "Incident").objects.visible_to(person))
