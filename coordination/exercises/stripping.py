"""Names made into functions, so that what happened in one county can be played in another without saying where.

Every name that the portal knows of those in the incident is replaced: actors, people, municipalities, counties, and the
incident itself; with a genitive, and as the beginning of a longer word (Ljusdalsborna). Numbers to ring and addresses
go too. What no register knows, such as a village, its leader must take out herself: the page says so.
"""

import re
from collections.abc import Iterable
from typing import Final

from actors.models import Actor, County, Membership, Municipality, Person
from coordination.exercises import casting
from coordination.incidents.models import Incident

SOMEBODY: Final = "en person"
THE_COUNTY, ANOTHER_COUNTY = "länet", "ett annat län"
ANOTHER_TOWN: Final = "en annan kommun"
THE_INCIDENT: Final = "händelsen"
# Shorter names are words of everyday Swedish too: only whole, and as they are written.
SHORT: Final = 4
REACHED: Final = (
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), "[e-post]"),
    (re.compile(r"\b(19|20)?\d{6}[-+]\d{4}\b"), "[personnummer]"),
    (re.compile(r"(?<![\w-])(\+46|0)[\d\s-]{6,14}\d\b"), "[telefon]"),
    (re.compile(r"\b20\d\d-\d{3}(-\d{3})?\b"), "[nummer]"),
)


class Names:
    """The incident's names, each with its function. `count` is how many have been replaced so far."""

    def __init__(self, incident: Incident) -> None:
        self.roles = casting.cast(_actors_of(incident))
        self.function_of = {actor.pk: function for function, actor in self.roles.items()}
        self.count = 0
        known = _known(incident, self.roles)
        self._function = {name.casefold(): function for name, function in known.items()}
        longest_first = sorted(known, key=len, reverse=True)
        words = "|".join(_pattern(name) for name in longest_first)
        self._words = re.compile(words) if words else None

    def without(self, text: str) -> str:
        for pattern, instead in REACHED:
            text, found = pattern.subn(instead, text)
            self.count += found
        return self._words.sub(self._replace, text) if self._words else text

    def spoken(self, actor_pk: int) -> str:
        return casting.spoken(self.function_of.get(actor_pk, "annan"))

    def _replace(self, found: "re.Match[str]") -> str:
        self.count += 1
        whole = found[0]
        name = max((n for n in self._function if whole.casefold().startswith(n)), key=len)
        function, rest = self._function[name], whole[len(name) :]
        if rest in ("", "s", ":s"):
            return _with_genitive(function, bool(rest))
        return f"{function}-{rest.removeprefix('s')}"


def _pattern(name: str) -> str:
    """As it is written and in capitals; a longer one also where a word only begins with it."""
    said = "|".join(re.escape(one) for one in dict.fromkeys((name, name.upper())))
    tail = r"(?::?s\b|\w*)" if len(name) > SHORT else r"(?::?s)?\b"
    return rf"\b(?:{said}){tail}"


def _with_genitive(function: str, genitive: bool) -> str:
    if not genitive:
        return function
    # "kommun A:s", but "länets": after a letter or a number that stands alone the s is set apart.
    return f"{function}:s" if len(function.rpartition(" ")[2]) == 1 else f"{function}s"


def _actors_of(incident: Incident) -> list[Actor]:
    """Those who took part, also who has left."""
    rows = Actor.objects.filter(participations__incident=incident).prefetch_related("names").distinct()
    return list(rows)


def _known(incident: Incident, roles: casting.Roles) -> dict[str, str]:
    """Name -> function. What is told first stays: an actor of the incident before a place of the same name."""
    known: dict[str, str] = {}
    for function, actor in roles.items():
        says = casting.spoken(function)
        former = [word for row in actor.names.all() for word in (row.name, row.abbreviation)]
        _add(known, [actor.name, actor.short, *former], says)
        if actor.municipality_id:
            _add(known, [f"{actor.short} kommun"], says)
    people = list(_people(roles.values()))
    places = _places(incident)
    for person in people:
        _add(known, [person.name], SOMEBODY)
    for name, function in places.items():
        _add(known, [name], function)
    taken = {part.casefold() for name in known for part in name.split() if known[name] != SOMEBODY}
    for person in people:
        _add(known, _parts(person.name, taken), SOMEBODY)
    called = [word for word in incident.name.split()[1:] if word[0].isupper() and len(word) > SHORT]
    _add(known, [incident.name, *called], THE_INCIDENT)
    return known


def _add(known: dict[str, str], names: Iterable[str], function: str) -> None:
    there = {name.casefold() for name in known}
    for name in names:
        if len(name) > 1 and name.casefold() not in there:
            known[name] = function


def _people(actors: Iterable[Actor]) -> Iterable[Person]:
    held = Membership.objects.filter(actor__in=[actor.pk for actor in actors])
    return Person.objects.filter(pk__in=held.values("person_id")).order_by("pk")


def _parts(name: str, taken: set[str]) -> list[str]:
    """First and last name alone; not those of an account that is called after a function, such as TiB Ljusdal."""
    parts = name.split()
    if len(parts) < 2 or any(part.casefold() in taken for part in parts):  # first and last
        return []
    return [part for part in parts if len(part) > 2]  # shorter ones are other words too


def _places(incident: Incident) -> dict[str, str]:
    """Every municipality and county of the land: places too far away to take part are named in logs as well."""
    own = set(incident.counties.values_list("pk", flat=True))
    places: dict[str, str] = {}
    for county in County.objects.all():
        function = THE_COUNTY if county.pk in own else ANOTHER_COUNTY
        places |= {county.name: function, county.short: function}
    for town in Municipality.objects.all():
        places.setdefault(town.name, ANOTHER_TOWN)
    return places
