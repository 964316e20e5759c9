"""The machine's record of who did what and when. Rows are added, never changed."""

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

READ: Final = "read"
REFUSED: Final = "refused"


class EntryQuerySet(models.QuerySet["Entry"]):
    def of(self, stream: str) -> "EntryQuerySet":
        return self.filter(stream=stream)

    def newest_first(self) -> "EntryQuerySet":
        return self.order_by("-happened_at", "-pk")


class Entry(models.Model):
    """One act: `verb` on a subject, by a person or by the machine (`by` is empty).

    `stream` names what the act belongs to ("incident:41"), so that a logbook finds its entries by index.
    `happened_at` is the clock of that stream (an exercise has its own); `at` is always the real time, the database's.

    The entries of a stream are a chain: `hash` covers every column of the row and the former entry's hash. Place and
    hashes are given as the transaction commits, so an entry that others can read always has them.
    """

    at = models.DateTimeField(default=timezone.now)
    happened_at = models.DateTimeField()
    stream = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=64)
    subject = models.CharField(max_length=64)
    label = models.CharField(max_length=200)
    from_state = models.CharField(max_length=32, blank=True)
    to_state = models.CharField(max_length=32, blank=True)
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    seq = models.BigIntegerField(null=True, editable=False)
    prev_hash = models.BinaryField(null=True)
    hash = models.BinaryField(null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("journalpost")
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="entry_place_once")]
        indexes = [
            models.Index(fields=["stream", "-happened_at", "-id"], name="entry_stream_newest"),
            models.Index(fields=["subject", "id"], name="entry_subject"),
            # Only rows of transactions that are under way: what the commit has to chain.
            models.Index(fields=["id"], name="entry_not_chained", condition=Q(seq__isnull=True)),
            # Reads and refusals are noted once in a while: whether one stands already is asked often.
            models.Index(
                fields=["subject", "by", "-at"], name="entry_noted_once", condition=Q(verb__in=[READ, REFUSED])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.label}"


class Chain(models.Model):
    """The head of one stream: how many entries it has, and the hash of the last."""

    stream = models.CharField(primary_key=True, max_length=64)
    seq = models.BigIntegerField(default=0)
    hash = models.BinaryField()

    class Meta:
        verbose_name = _("journalkedja")

    def __str__(self) -> str:
        return f"{self.stream} {self.seq}"
