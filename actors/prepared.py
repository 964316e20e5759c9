"""Queries that every page asks: Django writes their SQL once in a process, PostgreSQL plans it once on a connection.

With the second wall most of a page's time went to writing and planning the same questions again. Here a query is built
once with stand-ins for what varies, its SQL is kept, and what varies is given each time: `EXECUTE name(values)`. The
plan asks the policies anew each time it runs, so who is named and which door is open decide as in any statement.

    @prepared
    def _newest(person: Person, incident: int) -> "QuerySet[Input]": ...

    rows = _newest(person, incident.pk)

Values are numbers, texts and people; all else a query holds must be the same each time. A value that a moment gives is
refused, but for today's date, which is asked for anew each time.
"""

import copy
import datetime
import hashlib
import re
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any, Final, Generic, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.utils import timezone

from actors import access
from actors.models import Person

R = TypeVar("R")
# What stands in for a value is found again by what it is: numbers that fit in every column, and that nothing else has.
FIRST: Final = 2_147_400_000
LAST: Final = FIRST + 999
TRACE: Final = str(FIRST)[:-3]
HOLE: Final = re.compile(r"%[s%]")
SAME: Final = (str, int, bool, type(None))
# Shapes differ by how many roles the reader holds, so a page has a handful. Past this they are made anew.
MOST: Final = 500
UNKNOWN: Final = object()
_known: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


class Made(NamedTuple):
    """A query as it is kept. `places` says which of the given values goes where; -1 is today's date."""

    rows: Any
    compiler: Any
    name: str
    text: str
    places: tuple[int, ...]


class Prepared(Generic[R]):
    def __init__(self, build: Callable[..., Any]) -> None:
        self.build = build
        self.made: dict[tuple[Any, ...], Any] = {}

    def __call__(self, *values: Any) -> list[R]:
        taken = [_taken(value) for value in values]
        if None in taken:  # somebody who did not come through a door: what she holds is not known
            return list(self.build(*values))
        shape = tuple(one[0] for one in taken if one is not None)
        given = [part for one in taken if one is not None for part in one[1]]
        if len(given) > LAST - FIRST or any(isinstance(one, int) and abs(one) >= FIRST for one in given):
            return list(self.build(*values))  # Django knows which columns such a number does not fit in
        made = self.made.get(shape, UNKNOWN)
        if made is UNKNOWN:
            made = self._make(shape)
            if len(self.made) >= MOST:
                self.made.clear()
            self.made[shape] = made
        return list(self.build(*values)) if made is None else _asked(made, given)

    def _make(self, shape: tuple[Any, ...]) -> Made | None:
        """None where nothing can be found by the stand-ins: somebody without any role, mostly."""
        numbers, today = count(FIRST), timezone.localdate()
        rows = self.build(*[_stand_in(one, numbers) for one in shape])
        compiler = rows.query.get_compiler(connection=connection)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return None
        text, places = _written(sql, params, today)
        if TRACE in text:
            raise TypeError(f"{self.build.__name__} makes something else of a value before it asks by it")
        name = f"samlad_{self.build.__name__.strip('_')[:30]}_{_digest(text)}"
        return Made(rows, compiler, name, text, places)


class Statement:
    """A statement in our own words, planned once on a connection; its values are given as `$1`, `$2` and so on."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = f"samlad_{name}_{_digest(text)}", text

    def __call__(self, *values: Any) -> list[tuple[Any, ...]]:
        """The rows that it returns, none where it returns nothing."""
        _make_known(self.name, self.text)
        with connection.cursor() as cursor:
            cursor.execute(_execute(self.name, len(values)), values)
            return list(cursor.fetchall()) if cursor.description else []


def prepared(build: Callable[..., Any]) -> Prepared[Any]:
    """Decorator of a function that gives a queryset. Called, it gives the rows as a list."""
    return Prepared(build)


def _taken(value: Any) -> tuple[Any, list[Any]] | None:
    """The shape of a value, and the values in it. None for one that cannot be taken apart."""
    if isinstance(value, bool | type) or value is None:
        return (value,), []
    if isinstance(value, int):
        return "number", [value]
    if isinstance(value, str):
        return "text", [value]
    if not isinstance(value, Person) or not access.at_door(value):
        return None
    held = access.held_today(value)
    roles = tuple((row.role, row.group_key is not None) for row in held)
    return ("person", roles), [value.pk, *[key for row in held for key in (row.actor_id, row.group_key) if key]]


def _stand_in(shape: Any, numbers: Iterator[int]) -> Any:
    if shape == "number":
        return next(numbers)
    if shape == "text":
        return str(next(numbers))
    if shape[0] != "person":
        return shape[0]
    person = Person(pk=next(numbers))
    access.stand_in(
        person, [access.Held(next(numbers), role, next(numbers) if grouped else None) for role, grouped in shape[1]]
    )
    return person


def _written(sql: str, params: Any, today: datetime.date) -> tuple[str, tuple[int, ...]]:
    """The statement with numbered places for what varies, and all else written out."""
    values, same, places = iter(params), [], []

    def hole(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return found[0]
        value = next(values)
        place = _place(value, today)
        if place is None:
            same.append(value)
            return found[0]
        if place not in places:
            places.append(place)
        return f"${places.index(place) + 1}"

    text = HOLE.sub(hole, sql)
    operations: Any = connection.ops
    return operations.compose_sql(text, same), tuple(places)


def _place(value: Any, today: datetime.date) -> int | None:
    if value == today and type(value) is datetime.date:
        return -1
    number = int(value) if isinstance(value, str) and value.isdecimal() else value
    if isinstance(number, int) and FIRST <= number <= LAST:
        return number - FIRST
    parts = value if isinstance(value, list | tuple) else [value]
    if not all(isinstance(part, SAME) for part in parts):
        raise TypeError(f"{value!r} may be another the next time: give it as a value")
    return None


def _asked(made: Made, given: list[Any]) -> list[Any]:
    _make_known(made.name, made.text)
    values = [timezone.localdate() if place < 0 else given[place] for place in made.places]
    statement = _execute(made.name, len(values))
    compiler = copy.copy(made.compiler)
    compiler.connection = connection
    compiler.as_sql = lambda *_args, **_more: (statement, tuple(values))
    rows = made.rows._chain()
    rows.query.get_compiler = lambda *_args, **_more: compiler
    return list(rows)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _execute(name: str, values: int) -> str:
    return f"EXECUTE {name}({', '.join(['%s'] * values)})" if values else f"EXECUTE {name}"


def _make_known(name: str, text: str) -> None:
    """A connection learns the statement the first time it is asked there. It outlives what a transaction undoes."""
    connection.ensure_connection()
    known = _known.setdefault(connection.connection, set())
    if name in known:
        return
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        cursor.execute(f"PREPARE {name} AS {text}")
    known.add(name)
