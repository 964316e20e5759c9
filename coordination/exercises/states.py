"""The life of an exercise and of what is played in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.incidents.permissions import CONTROL
from journal.moves import Moves
from journal.permissions import MACHINE


class PlayState(models.TextChoices):
    PREPARED = "prepared", _("Förberedd")
    RUNNING = "running", _("Pågår")
    PAUSED = "paused", _("Pausad")
    ENDED = "ended", _("Avslutad")


PLAY_MOVES: Moves = {
    (PlayState.PREPARED, PlayState.RUNNING): CONTROL,
    (PlayState.RUNNING, PlayState.PAUSED): CONTROL,
    (PlayState.PAUSED, PlayState.RUNNING): CONTROL,
    (PlayState.PREPARED, PlayState.ENDED): CONTROL,
    (PlayState.RUNNING, PlayState.ENDED): CONTROL,
    (PlayState.PAUSED, PlayState.ENDED): CONTROL,
}


class InjectState(models.TextChoices):
    WAITING = "waiting", _("Väntar")
    GIVEN = "given", _("Spelat in")
    SKIPPED = "skipped", _("Hoppades över")


# The clock gives it, or the exercise leader does by hand.
INJECT_MOVES: Moves = {
    (InjectState.WAITING, InjectState.GIVEN): CONTROL,
    (InjectState.WAITING, InjectState.SKIPPED): CONTROL,
    (InjectState.SKIPPED, InjectState.WAITING): CONTROL,
}


class DrillState(models.TextChoices):
    PLANNED = "planned", _("Planerad")
    RUNNING = "running", _("Pågår")
    MEASURED = "measured", _("Mätt")
    CANCELLED = "cancelled", _("Inställd")


DRILL_MOVES: Moves = {
    (DrillState.PLANNED, DrillState.RUNNING): MACHINE,
    (DrillState.PLANNED, DrillState.CANCELLED): MACHINE,
    (DrillState.RUNNING, DrillState.MEASURED): MACHINE,
}
