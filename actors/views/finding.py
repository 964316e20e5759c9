"""Whose page it is, and whether this person may have it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from actors.charge import is_colleague, keeps_groups, people_of, roles_to_give
from actors.models import Actor, Person
from actors.services.rules import refuse_stranger


def who(request: HttpRequest) -> Person:
    """The signed-in person herself, not the lazy stand-in that the request carries."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    person: Person = getattr(request.user, "_wrapped", request.user)
    return person


def find_actor(request: HttpRequest, key: str) -> Actor:
    """The actor, for its own people and for who has charge of it; nobody else learns that there is a page."""
    actor = Actor.objects.filter(key=key).select_related("county").first()
    if actor is None or not (is_colleague(who(request), actor) or roles_to_give(who(request), actor)):
        raise Http404
    return actor


def actor_in_charge(request: HttpRequest, key: str) -> Actor:
    """The same, for who has charge of its people; a colleague without charge is refused."""
    actor = find_actor(request, key)
    refuse_stranger(who(request), actor)
    return actor


def find_person(actor: Actor, pk: int) -> Person:
    """One of the actor's people. Anybody else's number is as a number that nobody has."""
    return get_object_or_404(people_of(actor), pk=pk)


def owner_of_groups(request: HttpRequest, key: str) -> Actor:
    actor = find_actor(request, key)
    if not keeps_groups(who(request), actor):
        raise Http404
    return actor
