"""History of rows: what a field said before, who changed it, through what. Written by triggers: nothing is missed.

A model is tracked by `@tracked("name", "state", ...)`: the fields that people decide about, not the columns that the
portal counts in or large JSON of rows that are versions themselves. Its app then needs a migration, which
`makemigrations` writes. The history's table is only ever added to. `changes_of(row)` reads it.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from itertools import pairwise
from typing import Any, Final, TypeVar

import pghistory
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Field, Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

M = TypeVar("M", bound=Model)
Answer = Callable[[HttpRequest], HttpResponse]

# Which table a statement writes in, however its name is quoted.
WRITES: Final = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
NAMES: Final = re.compile(r"\w+")
TELL: Final = "SELECT set_config('pghistory.context_metadata', %s, true); "


def tracked(*fields: str) -> Callable[[type[M]], type[M]]:
    """Decorator: keep every value that these fields of the model have had. Who and what stand in the same row."""

    def decorate(model: type[M]) -> type[M]:
        track: Callable[[type[M]], type[M]] = pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            fields=list(fields),
            model_name=f"{model.__name__}Change",
            append_only=True,
            # In the row itself: the library's table of contexts is written over, and could not be only added to.
            context_field=pghistory.ContextJSONField(),
            context_id_field=None,  # type: ignore[arg-type]  # what the library says of it
            obj_field=pghistory.ObjForeignKey(related_name="+"),
            meta={"default_permissions": ()},
        )
        return track(model)

    return decorate


class HistoryMiddleware:
    """Tells the triggers who asks and by which address. Costs no statement: it rides on those that write."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with connection.execute_wrapper(partial(_tell, partial(_facts, request))):
            return self.get_response(request)


@contextmanager
def through(what: str) -> Iterator[None]:
    """What is written within is said to come through `what`: a command, a job of the worker."""
    with connection.execute_wrapper(partial(_tell, partial(dict, through=what))):
        yield


def _facts(request: HttpRequest) -> dict[str, Any]:
    """No name, no address, nothing of what was asked for: the person's number and the path."""
    user = getattr(request, "user", None)
    return {"user": getattr(user, "pk", None), "url": request.path}


def _tell(facts: Callable[[], dict[str, Any]], execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    if many or not isinstance(sql, str) or not _is_tracked(sql) or isinstance(params, dict):
        return execute(sql, params, many, context)
    result = execute(TELL + sql, (json.dumps(facts()), *(params or ())), many, context)
    # The answer of the first of the two is nothing that the caller asked for.
    context["cursor"].nextset()
    return result


def _is_tracked(sql: str) -> bool:
    """Whether the statement can make a row of history: not an update of columns that no history is kept of."""
    found = WRITES.match(sql)
    columns = _tables().get(found[1]) if found is not None else None
    if columns is None:
        return False
    named = set(NAMES.findall(sql.partition(" WHERE ")[0]))
    return found is not None and (not found[0].lstrip().upper().startswith("UPDATE") or not columns.isdisjoint(named))


@cache
def _tables() -> dict[str, frozenset[str]]:
    """The tables that history is kept of, and of which of their columns."""
    models: list[Any] = [model for model in apps.get_models() if hasattr(model, "pgh_event_models")]
    return {model._meta.db_table: _columns(model.pgh_event_model) for model in models}


def _columns(events: Any) -> frozenset[str]:
    return frozenset(field.column for field in events._meta.fields if not field.name.startswith("pgh_"))


@dataclass(frozen=True)
class Change:
    """One field that got another value. `who` is empty when the portal itself did it; before is empty at the start."""

    at: datetime
    who: str
    through: str
    field: str
    before: str
    after: str


def changes_of(row: Model, most: int = 100) -> list[Change]:
    """What has been changed in the row, the newest first. Two statements, however many changes."""
    model: Any = type(row)
    events: Any = model.pgh_event_model
    fields: list[Any] = [f for f in events._meta.fields if not f.name.startswith("pgh_")]
    rows = list(events.objects.filter(pgh_obj_id=row.pk).order_by("-pgh_id")[: most + 1])
    names = _names({(one.pgh_context or {}).get("user") for one in rows})
    found = [change for new, old in pairwise(rows) for change in _between(old, new, fields, names, model)]
    return found[:most]


def _between(old: Any, new: Any, fields: Iterable[Any], names: dict[Any, str], model: Any) -> Iterator[Change]:
    context = new.pgh_context or {}
    who, way = names.get(context.get("user"), ""), str(context.get("through") or context.get("url") or "")
    for field in fields:
        before, after = getattr(old, field.attname), getattr(new, field.attname)
        if before != after:
            own = model._meta.get_field(field.name)
            yield Change(new.pgh_created_at, who, way, _named(own), _said(own, before), _said(own, after))


def _named(field: Any) -> str:
    """What people call the column: its own name, or the common one of those that several models have."""
    words = {"state": _("status"), "version": _("lydelse"), "owner": _("ansvarig"), "seconded_by": _("godkänd av")}
    return words.get(field.name, "") if field._verbose_name is None else str(field.verbose_name)


def _said(field: "Field[Any, Any]", value: Any) -> str:
    """A value as a person reads it."""
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if field.related_model is not None:
        other: Any = field.related_model
        return str(other._default_manager.filter(pk=value).first() or value)
    choices: dict[Any, Any] = dict(field.flatchoices)
    return str(choices.get(value, value))


def _names(keys: set[Any]) -> dict[Any, str]:
    wanted = keys - {None}
    if not wanted:
        return {}
    return {person.pk: str(person) for person in get_user_model()._default_manager.filter(pk__in=wanted)}
