"""The same facts in as few tables as they fit."""

from django.conf import settings
from django.db import models


class Incident(models.Model):
    number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        app_label = "bare"


class Actor(models.Model):
    name = models.CharField(max_length=200)
    short = models.CharField(max_length=80)

    class Meta:
        app_label = "bare"


class Answer(models.Model):
    incident = models.ForeignKey(Incident, models.PROTECT)
    actor = models.ForeignKey(Actor, models.PROTECT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    number = models.CharField(max_length=30)
    state = models.CharField(max_length=12)
    grade = models.PositiveSmallIntegerField(null=True)
    trend = models.CharField(max_length=12, blank=True)
    confidence = models.CharField(max_length=12, blank=True)
    summary = models.TextField(blank=True)
    texts = models.JSONField(default=dict)
    households = models.PositiveIntegerField(null=True)
    late = models.BooleanField(default=False)
    oral = models.BooleanField(default=False)
    submitted_at = models.DateTimeField()

    class Meta:
        app_label = "bare"
        indexes = [models.Index(fields=["incident", "-submitted_at", "-id"], name="bare_newest")]


class Place(models.Model):
    letter = models.CharField(max_length=2)
    name = models.CharField(max_length=80)
    done = models.BooleanField()

    class Meta:
        app_label = "bare"
        ordering = ["name"]


class Paper(models.Model):
    place = models.ForeignKey(Place, models.PROTECT, related_name="papers")
    title = models.CharField(max_length=200)
    size = models.PositiveIntegerField(null=True)

    class Meta:
        app_label = "bare"


class Book(models.Model):
    number = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    price = models.DecimalField(max_digits=8, decimal_places=2, null=True)

    class Meta:
        app_label = "bare"


class Impact(models.Model):
    answer = models.ForeignKey(Answer, models.CASCADE, related_name="impacts")
    function = models.CharField(max_length=40)
    works = models.PositiveSmallIntegerField(null=True)
    resources = models.PositiveSmallIntegerField(null=True)
    load = models.PositiveSmallIntegerField(null=True)
    grade = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    trend = models.CharField(max_length=12, blank=True)
    confidence = models.CharField(max_length=12, blank=True)

    class Meta:
        app_label = "bare"
        constraints = [models.UniqueConstraint(fields=["answer", "function"], name="bare_impact_once")]
