"""The life of a process and of what is made in it. Pairs of states, and the right that each step asks for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from journal.moves import Moves
from journal.permissions import MACHINE
from processes.permissions import LEAD, REVIEW


class RunState(models.TextChoices):
    ACTIVE = "active", _("Pågår")
    MAINTAINED = "maintained", _("Strategin förvaltas")
    ENDED = "ended", _("Avslutad")
    BROKEN_OFF = "broken_off", _("Avbruten")


# A process that goes on, or whose strategy is kept: its days still count.
RUN_LIVING = (RunState.ACTIVE, RunState.MAINTAINED)


# A county has one process that goes on; a strategy that is maintained is the one that holds until the next is adopted.
RUN_MOVES: Moves = {
    (RunState.ACTIVE, RunState.MAINTAINED): LEAD,
    (RunState.ACTIVE, RunState.BROKEN_OFF): LEAD,
    (RunState.MAINTAINED, RunState.ACTIVE): LEAD,
    (RunState.MAINTAINED, RunState.ENDED): LEAD,
}


class StageState(models.TextChoices):
    NOT_STARTED = "not_started", _("Ej påbörjad")
    ONGOING = "ongoing", _("Pågår")
    DONE = "done", _("Klar")
    SKIPPED = "skipped", _("Hoppas över")


STAGE_OPEN = (StageState.NOT_STARTED, StageState.ONGOING)


# Done without its criteria, and skipped, ask for a reason: services say so.
STAGE_MOVES: Moves = {
    (StageState.NOT_STARTED, StageState.ONGOING): LEAD,
    (StageState.NOT_STARTED, StageState.SKIPPED): LEAD,
    (StageState.ONGOING, StageState.DONE): LEAD,
    (StageState.ONGOING, StageState.SKIPPED): LEAD,
    (StageState.DONE, StageState.ONGOING): LEAD,
    (StageState.SKIPPED, StageState.NOT_STARTED): LEAD,
}


class VersionState(models.TextChoices):
    STORED = "stored", _("Utkast")
    SUBMITTED = "submitted", _("Väntar på granskning")
    RETURNED = "returned", _("Ändring begärd")
    PUBLISHED = "published", _("Publicerad")
    REPLACED = "replaced", _("Ersatt")


# Nothing is public before a reviewer has approved it; what was public is replaced, never written over.
VERSION_MOVES: Moves = {
    (VersionState.STORED, VersionState.SUBMITTED): LEAD,
    (VersionState.SUBMITTED, VersionState.STORED): LEAD,
    (VersionState.SUBMITTED, VersionState.RETURNED): REVIEW,
    (VersionState.SUBMITTED, VersionState.PUBLISHED): REVIEW,
    (VersionState.RETURNED, VersionState.SUBMITTED): LEAD,
    (VersionState.PUBLISHED, VersionState.REPLACED): MACHINE,
}


class WorkState(models.TextChoices):
    PLANNED = "planned", _("Planerad")
    ONGOING = "ongoing", _("Pågår")
    DELAYED = "delayed", _("Försenad")
    STANDBY = "standby", _("Vilar")
    DONE = "done", _("Klar")
    DROPPED = "dropped", _("Struken")


WORK_OPEN = (WorkState.PLANNED, WorkState.ONGOING, WorkState.DELAYED, WorkState.STANDBY)
WORK_MOVES: Moves = {
    **{(now, to): LEAD for now in WORK_OPEN for to in (*WORK_OPEN, WorkState.DONE, WorkState.DROPPED) if now != to},
    (WorkState.DONE, WorkState.ONGOING): LEAD,
    (WorkState.DROPPED, WorkState.PLANNED): LEAD,
}


class AnalysisState(models.TextChoices):
    DRAFT = "draft", _("Utkast")
    DELIVERED = "delivered", _("Lämnad")
    ANSWERED = "answered", _("Besvarad")


ANALYSIS_MOVES: Moves = {
    (AnalysisState.DRAFT, AnalysisState.DELIVERED): LEAD,
    (AnalysisState.DELIVERED, AnalysisState.DRAFT): LEAD,
    (AnalysisState.DELIVERED, AnalysisState.ANSWERED): REVIEW,
}


class CommentState(models.TextChoices):
    OPEN = "open", _("Väntar på länets svar")
    ANSWERED = "answered", _("Besvarad")
    SETTLED = "settled", _("Klar")


COMMENT_MOVES: Moves = {
    (CommentState.OPEN, CommentState.ANSWERED): LEAD,
    (CommentState.OPEN, CommentState.SETTLED): REVIEW,
    (CommentState.ANSWERED, CommentState.OPEN): REVIEW,
    (CommentState.ANSWERED, CommentState.SETTLED): REVIEW,
    (CommentState.SETTLED, CommentState.OPEN): REVIEW,
}


class LessonState(models.TextChoices):
    """From what somebody saw to what was seen working the next time."""

    OBSERVED = "observed", _("Iakttaget")
    LESSON = "lesson", _("Lärdom")
    ITEM = "item", _("Har ägare och datum")
    DONE = "done", _("Genomfört")
    LEARNED = "learned", _("Lärt: sett fungera")
    PUT_ASIDE = "put_aside", _("Läggs åt sidan")


LESSON_MOVES: Moves = {
    (LessonState.OBSERVED, LessonState.LESSON): LEAD,
    (LessonState.OBSERVED, LessonState.PUT_ASIDE): LEAD,
    (LessonState.LESSON, LessonState.ITEM): LEAD,
    (LessonState.LESSON, LessonState.PUT_ASIDE): LEAD,
    (LessonState.ITEM, LessonState.DONE): LEAD,
    (LessonState.ITEM, LessonState.PUT_ASIDE): LEAD,
    (LessonState.DONE, LessonState.LEARNED): LEAD,
    (LessonState.DONE, LessonState.ITEM): LEAD,
    (LessonState.LEARNED, LessonState.ITEM): LEAD,
    (LessonState.PUT_ASIDE, LessonState.LESSON): LEAD,
}
