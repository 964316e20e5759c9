"""What of an incident's records a person may read, as conditions on a query: set-based, no list of keys.

Three things decide, in this order: quarantine hides from everybody; the incident lets its participants in (and the
national level, where the owner said so); the audience keeps out who is not in it.
"""

from typing import Any, TypeVar

from django.apps import apps
from django.db.models import CharField, Exists, F, Model, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, Now

from actors import access
from actors.roles import Role
from coordination.incidents.permissions import READ_REPORTS, VIEW
from coordination.incidents.states import Audience

Rows = TypeVar("Rows", bound="QuerySet[Any]")


def out_of_quarantine(rows: Rows, kind: str, key: str = "pk") -> Rows:
    """The rows that nobody has put in quarantine. `key` is the field that holds the record's key."""
    held = _model("Quarantine").objects.filter(kind=kind, object_id=OuterRef(key), lifted_at__isnull=True)
    found: Rows = rows.filter(~Exists(held))
    return found


def ended() -> Q:
    """A narrowing whose end date has passed: the audience is wide again, without anybody doing anything."""
    return Q(audience_until__isnull=False, audience_until__lte=Now())


def narrow() -> Q:
    """What not all participants may read. The index of narrowed rows is for this."""
    return Q(audience__in=(Audience.OWN, Audience.NAMED)) & ~ended()


def wide() -> Q:
    """What all participants may read."""
    return Q(audience__in=(Audience.PARTICIPANTS, Audience.NATIONAL)) | ended()


def in_audience(person: Any, kind: str) -> Q:
    """What the person's own actors wrote, what is wide, and what was shared with one of her actors."""
    mine = access.actor_keys(person, Role.READER)
    return wide() | Q(actor__in=mine) | Q(Exists(shares(kind, mine)))


def shares(kind: str, actors: Any, key: str = "pk") -> "QuerySet[Any]":
    """Shares of the record with one of the actors, as long as they last."""
    lasting = Q(until__isnull=True) | Q(until__gt=Now())
    rows: QuerySet[Any] = _model("Share").objects.filter(lasting, kind=kind, object_id=OuterRef(key), actor__in=actors)
    return rows


def where_read(person: Any) -> Q:
    """The incidents a record may be in: the person's own, and for what is national those whose reports she reads."""
    table = _model("IncidentGroupRight")
    inside = access.guarded_by(person, table, VIEW, key="incident_id")
    reads = access.guarded_by(person, table, VIEW, READ_REPORTS, key="incident_id")
    return Q(inside) | (Q(audience=Audience.NATIONAL) & ~ended() & Q(reads))


def subjects_in_quarantine(incident: Any) -> "QuerySet[Any]":
    """The journal's names of what is in quarantine in an incident, as a subquery."""
    held = _model("Quarantine").objects.filter(incident=incident, lifted_at__isnull=True)
    return _subjects(held, F("kind"), "object_id")


def subjects_of(rows: "QuerySet[Any]", kind: str) -> "QuerySet[Any]":
    """The journal's names of the rows of one kind, as a subquery."""
    return _subjects(rows.order_by(), Value(kind), "pk")


def _subjects(rows: "QuerySet[Any]", kind: Any, key: str) -> "QuerySet[Any]":
    name = Concat(kind, Value(":"), Cast(key, CharField()), output_field=CharField())
    named: QuerySet[Any] = rows.annotate(journal_name=name).values("journal_name")
    return named


def _model(name: str) -> Any:
    model: type[Model] = apps.get_model("incidents", name)
    return model
