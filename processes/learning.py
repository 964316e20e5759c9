"""What the pages of lessons read: how far one has come, by whom and when, and what waits."""

import datetime
from dataclasses import dataclass
from typing import Any, Final, cast

from django.utils.translation import gettext as _

from journal.models import Entry
from processes.finding import matching
from processes.models import Lesson, ReleasedLesson
from processes.querysets import LessonQuerySet, ReleasedLessonQuerySet
from processes.states import LessonState

MOST: Final = 50
WAY: Final = (
    LessonState.OBSERVED,
    LessonState.LESSON,
    LessonState.ITEM,
    LessonState.DONE,
    LessonState.LEARNED,
)
STEPS: Final = {
    LessonState.OBSERVED: "todo",
    LessonState.LESSON: "now",
    LessonState.ITEM: "now",
    LessonState.DONE: "done",
    LessonState.LEARNED: "done",
    LessonState.PUT_ASIDE: "skip",
}


@dataclass(frozen=True)
class Step:
    """One step of the way: what it is called, whether it is taken, by whom and when."""

    state: LessonState
    name: str
    step: str
    entry: Entry | None


@dataclass(frozen=True)
class Row:
    lesson: Lesson
    step: str
    late: bool


def row_of(lesson: Lesson, today: datetime.date) -> Row:
    late = lesson.state == LessonState.ITEM and lesson.due_on is not None and lesson.due_on < today
    return Row(lesson, "late" if late else STEPS[LessonState(lesson.state)], late)


def entries_of(lesson: Lesson) -> list[Entry]:
    """All that was done with it, the newest first."""
    return list(Entry.objects.of(lesson.journal_stream()).filter(subject=lesson.journal_subject()).newest_first())


def way_of(lesson: Lesson, entries: list[Entry]) -> list[Step]:
    """From what was seen to what was learnt. One that was put aside stands where it was when that was done."""
    newest: dict[str, Entry] = {}
    for entry in entries:
        if entry.to_state:
            newest.setdefault(entry.to_state, entry)
    state = lesson.state
    if state == LessonState.PUT_ASIDE:
        state = newest[state].from_state if state in newest else LessonState.OBSERVED
    reached = WAY.index(LessonState(state))
    names = _names()
    return [
        Step(one, names[one], "done" if place <= reached else "todo", newest.get(one) if place <= reached else None)
        for place, one in enumerate(WAY)
    ]


def _names() -> dict[LessonState, str]:
    return {
        LessonState.OBSERVED: _("Iakttagelse"),
        LessonState.LESSON: _("Lärdom"),
        LessonState.ITEM: _("Post med ägare och datum"),
        LessonState.DONE: _("Genomfört"),
        LessonState.LEARNED: _("Lärt"),
    }


def filtered(rows: LessonQuerySet, wanted: dict[str, str]) -> LessonQuerySet:
    """Those that have the words, the state and the source."""
    for name in ("state", "source"):
        if name in wanted:
            rows = rows.filter(**{name: wanted[name]})
    if "q" in wanted:
        return cast("LessonQuerySet", matching(rows, wanted["q"], "observation", "lesson", "source_label"))
    return rows


def in_library(person: Any, words: str, subject: str) -> ReleasedLessonQuerySet:
    """Released lessons with the words, and with the subject word whole."""
    rows = ReleasedLesson.objects.visible_to(person)
    if words:
        rows = cast("ReleasedLessonQuerySet", matching(rows, words, "title", "text", "tags"))
    if subject:
        rows = rows.filter(pk__in=[one.pk for one in rows if subject.casefold() in map(str.casefold, one.words)])
    return rows


def subjects(person: Any) -> list[str]:
    """All subject words of the library, in order."""
    told = ReleasedLesson.objects.visible_to(person).exclude(tags="").values_list("tags", flat=True)
    return sorted({word.strip() for tags in told for word in tags.split(",") if word.strip()}, key=str.casefold)
