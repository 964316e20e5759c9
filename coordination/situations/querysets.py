"""What may be seen of requests, answers and reports: their incident lets in, audience and quarantine keep out."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, Value
from django.db.models.functions import JSONObject

from actors import access
from actors.roles import Role
from coordination.incidents import sight
from coordination.incidents.models import Incident, IncidentGroupRight
from coordination.incidents.permissions import APPROVE, ASK, WRITE

if TYPE_CHECKING:
    from coordination.situations.models import (
        AnswerFile,
        AnswerLink,
        Compilation,
        Dispute,
        GuardedAnswer,
        Input,
        QuestionSet,
        RedactedCopy,
        Remark,
        Report,
        Request,
        Rhythm,
    )

# How many versions of its answer an actor has written to a request: told by the database also where none may be read.
VERSIONS = Func(F("request_id"), F("actor_id"), function="samlad_versions", output_field=IntegerField())
OPEN_REPORT = ("draft", "in_review")


class RequestQuerySet(models.QuerySet["Request"]):
    def visible_to(self, person: Any) -> "RequestQuerySet":
        return self.filter(incident__in=Incident.objects.visible_to(person)).out_of_quarantine()

    def out_of_quarantine(self) -> "RequestQuerySet":
        return sight.out_of_quarantine(self, "request")


class QuestionSetQuerySet(models.QuerySet["QuestionSet"]):
    def offered_to(self, lead: Any) -> "QuestionSetQuerySet":
        """What a county board may ask: the newest version of each of the portal's sets and of its own."""
        mine = self.as_made().filter(Q(owner__isnull=True) | Q(owner=lead))
        newest = self.model._default_manager.as_made().filter(key=OuterRef("key")).order_by("-version")
        return mine.filter(pk=models.Subquery(newest.values("pk")[:1]))

    def as_made(self) -> "QuestionSetQuerySet":
        """Without those that the portal has added sections to."""
        return self.filter(derived_from__isnull=True)


class RhythmQuerySet(models.QuerySet["Rhythm"]):
    def visible_to(self, person: Any) -> "RhythmQuerySet":
        return self.filter(incident__in=Incident.objects.visible_to(person))

    def running(self) -> "RhythmQuerySet":
        return self.filter(stopped_at__isnull=True)


class AnswerLinkQuerySet(models.QuerySet["AnswerLink"]):
    def visible_to(self, person: Any) -> "AnswerLinkQuerySet":
        """Those who ask see to whom a link went."""
        return self.filter(incident__in=_with(person, ASK))


class RemarkQuerySet(models.QuerySet["Remark"]):
    def visible_to(self, person: Any) -> "RemarkQuerySet":
        """The thread of an answer is read by its own actor and by those of the county board who write the report."""
        mine = Q(input__actor__in=access.actor_keys(person, Role.READER))
        inside = self.filter(incident__in=Incident.objects.visible_to(person))
        return inside.filter(mine | Q(incident__in=_writable(person)))


class DisputeQuerySet(models.QuerySet["Dispute"]):
    def visible_to(self, person: Any) -> "DisputeQuerySet":
        return self.filter(incident__in=Incident.objects.visible_to(person))

    def standing(self) -> "DisputeQuerySet":
        return self.exclude(state="gone")


class InputQuerySet(models.QuerySet["Input"]):
    def visible_to(self, person: Any) -> "InputQuerySet":
        """What was sent in the person's incidents to an audience that she is in, and her own actors' drafts."""
        if not getattr(person, "is_authenticated", False):
            return self.none()
        return self.filter(sight.where_read(person)).read_by(person)

    def read_by(self, person: Any) -> "InputQuerySet":
        """The same within an incident that the person is known to take part in."""
        own = Q(actor__in=access.actor_keys(person, Role.REPORTER))
        return self.filter(~Q(state="draft") | own).filter(sight.in_audience(person, "input")).out_of_quarantine()

    def read_by_all(self) -> "InputQuerySet":
        """What every participant may read: all that a report may hold."""
        return self.filter(sight.wide()).out_of_quarantine()

    def out_of_quarantine(self) -> "InputQuerySet":
        return sight.out_of_quarantine(self, "input")

    def withheld_from(self, person: Any) -> "InputQuerySet":
        """What was sent and the person may not read as it was written: narrowed away from her, or in quarantine."""
        held = apps.get_model("incidents", "Quarantine").objects.filter(
            kind="input", object_id=OuterRef("pk"), lifted_at__isnull=True
        )
        away = sight.narrow()
        if person is not None:
            away &= ~sight.in_audience(person, "input")
        return self.sent().filter(away | Q(Exists(held)))

    def for_owner(self) -> "InputQuerySet":
        """With the fields that have a narrower audience, and whether it is in quarantine: in the same statement."""
        rows = apps.get_model("situations", "GuardedAnswer").objects.filter(input=OuterRef("pk")).order_by("pk")
        row = JSONObject(part="part", key="key", value="value", audience="audience")
        mute = ~Q(Exists(self.model._default_manager.filter(pk=OuterRef("pk")).out_of_quarantine()))
        return self.annotate(guarded_found=ArraySubquery(rows.values(row=row)), mute_found=mute)

    def for_writer(self, person: Any) -> "InputQuerySet":
        """For one who writes down what the actor said: mute where she may not read what it wrote before."""
        seen = self.model._default_manager.filter(pk=OuterRef("pk")).read_by(person)
        return self.annotate(mute_found=~Q(state="draft") & ~Q(Exists(seen)))

    def not_mute(self) -> "InputQuerySet":
        """Of the two above, those that may be read."""
        rows: Any = self
        found: InputQuerySet = rows.filter(mute_found=False)
        return found

    def mute(self) -> "InputQuerySet":
        """The rows as they are told of where they may not be read: their words stay in the database. See `hush`."""
        return self.defer(*self.model.WORDS).annotate(mute_found=Value(value=True))

    def with_traits(self) -> "InputQuerySet":
        """No words of the answers: whose they are, whether in quarantine, whether there is a redacted copy."""
        copies = apps.get_model("situations", "RedactedCopy").objects.filter(input=OuterRef("pk"))
        free = self.model._default_manager.filter(pk=OuterRef("pk")).out_of_quarantine()
        return self.annotate(who=F("actor__short"), copied=Exists(copies), quarantined=~Q(Exists(free))).only(
            "pk", "number", "actor_id", "submitted_at"
        )

    def sent(self) -> "InputQuerySet":
        return self.exclude(state="draft")

    def standing(self) -> "InputQuerySet":
        """The answer that counts: sent, not corrected, not withdrawn."""
        return self.filter(state="submitted")


class AnswerFileQuerySet(models.QuerySet["AnswerFile"]):
    def visible_to(self, person: Any) -> "AnswerFileQuerySet":
        """The files of the answers that the person may read as they were written."""
        answers = apps.get_model("situations", "Input").objects.visible_to(person)
        return self.filter(input__in=answers.values("pk"))

    def listed(self) -> "AnswerFileQuerySet":
        """As they are told of: their bytes stay in the database."""
        return self.select_related("added_by").defer("data")


class RedactedCopyQuerySet(models.QuerySet["RedactedCopy"]):
    def visible_to(self, person: Any) -> "RedactedCopyQuerySet":
        """Copies of answers in the person's incidents, for all who take part; none of what is in quarantine."""
        return self.filter(incident__in=Incident.objects.visible_to(person)).out_of_quarantine()

    def out_of_quarantine(self) -> "RedactedCopyQuerySet":
        return sight.out_of_quarantine(self, "input", "input_id")


class GuardedAnswerQuerySet(models.QuerySet["GuardedAnswer"]):
    def visible_to(self, person: Any) -> "GuardedAnswerQuerySet":
        """The owner's own fields, and those shared with one of the person's actors, of answers that she may read."""
        if not getattr(person, "is_authenticated", False):
            return self.none()
        mine = access.actor_keys(person, Role.READER)
        inside = self.filter(incident__in=Incident.objects.visible_to(person))
        read = inside.filter(Q(actor__in=mine) | Q(Exists(sight.shares("guarded", mine))))
        return sight.out_of_quarantine(read, "input", "input_id")


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
        """What has been published, also what is withheld since: that is told, and not shown."""
        return self.exclude(state__in=OPEN_REPORT)

    def shown(self) -> "ReportQuerySet":
        """Published and not withheld."""
        return self.published().exclude(state="withheld")

    def open(self) -> "ReportQuerySet":
        return self.filter(state__in=OPEN_REPORT)


def _writable(person: Any) -> "models.QuerySet[Incident]":
    return _with(person, WRITE, APPROVE)


def _with(person: Any, *rights: str) -> "models.QuerySet[Incident]":
    all_of_them = Incident.objects.all()
    found: models.QuerySet[Incident] = access.visible(all_of_them, person, IncidentGroupRight, *rights)
    return found
