"""What may be seen of processes, publications and law. Every page, API and file starts here."""

import datetime
from typing import TYPE_CHECKING, Any, cast

from django.apps import apps
from django.db import models
from django.db.models import F, Q

from actors import access
from processes.permissions import REVIEW, VIEW

if TYPE_CHECKING:
    from processes.models import CountyProcess, LegalText, Publication  # named in strings below


class CountyProcessQuerySet(models.QuerySet["CountyProcess"]):
    def visible_to(self, person: Any) -> "CountyProcessQuerySet":
        """Processes that the person follows for the national level."""
        table = apps.get_model("processes", "CountyProcessGroupRight")
        return cast("CountyProcessQuerySet", access.visible(self, person, table, VIEW, REVIEW))

    def public(self) -> "CountyProcessQuerySet":
        """Status and documents stood on a public page: they are everybody's, for every county."""
        return self.all()

    def as_listed(self) -> "CountyProcessQuerySet":
        """With what a list shows of each, in the Swedish order of the counties: two statements."""
        return self.select_related("county__civil_area").prefetch_related("documents").order_by("county__sort_name")


class PublicationQuerySet(models.QuerySet["Publication"]):
    def public(self) -> "PublicationQuerySet":
        return self.order_by("order")


class LegalTextQuerySet(models.QuerySet["LegalText"]):
    def wording(self, key: str, day: datetime.date) -> "LegalText | None":
        """The newest wording known to hold on the day. One without a date only says what a page once printed."""
        held = Q(in_force_to__isnull=True) | Q(in_force_to__gte=day)
        return self.filter(held, key=key, as_of__lte=day).order_by(F("as_of").desc()).first()
