"""What became of an answer: who has read it, when it was counted, and the very sentences of reports that rest on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F

from coordination.incidents.models import Participant
from coordination.situations.models import CompilationSource, Input, Reading, Remark
from coordination.situations.report import citing, readership, reading
from coordination.situations.report.sentences import sentences
from coordination.situations.states import ReportState

SUMMARY = "summary"


class Sentence(NamedTuple):
    """A sentence of a report that cites the answer: under which heading, as a place on the page, and its words."""

    key: str
    text: str

    @property
    def anchor(self) -> str:
        return "sammanfattning" if self.key == SUMMARY else self.key

    @property
    def heading(self) -> str:
        return str(dict(reading.WRITTEN).get(self.key, ""))


@dataclass(frozen=True)
class Used:
    """A published report that rests on the answer, as its source `source`, and where its words say so."""

    number: int
    at: datetime
    source: int
    sentences: list[Sentence]


class Reader(NamedTuple):
    person: str
    actor: str
    at: datetime


@dataclass(frozen=True)
class Fate:
    """The answer's way. `counted` is when it was first compiled; `readers` are told its own people and the county."""

    used: list[Used]
    counted: datetime | None
    asked: list[tuple[datetime, str]]
    readers: list[Reader]


def of(sent: Input, person: Any, *, tell_readers: bool) -> Fate:
    return Fate(used(sent), _counted(sent), _asked(sent, person), readers(sent) if tell_readers else [])


def used(sent: Input) -> list[Used]:
    """The reports that were made of the answer and are shown, the newest first."""
    shown = CompilationSource.objects.filter(
        input=sent, compilation__reports__state__in=[ReportState.PUBLISHED, ReportState.SUPERSEDED]
    )
    rows = shown.values_list(
        "number",
        "compilation__reports__number",
        "compilation__reports__published_at",
        F("compilation__reports__body__words"),
    ).order_by("-compilation__reports__number")
    return [Used(number, at, source, cited(words or {}, source)) for source, number, at, words in rows]


def cited(words: Mapping[str, str], source: int) -> list[Sentence]:
    """The sentences that rest on the source, in the order they are read."""
    keys = (SUMMARY, *(key for key, _label in reading.WRITTEN))
    return [
        Sentence(key, sentence)
        for key in keys
        for sentence in sentences(words.get(key, ""))
        if source in citing.numbers(sentence)
    ]


def readers(sent: Input) -> list[Reader]:
    """Who has read it, for which of the incident's other actors, and when first."""
    there = Participant.objects.filter(incident=sent.incident).exclude(actor=sent.actor_id)
    rows = readership.by_actor(Reading.objects.filter(input=sent), list(there.values_list("actor_id", flat=True)))
    said = rows.values_list("person__name", "person__memberships__actor__name", "at").order_by("at").distinct()
    return [Reader(*row) for row in said]


def _counted(sent: Input) -> datetime | None:
    first = sent.used_in.order_by("compilation_id").annotate(at=F("compilation__body__compiled_at"))
    at = first.values_list("at", flat=True).first()
    return datetime.fromisoformat(at) if at else None


def _asked(sent: Input, person: Any) -> list[tuple[datetime, str]]:
    """What the county has asked about it, for those who may read the thread."""
    thread = Remark.objects.visible_to(person).filter(input=sent, asks=True).values_list("at", "text")
    found = list(thread)
    if not found and sent.question_at is not None:
        found = [(sent.question_at, sent.question_back)]
    return found
