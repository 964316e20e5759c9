"""A direction is proposed, answered by each actor for itself, and fixed. A measure is taken on by its owner."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.incidents.permissions import CONTRIBUTE, FIX, PROPOSE
from journal.moves import Moves
from journal.permissions import MACHINE


class DirectionState(models.TextChoices):
    DRAFT = "draft", _("Utkast")
    PROPOSED = "proposed", _("Förslag")
    FIXED = "fixed", _("Fastställd")
    REPLACED = "replaced", _("Ersatt")
    WITHDRAWN = "withdrawn", _("Återtagen")


DIRECTION_MOVES: Moves = {
    (DirectionState.DRAFT, DirectionState.PROPOSED): PROPOSE,
    (DirectionState.DRAFT, DirectionState.WITHDRAWN): PROPOSE,
    (DirectionState.PROPOSED, DirectionState.DRAFT): PROPOSE,
    (DirectionState.PROPOSED, DirectionState.FIXED): FIX,
    # A proposal in quarantine is nobody's to answer: it makes room for a next one.
    (DirectionState.PROPOSED, DirectionState.WITHDRAWN): MACHINE,
    (DirectionState.FIXED, DirectionState.REPLACED): FIX,
}


class Reach(models.TextChoices):
    """How far a fixed direction has come at an actor. Each step holds the ones before it."""

    SILENT = "silent", _("Inte läst")
    SEEN = "seen", _("Sett")
    UNDERSTOOD = "understood", _("Förstått")
    ACTING = "acting", _("Agerar")


class MeasureState(models.TextChoices):
    SUGGESTED = "suggested", _("Föreslagen")
    TAKEN = "taken", _("Åtagen")
    ONGOING = "ongoing", _("Pågår")
    DONE = "done", _("Klar")
    DECLINED = "declined", _("Tar inte på sig")


MEASURE_MOVES: Moves = {
    (MeasureState.SUGGESTED, MeasureState.TAKEN): CONTRIBUTE,
    (MeasureState.SUGGESTED, MeasureState.DECLINED): CONTRIBUTE,
    (MeasureState.TAKEN, MeasureState.ONGOING): CONTRIBUTE,
    (MeasureState.TAKEN, MeasureState.DONE): CONTRIBUTE,
    (MeasureState.TAKEN, MeasureState.DECLINED): CONTRIBUTE,
    (MeasureState.ONGOING, MeasureState.DONE): CONTRIBUTE,
    (MeasureState.ONGOING, MeasureState.DECLINED): CONTRIBUTE,
    (MeasureState.DONE, MeasureState.ONGOING): CONTRIBUTE,
    (MeasureState.DECLINED, MeasureState.TAKEN): CONTRIBUTE,
}
