"""What is known of the counties' development processes, from the files in processes/data.

Each file tells its source. Loading twice is as loading once. A process or document that is already there is left as it
is, because the portal may have learnt more of it since; publications, quotations and dates are corrected by their file.
"""

import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model

from actors import access
from actors.models import Actor, ActorKind, County
from actors.reference import Change, Row, day, identity, put
from journal.record import record
from processes.models import (
    Component,
    CountyProcess,
    CountyProcessGroupRight,
    DocumentKind,
    LegalText,
    PageDate,
    ProcessDocument,
    ProcessTemplate,
    Publication,
    TemplateStage,
)
from processes.permissions import BOARD, NATIONAL

DATA = Path(__file__).parent / "data"


@cache
def read(name: str) -> dict[str, Any]:
    """One data file. They are part of the program, so they are read once."""
    content: dict[str, Any] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return content


@transaction.atomic
def load_all() -> list[Change]:
    """Load every file and let the national level read the processes. Counties and agencies must be there before."""
    changes = [
        load_processes(),
        add(ProcessDocument, ("process_id", "link_text"), documents()),
        put(Publication, ("key",), publications()),
        put(LegalText, ("key", "amended_by"), legal_texts()),
        put(PageDate, ("page", "event"), page_dates()),
        put(Component, ("key",), components()),
        *load_templates(),
    ]
    grant_rights()
    return changes


def load_processes() -> Change:
    before = set(CountyProcess.objects.values_list("pk", flat=True))
    change = add(CountyProcess, ("county_id",), processes())
    for process in CountyProcess.objects.exclude(pk__in=before).select_related("county"):
        record(process, "countyprocess.read", note=process.status_source, to_state=process.status)
    return change


def add(model: type[Model], key: tuple[str, ...], rows: list[Row]) -> Change:
    """Add the rows that are missing, known by the key, and leave the others alone."""
    there = set(model._default_manager.values_list(*key))
    new = [row for row in rows if identity(row, key) not in there]
    model._default_manager.bulk_create([model(**row) for row in new])
    return Change(model._meta.model_name or "", len(new), 0, len(rows) - len(new))


def processes() -> list[Row]:
    file = read("county_processes.json")
    return [
        {
            "county_id": one["county"],
            "status": one["status"],
            "status_source": file["source"],
            "status_reviewed": day(file["reviewed"]),
        }
        for one in file["processes"]
    ]


def documents() -> list[Row]:
    """The link's text as it stood, and a title that is the same for every county."""
    file = read("county_processes.json")
    process_of = dict(CountyProcess.objects.values_list("county_id", "pk"))
    name_of = dict(County.objects.values_list("code", "name"))
    return [
        document
        | {
            "process_id": process_of[one["county"]],
            "title": title(document["kind"], name_of[one["county"]]),
            "format": file["format"],
            "source": file["source"],
        }
        for one in file["processes"]
        for document in one["documents"]
    ]


def title(kind: str, county: str) -> str:
    """Documents have Swedish titles, whoever loads them in whichever language."""
    return f"Strategi, {county}" if kind == DocumentKind.MAIN else f"Bilaga till strategin, {county}"


def publications() -> list[Row]:
    file = read("publications.json")
    return [
        one | {"price": Decimal(one["price"]) if one["price"] else None, "order": place, "source": file["source"]}
        for place, one in enumerate(file["publications"], 1)
    ]


def legal_texts() -> list[Row]:
    dates = ("as_of", "statute_from", "in_force_from", "in_force_to")
    return [one | {name: day(one[name]) for name in dates} for one in read("legal_texts.json")["legal_texts"]]


def page_dates() -> list[Row]:
    file = read("page_dates.json")
    return [one | {"on": day(one["on"]), "source": file["source"]} for one in file["page_dates"]]


def components() -> list[Row]:
    file = read("components.json")
    return [one | {"order": place, "source": file["source"]} for place, one in enumerate(file["components"], 1)]


def load_templates() -> list[Change]:
    """A version that is there stays as it is: processes were started from it."""
    file = read("process_templates.json")
    heads = [{name: value for name, value in one.items() if name != "stages"} for one in file["templates"]]
    made = add(ProcessTemplate, ("key", "version"), heads)
    keys = {(row.key, row.version): row.pk for row in ProcessTemplate.objects.all()}
    stages = [
        stage | {"template_id": keys[one["key"], one["version"]], "order": place}
        for one in file["templates"]
        for place, stage in enumerate(one["stages"], 1)
    ]
    return [made, add(TemplateStage, ("template_id", "key"), stages)]


def grant_rights() -> None:
    """The national agency's reviewers and readers see every county's process. Every county board sees its own, and its
    process leader runs it.
    """
    agency = Actor.objects.get(kind=ActorKind.NATIONAL_AGENCY)
    boards = dict(Actor.objects.filter(kind=ActorKind.COUNTY_BOARD).values_list("county_id", "pk"))
    counties = CountyProcess.objects.values_list("pk", "county_id")
    wanted = {process: {agency.pk: NATIONAL, boards[county]: BOARD} for process, county in counties}
    access.grant_all(CountyProcessGroupRight, wanted)
