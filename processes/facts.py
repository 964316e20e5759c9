"""What the pages count and tell of the processes as a whole."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from actors import reference
from actors.models import ActorKind, ActorName, CivilArea, ContactPoint
from processes.models import CountyProcess, Document, DocumentVersion, FiledKind
from processes.states import VersionState


@dataclass(frozen=True)
class Standing:
    """Where the counties stand together, and how much of their documents is not known."""

    counties: int
    done: int
    awaiting: int
    documents: int
    with_address: int
    checked: int
    # How many counties stand where the portal's own process says, and of when the page is that tells of the others.
    own: int
    read: datetime.date | None


def standing_of(processes: Iterable[CountyProcess]) -> Standing:
    found = list(processes)
    documents = [document for process in found for document in process.documents.all()]
    filed = [version for process in found for version in process.published]  # type: ignore[attr-defined]  # as_listed
    return Standing(
        counties=len(found),
        done=sum(process.is_done for process in found),
        awaiting=sum(process.is_awaiting for process in found),
        documents=len(documents) + len(filed),
        with_address=sum(bool(document.address) for document in documents) + len(filed),
        checked=sum(document.accessible is not None for document in (*documents, *filed)),
        own=sum(process.says_more for process in found),
        read=max((process.status_reviewed for process in found if not process.says_more), default=None),
    )


def newest_of(processes: Iterable[CountyProcess]) -> DocumentVersion | None:
    """What was published last on the portal itself: the page is as new as that."""
    filed = [version for one in processes for version in one.published]  # type: ignore[attr-defined]  # as_listed
    return max(filed, key=lambda version: (version.published_on, version.pk), default=None)


@dataclass(frozen=True)
class Filed:
    """A public document: the version that stands at its address, and those that stood there before."""

    document: Document
    now: DocumentVersion
    before: list[DocumentVersion]


def by_document(versions: Iterable[DocumentVersion]) -> list[Filed]:
    """Strategies first, then by kind and title, with their versions, the newest first."""
    groups: dict[int, list[DocumentVersion]] = {}
    for version in sorted(versions, key=lambda one: -one.number):
        groups.setdefault(version.document_id, []).append(version)
    found = []
    for rows in groups.values():
        now = next((one for one in rows if one.state == VersionState.PUBLISHED), None)
        if now is not None:
            found.append(Filed(now.document, now, [one for one in rows if one is not now]))
    kinds = list(FiledKind.values)
    return sorted(found, key=lambda one: (kinds.index(one.document.kind), one.document.title))


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


# What the national agency's administrator calls the contact that stands on the page for everybody.
CONTACT: Final = "Regional samordning"


def contact() -> ContactPoint | None:
    """Whom everybody may ask about the regional level: a function, never a person. None: it is not entered."""
    found = ContactPoint.objects.filter(actor__kind=ActorKind.NATIONAL_AGENCY, function__iexact=CONTACT)
    return found.first()


def agency_on(day: datetime.date) -> str:
    """The national agency by the name that it has or had on the day."""
    now = national_agency(day).now
    return now.name if now else _("den nationella myndigheten")
