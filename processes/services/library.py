"""The national library of lessons: the reviewer's own text, without what tells whose it was."""

from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Person
from journal.permissions import require
from journal.record import record
from journal.refusals import MovedOn, RuleBroken
from processes import naming
from processes.models import Lesson, ReleasedLesson
from processes.permissions import REVIEW
from processes.services.lessons import of_board
from processes.services.rules import hold_process, said
from processes.states import LessonState

READY: Final = (LessonState.LESSON, LessonState.ITEM, LessonState.DONE, LessonState.LEARNED)


def release(*, by: Person, lesson: Lesson, title: str, text: str, tags: str = "") -> ReleasedLesson:
    """All who are signed in read it from now on; released again, it says what it says now."""
    require(by, REVIEW, lesson.process)
    _refuse_own(by, lesson)
    title = said(title, _("Skriv en rubrik."))
    text = said(text, _("Skriv lärdomen så att vem som helst kan ha nytta av den."))
    tags = ",".join(dict.fromkeys(word for word in (one.strip() for one in tags.split(",")) if word))
    if lesson.state not in READY:
        raise RuleBroken(_("Länet har inte gjort iakttagelsen till en lärdom än."))
    _refuse_names(lesson, title, text, tags)
    with transaction.atomic():
        hold_process(lesson.process)
        row = ReleasedLesson.objects.filter(lesson=lesson).first() or ReleasedLesson(lesson=lesson)
        row.title, row.text, row.tags, row.is_exercise = title, text, tags, lesson.is_exercise
        row.released_at, row.released_by, row.withdrawn_at = timezone.now(), by, None
        row.full_clean(exclude=["lesson"])
        row.save()
        record(lesson, "lesson.released", by=by, note=title)
    return row


def withdraw(*, by: Person, released: ReleasedLesson, why: str) -> None:
    """Out of the library. What it said, and why it went, stays with the county and the reviewer."""
    lesson = released.lesson
    require(by, REVIEW, lesson.process)
    _refuse_own(by, lesson)
    why = said(why, _("Skriv varför den tas ur biblioteket."))
    with transaction.atomic():
        rows = ReleasedLesson.objects.filter(pk=released.pk, withdrawn_at__isnull=True)
        if not rows.update(withdrawn_at=timezone.now()):
            raise MovedOn(_("Den är redan tagen ur biblioteket. Läs om sidan och se vad som gäller nu."))
        record(lesson, "lesson.withdrawn", by=by, note=why)


def _refuse_own(by: Person, lesson: Lesson) -> None:
    if of_board(by, lesson.process):
        raise RuleBroken(_("Du har en roll i länets egen länsstyrelse. Någon utan den rollen släpper länets lärdomar."))


def _refuse_names(lesson: Lesson, *texts: str) -> None:
    names = naming.names_of(lesson.process.county, lesson.from_actor_id, lesson.owner_id)
    found = naming.found_in(" \n ".join(texts), names)
    if found:
        raise RuleBroken(
            _("Texten har kvar namn som pekar ut länet: %(names)s. Skriv om den utan dem.")
            % {"names": ", ".join(found)}
        )
