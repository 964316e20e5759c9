"""What is asked: functions, question sets, requests to actors."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from coordination.incidents.models import Marked, OfIncident, says_why
from coordination.situations.querysets import (
    AnswerLinkQuerySet,
    QuestionSetQuerySet,
    RequestQuerySet,
    RhythmQuerySet,
)
from coordination.situations.states import REQUEST_MOVES, RequestState
from journal.history import tracked


def shelf_field() -> "models.PositiveIntegerField[int, int]":
    """Hållbarhet: for how long an answer to it may count, in minutes. Older, it is shown and counts as unknown."""
    return models.PositiveIntegerField(default=24 * 60)


class Function(models.Model):
    """Samhällsfunktion: what a grade is given for. Data; the storm's set is eight of them.

    A question of the registry that asks for an impact has a row here too, under its own key.
    """

    key = models.SlugField(primary_key=True, max_length=40)
    name_sv = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    hint_sv = models.CharField(max_length=200, blank=True)
    hint_en = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    shelf_minutes = shelf_field()

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_sv


class QuestionKind(models.TextChoices):
    """What kind of answer a question takes. Where the answer lies in an answer's content: see content/shape.py."""

    TEXT = "text", _("text")
    NUMBER = "number", _("antal med enhet")
    CHOICE = "choice", _("val")
    YES_NO = "yes_no", _("ja eller nej")
    PLACE = "place", _("plats")
    ROWS = "rows", _("rader")
    NEEDS = "needs", _("behov av stöd")
    FILE = "file", _("filer")
    IMPACT = "impact", _("påverkan, graderad")


class Question(models.Model):
    """A question with an identity of its own: whoever asks it, in whichever set, asks the same thing.

    A set carries its questions as they read when it was made; the key tells that two of them are one question.
    """

    key = models.SlugField(primary_key=True, max_length=40)
    kind = models.CharField(max_length=8, choices=QuestionKind)
    name_sv = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    definition_sv = models.CharField(max_length=400, blank=True, help_text="what counts and what does not")
    definition_en = models.CharField(max_length=400, blank=True)
    hint_sv = models.CharField(max_length=200, blank=True)
    hint_en = models.CharField(max_length=200, blank=True)
    unit_sv = models.CharField(max_length=40, blank=True)
    unit_en = models.CharField(max_length=40, blank=True)
    # Of a choice: [{key, name_sv, name_en}]. Of rows: their columns, [{key, kind, name_sv, name_en, choices?}].
    options = models.JSONField(default=list, blank=True)
    lines = models.PositiveSmallIntegerField(default=2, help_text="of a text field")
    shelf_minutes = shelf_field()
    guard = models.CharField(max_length=12, blank=True, help_text="own or named: who reads it unless its owner says")
    source = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    retired = models.BooleanField(default=False, help_text="not proposed for new sets; answers to it stay")

    class Meta:
        ordering = ["order", "key"]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_sv


class QuestionSet(models.Model):
    """What a request asks: sections with questions, and the functions to grade. A new version never changes an old."""

    key = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField()
    name_sv = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    sections = models.JSONField(help_text="[{key, name_sv, name_en, questions: [{key, kind, name_sv, name_en, ...}]}]")
    functions = models.JSONField(help_text="keys of functions, in order")
    source = models.CharField(max_length=300)
    order = models.PositiveSmallIntegerField(default=100, help_text="the portal's own stand first")
    # Of a set that a county has put together itself; the portal's own have none and are for all.
    owner = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(null=True, blank=True)
    # A set with sections that something else in the portal adds by itself: made once, and proposed to nobody. It has
    # the key and version of the set that it is made from, so that an answer to either is an answer to one set.
    derived_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="derived")
    of_subject = models.CharField(max_length=60, blank=True, help_text="what the added sections are about")

    objects = QuestionSetQuerySet.as_manager()

    class Meta:
        ordering = ["order", "key", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "version"], condition=Q(derived_from__isnull=True), name="question_set_version_once"
            ),
            models.UniqueConstraint(
                fields=["derived_from", "of_subject"],
                condition=Q(derived_from__isnull=False),
                name="derived_set_once",
            ),
            models.CheckConstraint(
                condition=Q(derived_from__isnull=True, of_subject="")
                | Q(derived_from__isnull=False) & ~Q(of_subject=""),
                name="derived_set_says_of_what",
            ),
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_sv


class RhythmKind(models.TextChoices):
    WEEKLY = "weekly", _("vissa veckodagar")
    HOURS = "hours", _("var n:te timme")


class Rhythm(OfIncident):
    """Rytm: a request that comes again by itself. Times are of the incident's clock, weekdays in Swedish local time."""

    question_set_key = models.SlugField(max_length=40, help_text="its newest version is asked each time")
    purpose = models.CharField(_("syfte"), max_length=300)
    legal_ground = models.CharField(_("rättslig grund"), max_length=300, blank=True)
    recipients = models.ManyToManyField(Actor, related_name="+")
    kind = models.CharField(max_length=8, choices=RhythmKind)
    # Of the weekly kind: 0 is Monday, and when on these days. Across daylight saving the clock on the wall holds.
    weekdays = models.JSONField(default=list, blank=True)
    at = models.TimeField(null=True, blank=True)
    every_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    answer_minutes = models.PositiveIntegerField(help_text="from the sending to the deadline")
    as_of_minutes = models.IntegerField(default=0, help_text="from the sending to the time that the answers hold for")
    reminders = models.JSONField(default=list, blank=True)
    next_at = models.DateTimeField()
    # The next sending is put off once, from the time it was to be sent, with a note that all recipients read.
    postponed_from = models.DateTimeField(null=True, blank=True)
    postponed_note = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RhythmQuerySet.as_manager()

    class Meta:
        ordering = ["next_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="weekly", at__isnull=False) | Q(kind="hours", every_hours__gte=1),
                name="rhythm_says_when",
            ),
        ]
        indexes = [models.Index(fields=["incident"], name="rhythm_running", condition=Q(stopped_at__isnull=True))]

    def __str__(self) -> str:
        return f"Rytm {self.pk}"


@tracked("purpose", "legal_ground", "as_of", "deadline", "state", "marking", "marking_reason")
class Request(Marked, OfIncident):
    """Begäran: questions to chosen participants, with a deadline. Says who asks, why and on what legal ground."""

    MOVES = REQUEST_MOVES

    number = models.PositiveIntegerField()
    question_set = models.ForeignKey(QuestionSet, models.PROTECT, verbose_name=_("frågor"))
    purpose = models.CharField(_("syfte"), max_length=300)
    legal_ground = models.CharField(_("rättslig grund"), max_length=300, blank=True)
    asker = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    as_of = models.DateTimeField(_("läget gäller"))
    deadline = models.DateTimeField(_("svara senast"))
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=RequestState, default=RequestState.SENT)
    # Minutes before the deadline (negative: after it) at which the machine reminds those who have not answered.
    reminders = models.JSONField(default=list, blank=True)
    # How many of them have been sent, so that a machine that stood still sends one and not all.
    reminders_sent = models.PositiveSmallIntegerField(default=0)
    rhythm = models.ForeignKey(Rhythm, models.PROTECT, null=True, blank=True, related_name="requests")

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="request_number_once"),
            models.CheckConstraint(condition=Q(deadline__gt=models.F("sent_at")), name="request_in_order"),
            says_why("request"),
        ]

    def __str__(self) -> str:
        return f"Begäran {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("request", args=[self.incident.number, self.number])

    @property
    def neutral_label(self) -> str:
        """Its name without its words."""
        return f"Begäran {self.number}"

    @property
    def owner_actor(self) -> Actor:
        return self.asker


class Recipient(models.Model):
    """An actor that was asked: when it opened, began and was reminded. Silence is a visible state."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="recipients")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    # The actor says that its answer comes later, and why. It stays unanswered, and is reminded then.
    postponed_to = models.DateTimeField(null=True, blank=True)
    postponed_note = models.CharField(max_length=300, blank=True)
    # A unit of the actor that was asked by name ("Socialförvaltningen"): whom the actor passes it on to.
    unit = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "actor"], name="recipient_once")]

    def __str__(self) -> str:
        return str(self.actor)


class AnswerLink(OfIncident):
    """A signed link to one request for one that has no account. Only the hash of its secret is kept.

    The guest is a person that can not sign in, a reporter of the actor for as long as the link holds: so every rule
    that holds for people holds for whoever follows the link.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="links")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    guest = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    email = models.EmailField(_("e-postadress"))
    secret_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Real time: a link is a key, and an exercise's clock does not make it live longer.
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AnswerLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.actor} ({self.request})"
