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
    "countyprocess.adopted": _("Länets strategi blev fastställd"),
    "rating.rated": _("En förmåga skattades"),
    "workitem.made": _("Lades in i arbetsplanen"),
    "workitem.planned": _("Posten planerades igen"),
    "workitem.edited": _("Posten ändrades"),
    "workitem.ongoing": _("Arbetet pågår"),
    "workitem.delayed": _("Posten försenades"),
    "workitem.standby": _("Posten vilar"),
    "workitem.done": _("Posten blev klar"),
    "workitem.dropped": _("Posten ströks"),
    "workitem.late": _("Posten passerade sin dag"),
    "needsanalysis.begun": _("En behovsanalys började"),
    "needsanalysis.edited": _("Behovsanalysen ändrades"),
    "needsanalysis.measure_put": _("En åtgärd skrevs i behovsanalysen"),
    "needsanalysis.measure_dropped": _("En åtgärd togs bort ur behovsanalysen"),
    "needsanalysis.delivered": _("Behovsanalysen lämnades"),
    "needsanalysis.draft": _("Behovsanalysen togs tillbaka"),
    "needsanalysis.answered": _("Behovsanalysen besvarades"),
    "lesson.observed": _("En iakttagelse antecknades"),
    "lesson.lesson": _("Lärdomen skrevs"),
    "lesson.reworded": _("Lärdomen skrevs om"),
    "lesson.item": _("Lärdomen fick ägare och datum"),
    "lesson.done": _("Lärdomen genomfördes"),
    "lesson.learned": _("Lärdomen sågs fungera"),
    "lesson.put_aside": _("Lärdomen lades åt sidan"),
    "lesson.released": _("Lärdomen släpptes till det nationella biblioteket"),
    "lesson.withdrawn": _("Lärdomen togs ur det nationella biblioteket"),
    "countyprocess.done": _("Länet blev klart: strategin publicerades"),
}


def told_of(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Entries that have words; what other parts of the portal write in the stream stands as its label."""
    return [{"entry": entry, "words": WORDS.get(entry.verb, "")} for entry in entries]
