"""What the process's journal says, in words for those who read it."""

from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from journal.models import Entry

WORDS: Final = {
    "countyprocess.read": _("Läget lästes in från källan"),
    "processrun.started": _("Processen startade"),
    "processrun.edited": _("Processens uppgifter ändrades"),
    "processrun.review_set": _("Dagen för översyn sattes"),
    "processrun.review_late": _("Dagen för översyn passerade"),
    "processrun.maintained": _("Strategin fastställdes"),
    "processrun.ended": _("Processen avslutades"),
    "processrun.broken_off": _("Processen avbröts"),
    "stage.planned": _("Etappen planerades"),
    "stage.ongoing": _("Etappen började"),
    "stage.done": _("Etappen blev klar"),
    "stage.skipped": _("Etappen hoppades över"),
    "stage.not_started": _("Etappen öppnades igen"),
    "stage.late": _("Etappen passerade sin sista dag"),
    "stage.renamed": _("Etappen bytte namn"),
    "stage.merged": _("En etapp slogs ihop med den"),
    "stage.moved": _("Etappen flyttades"),
    "stage.added": _("Etappen lades till"),
    "stage.dropped": _("En etapp togs bort"),
    "stage.closed": _("Etappen avslutades utan alla kriterier"),
    "criterion.met": _("Kriteriet uppfylldes"),
    "criterion.unmet": _("Kriteriet är inte längre uppfyllt"),
    "seminar.added": _("Internatet lades till"),
    "seminar.edited": _("Internatet ändrades"),
    "seminar.attended": _("Närvaron antecknades"),
    "attendance.invited": _("En deltagare bjöds in"),
    "attendance.removed": _("En deltagare togs bort"),
    "decision.noted": _("Ett beslut antecknades"),
    "document.filed": _("Ett dokument lades upp"),
    "documentversion.added": _("En version lades upp"),
    "documentversion.submitted": _("Versionen lämnades till granskaren"),
    "documentversion.stored": _("Versionen togs tillbaka"),
    "documentversion.returned": _("Granskaren begärde ändring"),
    "documentversion.published": _("Versionen publicerades"),
    "documentversion.replaced": _("Versionen ersattes av en nyare"),
    "reviewcomment.made": _("Granskaren kommenterade"),
    "reviewcomment.answered": _("Länet svarade på kommentaren"),
    "reviewcomment.open": _("Granskaren frågade igen"),
    "reviewcomment.settled": _("Kommentaren blev klar"),
    "resultapproval.given": _("Granskaren godkände processens resultat"),
    "evidencepack.made": _("Ett underlag räknades fram"),
    "evidencepack.handed_over": _("Underlaget lämnades till granskaren"),
    "countyprocess.done": _("Länet blev klart: strategin publicerades"),
}


def told_of(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Entries that have words; what other parts of the portal write in the stream stands as its label."""
    return [{"entry": entry, "words": WORDS.get(entry.verb, "")} for entry in entries]
