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


class CycleState(models.TextChoices):
    OPEN = "open", _("Pågår")
    CLOSED = "closed", _("Avslutat")


CYCLE_MOVES: Moves = {(CycleState.OPEN, CycleState.CLOSED): PROPOSE}


class NeedState(models.TextChoices):
    """The first six are of a help need, the others of an action need."""

    NEW = "new", _("Nytt")
    CONFIRMED = "confirmed", _("Bekräftat")
    PARTLY = "partly", _("Delvis täckt")
    COVERED = "covered", _("Täckt")
    UNCOVERED = "uncovered", _("Otäckt")
    ENDED = "ended", _("Upphört")
    UNFILLED = "unfilled", _("Obesatt")
    TAKEN = "taken", _("Åtaget")
    ONGOING = "ongoing", _("Pågår")
    DONE = "done", _("Klart")
    IMPOSSIBLE = "impossible", _("Ej möjligt")


_HELP = (NeedState.NEW, NeedState.CONFIRMED, NeedState.PARTLY, NeedState.COVERED, NeedState.UNCOVERED, NeedState.ENDED)
_ACTION = (NeedState.UNFILLED, NeedState.TAKEN, NeedState.ONGOING, NeedState.DONE, NeedState.IMPOSSIBLE)
# How far a need is met is judged anew as the event goes on, in any direction; nothing becomes new again.
NEED_MOVES: Moves = {
    (now, to): CONTRIBUTE
    for kind in (_HELP, _ACTION)
    for now in kind
    for to in kind
    if now != to and to != NeedState.NEW
}


class IssueState(models.TextChoices):
    OPEN = "open", _("Öppen")
    RAISED = "raised", _("Lyft")
    SETTLED = "settled", _("Löst")
    DISMISSED = "dismissed", _("Avfärdad")


ISSUE_MOVES: Moves = {
    (IssueState.OPEN, IssueState.RAISED): PROPOSE,
    (IssueState.OPEN, IssueState.SETTLED): PROPOSE,
    (IssueState.OPEN, IssueState.DISMISSED): PROPOSE,
    (IssueState.RAISED, IssueState.OPEN): PROPOSE,
    (IssueState.RAISED, IssueState.SETTLED): PROPOSE,
    (IssueState.RAISED, IssueState.DISMISSED): PROPOSE,
    (IssueState.SETTLED, IssueState.OPEN): PROPOSE,
    (IssueState.DISMISSED, IssueState.OPEN): PROPOSE,
}


class InfluenceState(models.TextChoices):
    PLANNED = "planned", _("Planerat")
    DONE = "done", _("Gjort")
    FOLLOWED_UP = "followed_up", _("Följt upp")


INFLUENCE_MOVES: Moves = {
    (InfluenceState.PLANNED, InfluenceState.DONE): PROPOSE,
    (InfluenceState.DONE, InfluenceState.FOLLOWED_UP): PROPOSE,
    (InfluenceState.FOLLOWED_UP, InfluenceState.DONE): PROPOSE,
}


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("Förbereds")
    CALLED = "called", _("Kallat")
    UNDER_WAY = "under_way", _("Pågår")
    ENDED = "ended", _("Avslutat, protokollet väntar")
    APPROVED = "approved", _("Protokollet godkänt")
    CANCELLED = "cancelled", _("Inställt")


# The one who prepares also calls and notes; the minutes are approved by somebody who may fix or publish.
MEETING_MOVES: Moves = {
    (MeetingState.PLANNED, MeetingState.CALLED): PROPOSE,
    (MeetingState.PLANNED, MeetingState.CANCELLED): PROPOSE,
    (MeetingState.CALLED, MeetingState.UNDER_WAY): PROPOSE,
    (MeetingState.CALLED, MeetingState.CANCELLED): PROPOSE,
    (MeetingState.UNDER_WAY, MeetingState.ENDED): PROPOSE,
    (MeetingState.ENDED, MeetingState.APPROVED): PROPOSE,
}
