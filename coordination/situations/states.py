"""What people make and what the machine makes are two rows with two lives. These tables are all of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.incidents.permissions import APPROVE, ASK, CONTRIBUTE, WRITE
from journal.moves import Moves
from journal.permissions import MACHINE


class RequestState(models.TextChoices):
    SENT = "sent", _("Skickad")
    CLOSED = "closed", _("Avslutad")


REQUEST_MOVES: Moves = {
    (RequestState.SENT, RequestState.CLOSED): ASK,
    (RequestState.CLOSED, RequestState.SENT): ASK,
}


class InputState(models.TextChoices):
    DRAFT = "draft", _("Utkast")
    SUBMITTED = "submitted", _("Skickat")
    REPLACED = "replaced", _("Ersatt av rättelse")
    WITHDRAWN = "withdrawn", _("Återtaget")


INPUT_MOVES: Moves = {
    (InputState.DRAFT, InputState.SUBMITTED): CONTRIBUTE,
    (InputState.SUBMITTED, InputState.REPLACED): CONTRIBUTE,
    (InputState.SUBMITTED, InputState.WITHDRAWN): CONTRIBUTE,
}


class CompilationState(models.TextChoices):
    QUEUED = "queued", _("I kö")
    COMPILING = "compiling", _("Sammanställs")
    READY = "ready", _("Klar")
    FAILED = "failed", _("Misslyckades")
    SUPERSEDED = "superseded", _("Ersatt")


COMPILATION_MOVES: Moves = {
    (CompilationState.QUEUED, CompilationState.COMPILING): MACHINE,
    (CompilationState.COMPILING, CompilationState.READY): MACHINE,
    (CompilationState.COMPILING, CompilationState.FAILED): MACHINE,
    (CompilationState.COMPILING, CompilationState.QUEUED): MACHINE,
    (CompilationState.COMPILING, CompilationState.SUPERSEDED): MACHINE,
    (CompilationState.FAILED, CompilationState.QUEUED): APPROVE,
    # It holds what has been put in quarantine, or is no longer shared with all who read a report.
    (CompilationState.READY, CompilationState.SUPERSEDED): MACHINE,
}


class ReportState(models.TextChoices):
    DRAFT = "draft", _("Utkast")
    IN_REVIEW = "in_review", _("Granskas")
    PUBLISHED = "published", _("Publicerad")
    SUPERSEDED = "superseded", _("Ersatt")
    WITHHELD = "withheld", _("Hålls inne")


REPORT_MOVES: Moves = {
    (ReportState.DRAFT, ReportState.IN_REVIEW): WRITE,
    (ReportState.IN_REVIEW, ReportState.DRAFT): APPROVE,
    (ReportState.IN_REVIEW, ReportState.PUBLISHED): APPROVE,
    (ReportState.PUBLISHED, ReportState.SUPERSEDED): APPROVE,
    # Anybody who can read a record can put it in quarantine, also who has no right over the report that holds it. So
    # the withholding is the machine's: it follows from the quarantine, and goes back when that is lifted.
    (ReportState.PUBLISHED, ReportState.WITHHELD): MACHINE,
    (ReportState.SUPERSEDED, ReportState.WITHHELD): MACHINE,
    (ReportState.WITHHELD, ReportState.PUBLISHED): MACHINE,
    (ReportState.WITHHELD, ReportState.SUPERSEDED): MACHINE,
}


class DisputeState(models.TextChoices):
    OPEN = "open", _("Går isär")
    SETTLED = "settled", _("Avgjord")
    SHOWN = "shown", _("Visas som olika uppgifter")
    GONE = "gone", _("Går inte längre isär")


DISPUTE_MOVES: Moves = {
    (DisputeState.OPEN, DisputeState.SETTLED): WRITE,
    (DisputeState.OPEN, DisputeState.SHOWN): WRITE,
    (DisputeState.SHOWN, DisputeState.SETTLED): WRITE,
    (DisputeState.SETTLED, DisputeState.OPEN): WRITE,
    # The answers have changed: they go together now, or go apart in another way.
    (DisputeState.OPEN, DisputeState.GONE): MACHINE,
    (DisputeState.SHOWN, DisputeState.GONE): MACHINE,
    (DisputeState.SETTLED, DisputeState.GONE): MACHINE,
}
