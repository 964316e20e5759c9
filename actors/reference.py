"""Reference data: what is true of Sweden's counties, municipalities and agencies, from the files in actors/data.

Each file tells its source and from when it holds. Loading it twice is as loading it once; a row that differs is
corrected; nothing is ever deleted, because what has happened may point at it.
"""

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model

from actors.models import Actor, ActorKind, ActorName, CivilArea, County, Municipality, Sector

DATA = Path(__file__).parent / "data"
ALL_COUNTY_BOARDS = "lst-*"

Row = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """What a table gained when it was loaded."""

    table: str
    added: int
    changed: int
    unchanged: int


@cache
def read(name: str) -> dict[str, Any]:
    """One data file. They are part of the program, so they are read once."""
    content: dict[str, Any] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return content


def put(model: type[Model], key: tuple[str, ...], rows: Iterable[Row]) -> Change:
    """Add the rows that are missing and correct those that differ, known by the key."""
    rows = list(rows)
    fields = [name for name in rows[0] if name not in key] if rows else []
    there = {identity(row, key): row for row in model._default_manager.values(*key, *fields)}
    new = [row for row in rows if identity(row, key) not in there]
    other = [row for row in rows if identity(row, key) in there and row != there[identity(row, key)]]
    model._default_manager.bulk_create(
        [model(**row) for row in new + other], update_conflicts=True, unique_fields=key, update_fields=fields
    )
    return Change(model._meta.model_name or "", len(new), len(other), len(rows) - len(new) - len(other))


def identity(row: Row, key: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row[name] for name in key)


@transaction.atomic
def load_all() -> list[Change]:
    """Load every file, in the order in which the rows lean on one another."""
    # A civil area names the county that is responsible for it, and each county its civil area: areas come first
    # without, and get their responsible county when the counties are there.
    without = put(CivilArea, ("code",), civil_areas())
    changes = [put(County, ("code",), counties()), put(Municipality, ("code",), municipalities())]
    filled = put(CivilArea, ("code",), [row | responsible_of(row["code"]) for row in civil_areas()])
    areas = Change(filled.table, without.added, filled.changed - without.added, filled.unchanged)
    return [areas, *changes, put(Actor, ("key",), actors()), put(ActorName, NAME_KEY, actor_names()), *load_sectors()]


def civil_areas() -> list[Row]:
    file = read("civil_areas.json")
    return [{"code": one["code"], "name": one["name"], "source": file["source"]} for one in file["civil_areas"]]


def responsible_of(code: str) -> Row:
    by_code = {one["code"]: one["responsible"] for one in read("civil_areas.json")["civil_areas"]}
    return {"responsible_id": by_code[code]}


def counties() -> list[Row]:
    file = read("counties.json")
    same = ("code", "letter", "name", "short", "seat")
    return [
        {name: one[name] for name in same} | {"civil_area_id": one["civil_area"], "source": file["source"]}
        for one in file["counties"]
    ]


def municipalities() -> list[Row]:
    """Names and codes are SCB's; the first two digits of the code are the county's."""
    file = read("municipalities.geojson")
    found = [feature["properties"] for feature in file["features"]]
    return [
        {"code": one["code"], "name": one["name"], "county_id": one["code"][:2], "source": file["source"]}
        for one in found
    ]


def municipality_name(code: str, name: str) -> str:
    """What the organisation is called: Ljusdals kommun, Gävle kommun, Hofors kommun, Falu kommun."""
    exceptions = {one["code"]: one["name"] for one in read("municipality_names.json")["exceptions"]}
    if code in exceptions:
        return str(exceptions[code])
    genitive = name if name[-1] in "aeiouyåäösxz" else f"{name}s"
    return f"{genitive} kommun"


def actors() -> list[Row]:
    return [*county_boards(), *municipal_actors(), *regional_actors(), *agencies()]


def county_boards() -> list[Row]:
    return [
        actor_row(f"lst-{one['code']}", ActorKind.COUNTY_BOARD, f"Länsstyrelsen {one['short']}", one["source"])
        | {"county_id": one["code"]}
        for one in counties()
    ]


def municipal_actors() -> list[Row]:
    source = read("municipality_names.json")["source"]
    return [
        actor_row(f"kommun-{one['code']}", ActorKind.MUNICIPALITY, municipality_name(one["code"], one["name"]), source)
        | {"short": one["name"], "county_id": one["county_id"], "municipality_id": one["code"]}
        for one in municipalities()
    ]


def regional_actors() -> list[Row]:
    """Twenty: Region Gotland is a municipality that has a region's tasks, and one organisation is one actor."""
    file = read("regions.json")
    return [
        actor_row(f"region-{one['county']}", ActorKind.REGION, one["name"], file["source"])
        | {"county_id": one["county"]}
        for one in file["regions"]
        if "actor" not in one
    ]


def agencies() -> list[Row]:
    file = read("agencies.json")
    return [
        actor_row(one["key"], one["kind"], one["name"], file["source"]) | {"short": one["short"]}
        for one in file["agencies"]
    ]


def actor_row(key: str, kind: str, name: str, source: str) -> Row:
    return {
        "key": key,
        "kind": str(kind),
        "name": name,
        "short": name,
        "county_id": None,
        "municipality_id": None,
        "fictitious": False,
        "source": source,
    }


NAME_KEY = ("actor_id", "name", "starts")


def actor_names() -> list[Row]:
    """What an agency has been called and when: MSB until 2025, MCF since, one and the same actor."""
    dated = [(one["key"], name) for one in read("agencies.json")["agencies"] for name in one.get("names", [])]
    ids = dict(Actor.objects.filter(key__in=[key for key, _ in dated]).values_list("key", "pk"))
    return [
        {"actor_id": ids[key]} | name | {"starts": day(name["starts"]), "ends": day(name["ends"])}
        for key, name in dated
    ]


def load_sectors() -> list[Change]:
    """The sectors from the day the list came into force. A new list is a new file row with its own day."""
    file = read("sectors.json")
    starts = datetime.date.fromisoformat(file["valid_from"])
    ids = dict(Actor.objects.values_list("key", "pk"))
    change = put(
        Sector,
        ("key", "starts"),
        [
            {"key": one["key"], "name": one["name"], "responsible_id": ids[one["responsible"]], "starts": starts}
            | {"source": file["source"]}
            for one in file["sectors"]
        ],
    )
    return [change, load_sector_agencies(file["sectors"], starts, ids)]


def load_sector_agencies(sectors: list[Row], starts: datetime.date, ids: dict[str, int]) -> Change:
    through = Sector.agencies.through
    of_key = dict(Sector.objects.filter(starts=starts).values_list("key", "pk"))
    wanted = {
        (of_key[one["key"]], ids[key])
        for one in sectors
        for pattern in one["agencies"]
        for key in members(pattern, ids)
    }
    there = set(through.objects.values_list("sector_id", "actor_id"))
    missing = sorted(wanted - there)
    through.objects.bulk_create([through(sector_id=sector, actor_id=actor) for sector, actor in missing])
    return Change("sector_agency", len(missing), 0, len(wanted) - len(missing))


def members(pattern: str, ids: dict[str, int]) -> list[str]:
    if pattern == ALL_COUNTY_BOARDS:
        return [f"lst-{one['code']}" for one in counties()]
    return [pattern]


def day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
