"""Files (bilagor) of an answer: their bytes lie in the database, in its words' commit and behind its words' wall."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from coordination.incidents.models import Incident
from coordination.situations.models.answering import Input
from coordination.situations.querysets import AnswerFileQuerySet

LARGEST_FILE = 5 * 1024 * 1024
SHORT_HASH = 12
# As people call them.
KINDS = {
    "application/pdf": _("PDF"),
    "image/jpeg": _("bild, JPEG"),
    "image/png": _("bild, PNG"),
    "image/webp": _("bild, WebP"),
    "text/csv": _("tabell, CSV"),
    "text/plain": _("ren text"),
}


class AnswerFile(models.Model):
    """One file to one question of one answer. It is marked, shared and hidden as its answer is, and never on its own.

    A correction that keeps the file has a row of its own with the same bytes: the former version stays whole.
    """

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="+")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    input = models.ForeignKey(Input, models.CASCADE, related_name="files")
    question = models.CharField(max_length=40, help_text="key of the question that it answers")
    name = models.CharField(max_length=120, help_text="cleaned, with the ending that its content has")
    media_type = models.CharField(max_length=40, help_text="found in its content")
    size = models.PositiveIntegerField(validators=[MaxValueValidator(LARGEST_FILE)], help_text="bytes")
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = AnswerFileQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["input", "question", "sha256"], name="answer_file_once"),
            models.CheckConstraint(condition=Q(size__gte=1, size__lte=LARGEST_FILE), name="answer_file_size"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("input_file", args=[self.incident.number, self.input_id, self.pk])

    @property
    def kind(self) -> str:
        return str(KINDS.get(self.media_type, self.media_type))

    @property
    def short_hash(self) -> str:
        return self.sha256[:SHORT_HASH]
