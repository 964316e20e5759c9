"""The incident's logbook: what people wrote, and the acts that the portal recorded, in one order of time."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.sight import as_machine
from coordination.incidents import sight
from coordination.incidents.models import Incident, LogLine
from coordination.incidents.querysets import LogLineQuerySet
from coordination.incidents.records import KINDS
from journal.models import Entry, EntryQuerySet

SIZE = 50

# What an entry is called in the logbook. Entries of the machine's own steps are not news to people, and are left out.
WORDS = {
    "incident.opened": gettext_lazy("Händelsen öppnades"),
    "incident.invited": gettext_lazy("Bjöds in"),
    "incident.brought_in": gettext_lazy("Togs in tillfälligt"),
    "incident.left": gettext_lazy("Deltar inte längre"),
    "incident.level": gettext_lazy("Nivån ändrades"),
    "incident.watch": gettext_lazy("Fas: bevakning"),
    "incident.assess": gettext_lazy("Fas: bedömning"),
    "incident.handle": gettext_lazy("Fas: hantering"),
    "incident.wind_down": gettext_lazy("Fas: avveckling"),
    "incident.closed": gettext_lazy("Händelsen avslutades"),
    "request.sent": gettext_lazy("Begäran skickades"),
    "request.reminded": gettext_lazy("Påmindes"),
    "request.postponed": gettext_lazy("Svarar senare"),
    "rhythm.made": gettext_lazy("Begäran ska komma igen"),
    "rhythm.put_off": gettext_lazy("Nästa begäran skjuts upp"),
    "rhythm.stopped": gettext_lazy("Begäran kommer inte igen"),
    "rhythm.nobody": gettext_lazy("Begäran gick inte ut: ingen att fråga"),
    "link.sent": gettext_lazy("Ny länk för att svara"),
    "link.revoked": gettext_lazy("Länk för att svara togs tillbaka"),
    "request.closed": gettext_lazy("Begäran avslutades"),
    "input.submitted": gettext_lazy("Svar kom"),
    "input.replaced": gettext_lazy("Svar rättades"),
    "input.withdrawn": gettext_lazy("Svar togs tillbaka"),
    "input.question": gettext_lazy("Fråga om svar"),
    "report.published": gettext_lazy("Lägesrapport publicerades"),
    "report.withheld": gettext_lazy("Lägesrapport hålls inne"),
    "direction.proposed": gettext_lazy("Inriktning föreslogs"),
    "direction.fixed": gettext_lazy("Inriktning fastställdes"),
    "position.behind": gettext_lazy("Ställer sig bakom"),
    "position.reservation": gettext_lazy("Med förbehåll"),
    "position.cannot": gettext_lazy("Kan inte"),
    "position.own_body": gettext_lazy("Beslutas av egen instans"),
    "direction.replaced": gettext_lazy("Inriktning ersattes"),
    "reception.understood": gettext_lazy("Har förstått inriktningen"),
    "reception.acting": gettext_lazy("Agerar efter inriktningen"),
    "reception.escalated": gettext_lazy("Inriktningen är inte läst i tid, aktören är påmind"),
    "laterposition.behind": gettext_lazy("Ny ställning, ställer sig bakom"),
    "laterposition.reservation": gettext_lazy("Ny ställning, med förbehåll"),
    "laterposition.cannot": gettext_lazy("Ny ställning, kan inte"),
    "laterposition.own_body": gettext_lazy("Ny ställning, beslutas av egen instans"),
    "assessment.reached": gettext_lazy("Bedömning av effekten, inriktningen uppnås"),
    "assessment.partly": gettext_lazy("Bedömning av effekten, inriktningen uppnås delvis"),
    "assessment.not": gettext_lazy("Bedömning av effekten, inriktningen uppnås inte"),
    "assessment.unclear": gettext_lazy("Bedömning av effekten, oklart om inriktningen uppnås"),
    "announcement.sent": gettext_lazy("Viktigt meddelande skickades"),
    "announcement.understood": gettext_lazy("Har förstått meddelandet"),
    "announcement.acting": gettext_lazy("Agerar efter meddelandet"),
    "announcement.escalated": gettext_lazy("Meddelandet är inte läst i tid, aktören är påmind"),
    "measure.noted": gettext_lazy("Besked om åtgärd"),
    "measure.suggested": gettext_lazy("Åtgärd föreslogs"),
    "measure.taken": gettext_lazy("Åtgärd togs på"),
    "measure.ongoing": gettext_lazy("Åtgärd pågår"),
    "measure.done": gettext_lazy("Åtgärd klar"),
    "measure.declined": gettext_lazy("Åtgärd togs inte på"),
    "resourceneed.told": gettext_lazy("Resurs behövs"),
    "resourceneed.agreed": gettext_lazy("Resurs överenskommen"),
    "resourceneed.delivered": gettext_lazy("Resurs levererad"),
    "resourceneed.returned": gettext_lazy("Resurs återlämnad"),
    "resourceneed.cancelled": gettext_lazy("Resurs behövs inte längre"),
    "resourceoffer.offered": gettext_lazy("Resurs erbjöds"),
    "resourceoffer.accepted": gettext_lazy("Tackade ja till erbjudande"),
    "resourceoffer.declined": gettext_lazy("Tackade nej till erbjudande"),
    "resourceoffer.withdrawn": gettext_lazy("Erbjudande togs tillbaka"),
    "escalation.sent": gettext_lazy("Framställan antecknades som skickad"),
    "escalation.answered": gettext_lazy("Framställan besvarades"),
    "measure.waits": gettext_lazy("Åtgärd väntar på en annan"),
    "measure.waits_no_more": gettext_lazy("Åtgärd väntar inte längre"),
    "need.part_own": gettext_lazy("Sa sin roll i behovet"),
    "need.part_thought": gettext_lazy("Roll i behovet antecknades, obekräftad"),
    "need.part_confirmed": gettext_lazy("Bekräftade sin roll i behovet"),
    "need.part_declined": gettext_lazy("Sa att det inte är den som har behovet"),
    "need.part_away": gettext_lazy("Roll i behovet togs bort"),
    "systemissue.made": gettext_lazy("Systemfråga antecknades"),
    "systemissue.raised": gettext_lazy("Systemfråga lyftes"),
    "systemissue.settled": gettext_lazy("Systemfråga löstes"),
    "systemissue.dismissed": gettext_lazy("Systemfråga avfärdades"),
    "systemissue.open": gettext_lazy("Systemfråga öppnades igen"),
    "cycle.begun": gettext_lazy("Varv började"),
    "cycle.closed": gettext_lazy("Varv avslutades"),
    "need.stated": gettext_lazy("Behov angavs"),
    "need.confirmed": gettext_lazy("Behov bekräftades"),
    "need.partly": gettext_lazy("Behov är delvis täckt"),
    "need.covered": gettext_lazy("Behov är täckt"),
    "need.uncovered": gettext_lazy("Behov är otäckt"),
    "need.ended": gettext_lazy("Behov har upphört"),
    "need.unfilled": gettext_lazy("Åtgärdsbehov är obesatt"),
    "need.taken": gettext_lazy("Åtgärdsbehov togs på"),
    "need.ongoing": gettext_lazy("Åtgärdsbehov pågår"),
    "need.done": gettext_lazy("Åtgärdsbehov är klart"),
    "need.impossible": gettext_lazy("Åtgärdsbehov går inte att möta"),
    "influence.planned": gettext_lazy("Inflytande planerades"),
    "influence.done": gettext_lazy("Inflytande är gjort"),
    "influence.answered": gettext_lazy("Aktör svarade på inflytande"),
    "influence.followed_up": gettext_lazy("Inflytande följdes upp"),
    "meeting.planned": gettext_lazy("Möte förbereds"),
    "meeting.called": gettext_lazy("Kallade till möte"),
    "meeting.moved": gettext_lazy("Möte fick en annan tid"),
    "meeting.cancelled": gettext_lazy("Möte ställdes in"),
    "meeting.under_way": gettext_lazy("Möte började"),
    "meeting.ended": gettext_lazy("Möte avslutades"),
    "meeting.approved": gettext_lazy("Protokoll godkändes"),
    "agendapoint.raised": gettext_lazy("Punkt till möte"),
    "call.coming": gettext_lazy("Kvitterade: kommer"),
    "call.not_coming": gettext_lazy("Kvitterade: kan inte delta"),
    "objection.made": gettext_lazy("Invändning före möte"),
    "resolution.made": gettext_lazy("Överenskommelse i möte"),
    "narrowing.narrowed": gettext_lazy("Läses av färre"),
    "narrowing.widened": gettext_lazy("Läses av alla igen"),
    "input.redacted": gettext_lazy("Avskrift gjordes"),
    "accessrequest.granted": gettext_lazy("Fick läsa"),
    "accessrequest.declined": gettext_lazy("Fick inte läsa"),
    "access.asked": gettext_lazy("Bad att få läsa"),
    "quarantine.set": gettext_lazy("Sattes i karantän"),
    "quarantine.lifted": gettext_lazy("Karantänen hävdes"),
}

# The journal names what it is about in Swedish, once; the reader's page says it in the reader's language.
NAMES = {
    "Begäran": gettext_lazy("Begäran %(number)s"),
    "Rytm": gettext_lazy("Rytm %(number)s"),
    "Svar": gettext_lazy("Svar %(number)s"),
    "Loggrad": gettext_lazy("Loggrad %(number)s"),
    "Åtgärd": gettext_lazy("Åtgärd %(number)s"),
    "Lägesrapport": gettext_lazy("Lägesrapport nr %(number)s"),
    "Inriktning": gettext_lazy("Inriktning %(number)s"),
    "Resursbehov": gettext_lazy("Resursbehov %(number)s"),
    "Framställan": gettext_lazy("Framställan %(number)s"),
    "Meddelande": gettext_lazy("Meddelande %(number)s"),
    "Varv": gettext_lazy("Varv %(number)s"),
    "Behov": gettext_lazy("Behov %(number)s"),
    "Notering": gettext_lazy("Notering %(number)s"),
    "Inflytande": gettext_lazy("Inflytande %(number)s"),
    "Möte": gettext_lazy("Möte %(number)s"),
}
NAMED = re.compile(rf"\b({'|'.join(NAMES)}) ([\d-]+)$")


@dataclass(frozen=True)
class Line:
    """One row of the logbook, whoever wrote it."""

    at: datetime
    key: tuple[str, int]
    text: str
    who: str
    written: LogLine | None = None
    note: str = ""

    @property
    def significant(self) -> bool:
        return self.written is not None and self.written.significant

    @property
    def backdated(self) -> bool:
        return self.written is not None and (self.written.written_at - self.written.happened_at).total_seconds() > 60


def lines(
    incident: Incident,
    person: Any,
    *,
    before: datetime | None = None,
    key: tuple[str, int] | None = None,
    only: str = "",
    size: int = SIZE,
) -> tuple[list[Line], bool]:
    """The newest lines that the person may read before a time, and whether there are older ones. Two statements.

    With the key of a line of that very time, the lines of the time that stand after it come too: none is skipped.
    """
    written, acts = _written(incident, person), _acts(incident, person)
    if before is not None:
        written = written.filter(happened_at__lte=before).filter(_older("line", before, key))
        acts = acts.filter(happened_at__lte=before).filter(_older("entry", before, key))
    if only == "viktiga":
        written, acts = written.filter(significant=True), acts.filter(verb__in=SIGNIFICANT)
    found = [line_of(one) for one in written.order_by("-happened_at", "-pk")[: size + 1]] if only != "portalen" else []
    if only != "skrivna":
        with as_machine():  # acts on what the reader may not read are left out, so what that is must be found
            found += [_act(entry) for entry in acts.newest_first()[: size + 1]]
    found.sort(key=lambda line: (line.at, line.key), reverse=True)
    return found[:size], len(found) > size


def _written(incident: Incident, person: Any) -> LogLineQuerySet:
    return LogLine.objects.visible_to(person).filter(incident=incident).select_related("by", "actor", "corrects")


def _acts(incident: Incident, person: Any) -> EntryQuerySet:
    """Acts of the incident, but those on what the person may not read: a note may repeat what the record says."""
    acts = Entry.objects.of(incident.journal_stream()).filter(verb__in=list(WORDS))
    acts = acts.exclude(subject__in=sight.subjects_in_quarantine(incident))
    for kind in KINDS.values():
        if kind.owned:
            model: Any = kind.model
            away = model.objects.withheld_from(person).filter(incident=incident)
            acts = acts.exclude(subject__in=sight.subjects_of(away, kind.name))
    return acts


def _older(kind: str, before: datetime, key: tuple[str, int] | None) -> Q:
    """Rows of one kind that stand after the key in the order of `lines`: time, then kind, then number, all falling."""
    older = Q(happened_at__lt=before)
    if key is None or kind > key[0]:
        return older
    same_time = Q(happened_at=before)
    return older | (same_time & Q(pk__lt=key[1]) if kind == key[0] else same_time)


SIGNIFICANT = (
    *("incident.opened", "request.sent", "report.published", "direction.fixed", "incident.closed"),
    *("announcement.sent", "assessment.not", "meeting.called"),
)
# Their label is people's own words, whatever it ends with.
OWN_WORDS = (
    *("measure.", "resourceneed.", "resourceoffer.", "need.", "influence."),
    *("agendapoint.", "objection.", "resolution."),
)


def since(incident: Incident, person: Any, at: datetime, limit: int = 12) -> list[Line]:
    """What has happened since a time, newest first."""
    acts = _acts(incident, person).filter(happened_at__gt=at)
    written = _written(incident, person).filter(happened_at__gt=at)
    with as_machine():  # as above
        found = [_act(entry) for entry in acts.newest_first()[:limit]]
    found += [line_of(one) for one in written.order_by("-happened_at")[:limit]]
    return sorted(found, key=lambda line: (line.at, line.key), reverse=True)[:limit]


def changes(incident: Incident) -> list[Entry]:
    """The history of phase and level."""
    return list(
        Entry.objects.filter(subject=incident.journal_subject()).filter(~Q(from_state="")).order_by("happened_at", "pk")
    )


def line_of(one: LogLine) -> Line:
    return Line(one.happened_at, ("line", one.pk), one.text, f"{one.by.name}, {one.actor.short}", written=one)


def _act(entry: Entry) -> Line:
    text: Any = WORDS[entry.verb]
    label = "" if entry.verb.startswith("incident.") else _label(entry)
    words = _("%(act)s: %(label)s") % {"act": text, "label": label} if label else str(text)
    return Line(entry.happened_at, ("entry", entry.pk), words, entry.by_name or _("Portalen"), note=entry.note)


def _label(entry: Entry) -> str:
    if entry.verb.startswith(OWN_WORDS):
        return entry.label  # an actor's own words
    return NAMED.sub(lambda found: str(NAMES[found[1]] % {"number": found[2]}), entry.label)
