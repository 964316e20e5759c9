"""Rights on objects, granted in one way: membership -> role group -> right on an object.

The only module that knows django-guardian. Other apps take from here the base class for their direct-foreign-key table
of rights (guardian's generic table stores keys as text, which no index joins), `grant`, `visible` and `rights`.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from guardian.backends import ObjectPermissionBackend
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase
from guardian.utils import get_group_obj_perms_model

from actors.models import Actor, Membership, Person, RoleGroup
from actors.roles import contains, roles_with

GroupRights = GroupObjectPermissionBase
PersonRights = UserObjectPermissionBase


class ObjectRights(ObjectPermissionBackend):
    """Sign-in backend for rights on objects. What was found is kept on the person, who lives one request."""

    def has_perm(self, user_obj: Any, perm: str, obj: Model | None = None) -> bool:
        if obj is None or not getattr(user_obj, "is_authenticated", False) or not user_obj.is_active:
            return False
        return perm.split(".", 1)[-1] in rights(user_obj, obj)


class Held(NamedTuple):
    """A role that the person holds today, and the key of the role's group where it has one."""

    actor_id: int
    role: str
    group_key: int | None


def holding() -> ArraySubquery:
    """For the statement that reads a person at a door: all that she holds today comes with her, as `holds`."""
    rows = Membership.objects.now().filter(person=OuterRef("pk")).annotate(group_key=_group()).order_by("pk")
    return ArraySubquery(rows.values(row=JSONObject(actor_id="actor_id", role="role", group_key="group_key")))


def _group() -> Subquery:
    groups = RoleGroup.objects.filter(actor=OuterRef("actor"), role=OuterRef("role"))
    return Subquery(groups.values("group_id")[:1])


def come_in(person: Any) -> None:
    """The person has come through a door for one request. What she holds is known, and stays so as long as that."""
    read = person.__dict__.pop("holds", None)
    if read is None:
        rows = Membership.objects.now().filter(person_id=person.pk).annotate(group_key=_group())
        read = rows.values("actor_id", "role", "group_key")
    person.__dict__["_holds_today"] = [Held(**row) for row in read]


def stand_in(person: Person, held: list[Held]) -> None:
    """The person stands in for all who hold the same roles, where a query is written (actors.prepared)."""
    person.__dict__["_holds_today"] = held


def at_door(person: Any) -> bool:
    return getattr(person, "_holds_today", None) is not None


def held_today(person: Any) -> list[Held]:
    known: list[Held] = person._holds_today
    return known


def rights(person: Person, obj: Model) -> frozenset[str]:
    """The names of all rights that the person's groups have on the object (one statement, then remembered)."""
    known: dict[tuple[str, Any], frozenset[str]] = person.__dict__.setdefault("_rights_on", {})
    key = (obj._meta.label, obj.pk)
    if not known.get(key):
        table = get_group_obj_perms_model(obj)
        held = table._default_manager.filter(content_object=obj, group__in=groups_of(person))
        known[key] = frozenset(held.values_list("permission__codename", flat=True))
    return known[key]


def visible(queryset: Any, person: Any, table: type[Model], *names: str) -> Any:
    """The rows on which one of the person's groups has one of the rights: one EXISTS, no list of keys.

    Takes and returns a queryset of any model, its own methods kept.
    """
    if not getattr(person, "is_authenticated", False):
        return queryset.none()
    return queryset.filter(guarded_by(person, table, *names))


def guarded_by(person: Any, table: type[Model], *names: str, key: str = "pk") -> Exists:
    """The same as a condition: the object whose key stands in the field `key` is one the person has a right on."""
    held = table._default_manager.filter(
        content_object=OuterRef(key), permission__codename__in=names, group__in=groups_of(person)
    )
    return Exists(held)


def with_rights(queryset: Any, person: Any, table: type[Model], key: str = "pk") -> Any:
    """Every row with the names of the person's rights on it, so that finding and asking are one statement.

    Or on what guards the row, whose key stands in the field `key`.
    """
    held = table._default_manager.filter(content_object=OuterRef(key), group__in=groups_of(person))
    return queryset.annotate(rights_held=ArraySubquery(held.values("permission__codename")))


def remember(person: Any, obj: Any) -> None:
    """Keep on the person what `with_rights` read with the row."""
    known = person.__dict__.setdefault("_rights_on", {})
    known[(obj._meta.label, obj.pk)] = frozenset(obj.rights_held)


def groups_of(person: Person) -> "QuerySet[Any] | list[int]":
    """Keys of the groups whose role the person holds today: known when she is at the door, else as a subquery.

    Read from the memberships, not from the groups' lists: a role that ended at midnight, or a minute ago, gives nothing
    on the next request, whether or not the machine has been round since.
    """
    if at_door(person):
        return [row.group_key for row in held_today(person) if row.group_key is not None]
    held = Membership.objects.now().filter(person_id=person.pk, actor=OuterRef("actor"), role=OuterRef("role"))
    return RoleGroup.objects.filter(Exists(held)).values("group_id")


# Object -> actor -> role -> rights.
Wanted = Mapping[int, Mapping[int, Mapping[str, Iterable[str]]]]


def grant(obj: Model, table: type[Model], actor: Actor, by_role: Mapping[str, Iterable[str]]) -> None:
    """Give the actor's role groups the rights on the object. Twice is as once."""
    grant_all(table, {obj.pk: {actor.pk: by_role}})


def grant_all(table: type[Model], wanted: Wanted) -> None:
    """Give many actors' role groups their rights on many objects, in as many statements as for one of each."""
    rows = [table(content_object_id=o, group_id=g, permission_id=p) for o, g, p in sorted(_needed(table, wanted))]
    table._default_manager.bulk_create(rows, ignore_conflicts=True)


def align(table: type[Model], wanted: Wanted) -> int:
    """Make the rights on objects be what is wanted. Returns how many rows changed.

    Rights of actors that are not named are left alone; an actor named with nothing has nothing left. As many
    statements for a thousand objects as for one, besides groups that have never been asked for.
    """
    needed = _needed(table, wanted)
    held = table._default_manager.filter(content_object__in=wanted).values_list(
        "pk", "content_object_id", "group_id", "permission_id", "group__role_group__actor_id"
    )
    there, extra = set(), []
    for pk, obj, group, permission, actor in held:
        there.add((obj, group, permission))
        if (obj, group, permission) not in needed and actor in wanted[obj]:
            extra.append(pk)
    table._default_manager.filter(pk__in=extra).delete()
    rows = [table(content_object_id=o, group_id=g, permission_id=p) for o, g, p in sorted(needed - there)]
    table._default_manager.bulk_create(rows, ignore_conflicts=True)
    return len(extra) + len(rows)


def _needed(table: type[Model], wanted: Wanted) -> set[tuple[int, int, int]]:
    """The wanted rights as keys of object, group and permission."""
    groups = groups_of_all({(actor, role) for actors in wanted.values() for actor, rs in actors.items() for role in rs})
    meta: Any = table._meta.get_field("content_object").related_model
    kind = ContentType.objects.get_for_model(meta)
    permissions = dict(Permission.objects.filter(content_type=kind).values_list("codename", "pk"))
    return {
        (obj, groups[actor, role], permissions[name])
        for obj, actors in wanted.items()
        for actor, by_role in actors.items()
        for role, names in by_role.items()
        for name in names
    }


def groups_of_all(wanted: set[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """Keys of the groups by actor and role: one statement, four more where some have never been asked for."""
    rows = RoleGroup.objects.filter(actor__in={actor for actor, _role in wanted})
    there = {(row.actor_id, row.role): row.group_id for row in rows}
    missing = wanted - there.keys()
    if missing:
        there |= _make_groups(missing)
    return there


def _make_groups(missing: set[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """Two at once make no doubles."""
    keys = dict(Actor.objects.filter(pk__in={actor for actor, _role in missing}).values_list("pk", "key"))
    names = {f"{keys[actor]}:{role}": (actor, role) for actor, role in sorted(missing)}
    Group.objects.bulk_create([Group(name=name) for name in names], ignore_conflicts=True)
    made = {names[group.name]: group.pk for group in Group.objects.filter(name__in=names)}
    rows = [RoleGroup(actor_id=actor, role=role, group_id=group) for (actor, role), group in made.items()]
    RoleGroup.objects.bulk_create(rows, ignore_conflicts=True)
    return made


def withdraw(obj: Model, table: type[Model], actor: Actor) -> None:
    """Take back every right that the actor's groups have on the object."""
    table._default_manager.filter(content_object=obj, group__role_group__actor=actor).delete()


def group_of(actor: Actor, role: str) -> Group:
    """The group of those who hold the role in the actor; made the first time somebody asks."""
    return Group.objects.get(pk=groups_of_all({(actor.pk, role)})[actor.pk, role])


def acts_for(person: Any, actor: Actor, role: str) -> bool:
    """Whether the person holds the role, or one that contains it, in the actor today."""
    if at_door(person):
        return any(row.actor_id == actor.pk and contains(row.role, role) for row in held_today(person))
    return Membership.objects.now().filter(person=person, actor=actor, role__in=roles_with(role)).exists()


def holds_role(person: Any, role: str) -> bool:
    """Whether the person holds the role in any actor today."""
    if at_door(person):
        return any(contains(row.role, role) for row in held_today(person))
    return Membership.objects.now().filter(person_id=person.pk, role__in=roles_with(role)).exists()


def actor_keys(person: Any, role: str) -> "QuerySet[Any] | list[int]":
    """Keys of the actors for which the person holds the role today: known when she is at the door, else a subquery."""
    if at_door(person):
        return sorted({row.actor_id for row in held_today(person) if contains(row.role, role)})
    return actors_of(person, role).values("pk")


def actors_of(person: Any, role: str) -> "QuerySet[Actor]":
    """The actors for which the person holds the role today."""
    held = Membership.objects.now().filter(person_id=person.pk, role__in=roles_with(role)).values("actor_id")
    return Actor.objects.filter(pk__in=held)
