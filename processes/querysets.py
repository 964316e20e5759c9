"""What may be seen of processes, publications and law. Every page, API and file starts here."""

import datetime
from typing import TYPE_CHECKING, Any, Self, cast

from django.apps import apps
from django.db import models
from django.db.models import F, Prefetch, Q

from actors import access
from actors.models import Actor, ActorKind
from actors.roles import Role
from processes.permissions import REVIEW, VIEW

if TYPE_CHECKING:
    # named in strings below
    from processes.models import (
        CountyProcess,
        Document,
        DocumentVersion,
        EvidencePack,
        LegalText,
        Lesson,
        Observation,
        ProcessRun,
        Publication,
        ReleasedLesson,
    )


class CountyProcessQuerySet(models.QuerySet["CountyProcess"]):
    def visible_to(self, person: Any) -> "CountyProcessQuerySet":
        """Processes of the person's own county, and all of them for the national level."""
        table = apps.get_model("processes", "CountyProcessGroupRight")
        return cast("CountyProcessQuerySet", access.visible(self, person, table, VIEW, REVIEW))

    def public(self) -> "CountyProcessQuerySet":
        """Status and documents stood on a public page: they are everybody's, for every county."""
        return self.all()

    def as_listed(self) -> "CountyProcessQuerySet":
        """With what a list shows of each, in the Swedish order of the counties: three statements."""
        versions = apps.get_model("processes", "DocumentVersion").objects.published()
        published = Prefetch("documentversions", versions.order_by("document__title"), to_attr="published")
        rows = self.select_related("county__civil_area").prefetch_related("documents", published)
        return rows.order_by("county__sort_name")


class PublicationQuerySet(models.QuerySet["Publication"]):
    def public(self) -> "PublicationQuerySet":
        return self.order_by("order")


class LegalTextQuerySet(models.QuerySet["LegalText"]):
    def wording(self, key: str, day: datetime.date) -> "LegalText | None":
        """The newest wording known to hold on the day. One without a date only says what a page once printed."""
        held = Q(in_force_to__isnull=True) | Q(in_force_to__gte=day)
        return self.filter(held, key=key, as_of__lte=day).order_by(F("as_of").desc()).first()


class OfProcessQuerySet(models.QuerySet[Any]):
    """Rows of processes that the person reads: her own county's, or all of them for the national level."""

    def visible_to(self, person: Any) -> Self:
        return self.filter(process__in=apps.get_model("processes", "CountyProcess").objects.visible_to(person))


class RunQuerySet(OfProcessQuerySet, models.QuerySet["ProcessRun"]):
    def active(self) -> "RunQuerySet":
        return self.filter(state="active")


class DocumentQuerySet(OfProcessQuerySet, models.QuerySet["Document"]):
    def public(self) -> "DocumentQuerySet":
        """Documents of which a version is published: everybody's."""
        return self.filter(versions__state="published")


class VersionQuerySet(OfProcessQuerySet, models.QuerySet["DocumentVersion"]):
    def public(self) -> "VersionQuerySet":
        """What stands at a document's public address, and what stood there before: their bytes are everybody's."""
        return self.filter(state__in=["published", "replaced"])

    def published(self) -> "VersionQuerySet":
        """With its document, and without its bytes."""
        return self.filter(state="published").without_bytes().select_related("document__process__county")

    def without_bytes(self) -> "VersionQuerySet":
        """What a list shows of them: 25 MB a row stay where they are."""
        return self.select_related("document").defer("data")


class LessonQuerySet(OfProcessQuerySet, models.QuerySet["Lesson"]):
    def waiting(self, today: datetime.date) -> "LessonQuerySet":
        """What somebody is to do something about: an observation that is no lesson yet, and what is late."""
        return self.filter(Q(state="observed") | Q(state="item", due_on__lt=today))


class ObservationQuerySet(models.QuerySet["Observation"]):
    def visible_to(self, person: Any) -> "ObservationQuerySet":
        """What the person's own actors have seen: what the county made of it is the county's."""
        return self.filter(from_actor__in=access.actor_keys(person, Role.READER))


class PackQuerySet(OfProcessQuerySet, models.QuerySet["EvidencePack"]):
    def visible_to(self, person: Any) -> "PackQuerySet":
        """The county board's own; the national level reads those that were handed over to it."""
        own = Actor.objects.filter(pk__in=access.actor_keys(person, Role.READER), kind=ActorKind.COUNTY_BOARD)
        mine = Q(process__county__in=own.values("county"))
        return super().visible_to(person).filter(mine | Q(handed_over_at__isnull=False))


class ReleasedLessonQuerySet(models.QuerySet["ReleasedLesson"]):
    def visible_to(self, person: Any) -> "ReleasedLessonQuerySet":
        """The national library: for all who are signed in, and nothing of the county's own words."""
        if not getattr(person, "is_authenticated", False):
            return self.none()
        return self.filter(withdrawn_at__isnull=True)
