"""Within which time a call is acknowledged and a meeting begins: the county's own, else the ones that data gives."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.direction.models import CallClock, MeetingKind
from coordination.incidents.models import Incident


@dataclass(frozen=True)
class Clock:
    """The times of one kind of meeting, and whose they are."""

    kind: str
    acknowledge_minutes: int | None = None
    meet_minutes: int | None = None
    own: bool = False
    source: str = ""

    @property
    def whose(self) -> str:
        if self.own:
            return _("Länets egna tider")
        return _("Östergötlands tider, används där länet inte har egna") if self.source else ""

    @property
    def words(self) -> str:
        """Kvittera inom 5 minuter."""
        said = []
        if self.acknowledge_minutes:
            said.append(_("Kvittera inom %(span)s.") % {"span": span(self.acknowledge_minutes)})
        if self.meet_minutes and self.kind == MeetingKind.ISF_SUPPORT:
            said.append(_("Igång inom %(span)s efter beslutet.") % {"span": span(self.meet_minutes)})
        elif self.meet_minutes:
            said.append(_("I kontakt inom %(span)s från att behovet sågs.") % {"span": span(self.meet_minutes)})
        return " ".join(said)

    def acknowledge_by(self, called_at: datetime) -> datetime | None:
        return called_at + timedelta(minutes=self.acknowledge_minutes) if self.acknowledge_minutes else None


def span(minutes: int) -> str:
    if minutes % 60 == 0:
        return ngettext("%(n)d timme", "%(n)d timmar", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)d minut", "%(n)d minuter", minutes) % {"n": minutes}


def clocks_of(incident: Incident) -> dict[str, Clock]:
    """By kind of meeting. The county of the board that holds the incident together decides. One statement."""
    rows = CallClock.objects.filter(Q(county=None) | Q(county=incident.lead.county_id))
    found = {kind.value: Clock(kind.value) for kind in MeetingKind}
    for row in sorted(rows, key=lambda row: row.county_id is not None):
        found[row.kind] = Clock(
            row.kind, row.acknowledge_minutes, row.meet_minutes, row.county_id is not None, row.source
        )
    return found


def clock_of(incident: Incident, kind: str) -> Clock:
    return clocks_of(incident)[kind]
