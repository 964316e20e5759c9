"""A county's figures for a period, counted now, and kept as the next evidence pack."""

import datetime

from django.utils import timezone

from actors.models import Actor, ActorKind, Person
from actors.sight import as_machine
from coordination.overview.evidence import between, incidents
from coordination.overview.evidence.period import Period, Row, by_incident, by_key, incidents_of
from journal.permissions import require
from processes.models import CountyProcess, EvidencePack
from processes.permissions import LEAD
from processes.services import packs


def make_pack(
    *, by: Person, process: CountyProcess, covers_from: datetime.date, covers_to: datetime.date
) -> EvidencePack:
    """The right and the period are asked about before anything is counted."""
    require(by, LEAD, process)
    packs.refuse_period(covers_from, covers_to)
    figures = count(process, Period(covers_from, covers_to))
    return packs.keep_pack(by=by, process=process, covers_from=covers_from, covers_to=covers_to, figures=figures)


def count(process: CountyProcess, period: Period) -> dict[str, list[Row]]:
    """Every figure's rows. An answer that few may read is counted too: of it nothing is kept but that it came."""
    board = Actor.objects.get(kind=ActorKind.COUNTY_BOARD, county=process.county_id)
    with as_machine():  # numbers, times and names of actors; no words
        held = by_key(incidents_of(board, period))
        return {
            "svarstider": by_incident(held, incidents.answers(held, period)),
            "tackning": by_incident(held, incidents.coverage(held, period)),
            "rapporter": by_incident(held, incidents.reports(held, period)),
            "mottagande": by_incident(held, incidents.receptions(held, period)),
            "atgarder": by_incident(held, incidents.measures(held, period)),
            "internat": between.seminars(process, period),
            "etapper": between.stages(process, period),
            "beslut": between.decisions(process, period),
            "lardomar": between.lessons(process, period),
            "arbetsplan": between.work(process, period, timezone.localdate()),
            "prov": between.drills(board, period),
        }
