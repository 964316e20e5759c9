"""What people write, by the name the journal gives it: kind and key.

The slices above tell here which kinds they have, so that sharing and quarantine are one thing for all of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from actors.sight import as_machine
from coordination.incidents.models import Incident
from journal.refusals import RuleBroken


def _nothing(record: Any) -> Iterable[Any]:
    return ()


def _takes(record: Any) -> str | None:
    return None


def _ignore(record: Any) -> None:
    return None


@dataclass(frozen=True)
class Kind:
    """One kind of record. `slug` names it in addresses; `within` leads from the row to its incident.

    `refuses` says in a sentence why a record cannot go into quarantine, such as a draft that its writers change.
    `parts` gives other records that hold the same words and go into quarantine with it. `hidden` and `shown` are what
    else follows when it goes in and comes out; `changed` what follows when others may read it than before.
    """

    name: str
    slug: str
    model: type[Model]
    within: str = "incident"
    owned: bool = False
    refuses: Callable[[Any], str | None] = _takes
    parts: Callable[[Any], Iterable[Any]] = _nothing
    hidden: Callable[[Any], None] = _ignore
    shown: Callable[[Any], None] = _ignore
    changed: Callable[[Any], None] = _ignore

    def visible_to(self, person: Any, incident: Incident) -> "QuerySet[Any]":
        model: Any = self.model
        rows: QuerySet[Any] = model.objects.visible_to(person).filter(**{self.within: incident})
        return rows


KINDS: dict[str, Kind] = {}
# Of records that go into quarantine, the frozen ones that hold words of theirs: told by the slices that freeze.
HOLDERS: list[Callable[[Incident, list[str]], Iterable[Any]]] = []


def register(kind: Kind) -> None:
    KINDS[kind.name] = kind


def register_holder(holder: Callable[[Incident, list[str]], Iterable[Any]]) -> None:
    HOLDERS.append(holder)


def parts_of(record: Any) -> list[Any]:
    """What holds the same words as the record: by its kind's own rule, and what was frozen with any of them in it."""
    found = {part.journal_subject(): part for part in kind_of(record).parts(record)}
    subjects = [record.journal_subject(), *found]
    for holder in HOLDERS:
        found |= {row.journal_subject(): row for row in holder(record.incident, subjects)}
    return list(found.values())


def kind_of(record: Model) -> Kind:
    return KINDS[type(record).__name__.lower()]


def kind_by_slug(slug: str) -> Kind:
    found = next((kind for kind in KINDS.values() if kind.slug == slug), None)
    if found is None:
        raise Http404
    return found


def kind_named(name: str) -> Kind:
    kind = KINDS.get(name)
    if kind is None:
        raise RuleBroken(_("Det slaget av uppgift finns inte."))
    return kind


def find(incident: Incident, kind: str, pk: int) -> Any:
    """The record itself, whoever may read it: for the machine and for the owner's decision about it."""
    held = KINDS[kind]
    with as_machine():
        row: Any = held.model._base_manager.get(**{held.within: incident, "pk": pk})
    return with_incident(row, incident)


def with_incident(row: Any, incident: Incident) -> Any:
    """The row with the incident that is already in hand."""
    if "incident" in {field.name for field in row._meta.fields}:
        row.incident = incident
    else:
        row.direction.incident = incident
    return row


def changed(record: Model) -> None:
    kind_of(record).changed(record)
