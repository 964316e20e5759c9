"""Lessons: what was seen, what it teaches, what is done about it, and whether it was seen working afterwards."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from processes.models.judging import WorkItem
from processes.models.running import OfProcess
from processes.querysets import LessonQuerySet, ObservationQuerySet, ReleasedLessonQuerySet
from processes.states import LESSON_MOVES, LessonState


class LessonSource(models.TextChoices):
    INCIDENT = "incident", _("Händelse")
    EXERCISE = "exercise", _("Övning")
    REVIEW = "review", _("Granskning")
    OTHER = "other", _("Annat")


class Lesson(OfProcess):
    """Lärdom of a county. It does not die in a PDF: it has an owner, a date, and an end that somebody has seen."""

    MOVES = LESSON_MOVES

    number = models.PositiveIntegerField()
    source = models.CharField(_("kommer från"), max_length=10, choices=LessonSource)
    # What it came from, as people call it, and where it leads: this package knows no incident.
    source_label = models.CharField(max_length=200, blank=True)
    source_url = models.CharField(max_length=300, blank=True)
    is_exercise = models.BooleanField(default=False)
    # Who saw it, where that is another than the county board.
    from_actor = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+")
    observation = models.TextField(_("iakttagelse"))
    lesson = models.TextField(_("lärdom"), blank=True)
    state = models.CharField(max_length=10, choices=LessonState, default=LessonState.OBSERVED)
    owner = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(_("klart senast"), null=True, blank=True)
    item = models.ForeignKey(WorkItem, models.PROTECT, null=True, blank=True, related_name="lessons")
    put_aside_why = models.CharField(max_length=300, blank=True)
    # Where it was seen working: a later exercise or incident.
    proof = models.CharField(_("sett fungera i"), max_length=300, blank=True)
    proof_url = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = _("lärdom")
        verbose_name_plural = _("lärdomar")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="lesson_number_once"),
            models.CheckConstraint(condition=~Q(observation=""), name="lesson_says_what_was_seen"),
            models.CheckConstraint(
                condition=~Q(state__in=["item", "done", "learned"]) | Q(owner__isnull=False, due_on__isnull=False),
                name="lesson_item_has_owner_and_date",
            ),
            models.CheckConstraint(condition=~Q(state="learned") | ~Q(proof=""), name="learned_was_seen"),
            models.CheckConstraint(condition=~Q(state="put_aside") | ~Q(put_aside_why=""), name="put_aside_says_why"),
        ]

    def __str__(self) -> str:
        """In a refusal and in the journal: enough of it to be known by."""
        return Truncator(self.lesson or self.observation).chars(80)

    def get_absolute_url(self) -> str:
        return reverse("lesson", args=[self.process.county.letter, self.number])


class Observation(models.Model):
    """What an actor beside the county board wrote, as it was written: its own row, since what the county makes of it in
    the lesson is the county's to read.
    """

    lesson = models.OneToOneField(Lesson, models.PROTECT, related_name="noted")
    from_actor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    observation = models.TextField()
    source_url = models.CharField(max_length=300)
    is_exercise = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("iakttagelse")
        verbose_name_plural = _("iakttagelser")
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~Q(observation=""), name="observation_says_what_was_seen")]

    def __str__(self) -> str:
        return Truncator(self.observation).chars(80)


class ReleasedLesson(models.Model):
    """A lesson in the national library: the reviewer's anonymised text, read by all who are signed in."""

    lesson = models.OneToOneField(Lesson, models.PROTECT, related_name="released")
    title = models.CharField(_("rubrik"), max_length=160)
    text = models.TextField(_("text utan namn och platser"))
    tags = models.CharField(_("ämnesord"), max_length=200, blank=True)
    # Told here too: the library's readers cannot read the lesson that it stands on.
    is_exercise = models.BooleanField(default=False)
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ReleasedLessonQuerySet.as_manager()

    class Meta:
        verbose_name = _("lärdom i det nationella biblioteket")
        ordering = ["-released_at"]
        constraints = [models.CheckConstraint(condition=~Q(title="") & ~Q(text=""), name="released_says_something")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("released_lesson", args=[self.pk])

    @property
    def words(self) -> list[str]:
        """Its subject words, one by one."""
        return [word for word in (part.strip() for part in self.tags.split(",")) if word]
