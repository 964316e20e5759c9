"""What the pages count and tell of the processes as a whole."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from actors import reference
from actors.models import ActorKind, ActorName, CivilArea
from processes.models import CountyProcess


@dataclass(frozen=True)
class Standing:
    """Where the counties stand together, and how much of their documents is not known."""

    counties: int
    done: int
    awaiting: int
    documents: int
    with_address: int
    checked: int


def standing_of(processes: Iterable[CountyProcess]) -> Standing:
    found = list(processes)
    documents = [document for process in found for document in process.documents.all()]
    return Standing(
        counties=len(found),
        done=sum(process.is_done for process in found),
        awaiting=sum(process.is_awaiting for process in found),
        documents=len(documents),
        with_address=sum(bool(document.address) for document in documents),
        checked=sum(document.accessible is not None for document in documents),
    )


@dataclass(frozen=True)
class AreaGroup:
    area: CivilArea
    processes: Sequence[CountyProcess]


def by_civil_area(processes: Iterable[CountyProcess]) -> list[AreaGroup]:
    """Groups in the order of the ordinance's annex, north to south; the counties in their own order."""
    groups: dict[str, list[CountyProcess]] = {one["code"]: [] for one in reference.civil_areas()}
    for process in processes:
        groups.setdefault(process.county.civil_area_id, []).append(process)
    return [AreaGroup(found[0].county.civil_area, found) for found in groups.values() if found]


@dataclass(frozen=True)
class AgencyNames:
    now: ActorName | None
    before: ActorName | None


def national_agency(day: datetime.date) -> AgencyNames:
    """What the national agency is called on the day, and what it was called last before that."""
    names = list(ActorName.objects.filter(actor__kind=ActorKind.NATIONAL_AGENCY).order_by("starts"))
    now = [name for name in names if (name.starts or day) <= day <= (name.ends or day)]
    before = [name for name in names if name.ends is not None and name.ends < day]
    return AgencyNames(now[-1] if now else None, before[-1] if before else None)
