"""The demonstration's evidence pack: Gävleborg's last twelve months, and more where its drills are older, counted over
its exercises and handed over.
"""

import datetime
from typing import Final

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from actors.models import Person
from coordination.exercises.accounts import refuse_outside_demo
from coordination.exercises.models import Drill
from coordination.overview.evidence.making import make_pack
from processes.models import CountyProcess, EvidencePack
from processes.services.packs import hand_over

COUNTY: Final = "21"
LEADER: Final = "processledare.gavleborg"


@transaction.atomic
def load() -> str:
    """Once. What is counted is what the exercises that are loaded have made."""
    refuse_outside_demo()
    process = CountyProcess.objects.filter(county_id=COUNTY).select_related("county").first()
    if process is None:
        return "The county's process is not loaded: run load_processes first."
    if EvidencePack.objects.filter(process=process).exists():
        return f"The evidence of {process} is already loaded."
    by, today = Person.objects.get(username=LEADER), timezone.localdate()
    first = min(today - datetime.timedelta(days=365), _first_drill() or today)
    pack = make_pack(by=by, process=process, covers_from=first, covers_to=today)
    hand_over(by=by, pack=pack)
    rows = sum(len(each) for each in pack.figures.values())
    return f"The evidence of {process} is loaded: {rows} rows."


def _first_drill() -> datetime.date | None:
    """The story's drills were held before its storm, whatever today is."""
    held = Drill.objects.filter(owner__county=COUNTY).aggregate(first=Min("starts_at"))["first"]
    return timezone.localdate(held) if held else None
