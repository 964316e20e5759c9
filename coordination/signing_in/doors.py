"""Signing in. Nobody makes an account for oneself: an actor's administrator does.

Demonstration accounts have a password that everybody knows: outside demonstration mode no door opens to them, not even
when a database that once was a demonstration still holds them.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context
from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

from actors import access, sight
from actors.models import Person
from actors.prepared import prepared
from coordination.signing_in import address, fresh


def may_enter(person: Any) -> bool:
    return person is not None and person.is_active and (settings.DEMO or not person.is_demo)


@prepared
def _entering(pk: int) -> "QuerySet[Person]":
    return Person.objects.filter(pk=pk).annotate(entered=sight.Entered(), holds=access.holding())


def nowhere(request: HttpRequest, key: str = "") -> HttpResponse:
    raise Http404


class ClosedHouse(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """No sign-up; and the house's own ways of telling where somebody is and when she last showed who she is."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_user_search_fields(self) -> list[str]:
        return ["username", "name"]

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Names are given by the administrator, never made up from other fields."""

    def get_client_ip(self, request: HttpRequest) -> str:
        return address.of(request)

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """A sign-in of less than ten minutes ago is as good as showing once more who one is."""
        return not fresh.is_fresh(context.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        own = list(super().get_reauthentication_methods(user))
        words = {
            "reauthenticate": _("Med lösenord"),
            "mfa_reauthenticate": _("Med kod från appen"),
            "mfa_reauthenticate:webauthn": _("Med passnyckel"),
        }
        for way in own:
            way["description"] = words.get(way["id"], way["description"])
        return own + [way for more in fresh.MORE_WAYS for way in more(context.request)]


class FrontDoor(AuthenticationBackend):  # type: ignore[misc]  # allauth carries no types
    """Password sign-in, and the sessions that it opened."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Any:
        person = super().authenticate(request, **credentials)
        return person if may_enter(person) else None

    def user_can_authenticate(self, user: Any) -> bool:
        """A closed account answers as a wrong password does: only its owner could tell them apart."""
        return may_enter(user)

    @classmethod
    def _stash_user(cls, user: Any) -> Any:
        """allauth would lead the right password of a closed account to a page of its own."""
        return super()._stash_user(None)

    def get_user(self, user_id: Any) -> Any:
        """The person of the session, named to the database in the statement that reads her."""
        person = next(iter(_entering(int(user_id))), None)
        if person is not None:
            access.come_in(person)
        return person if may_enter(person) else None


class SideDoor(TokenAuthentication):
    """An actor's integration, by token."""

    def authenticate_credentials(self, key: str) -> Any:
        person, token = super().authenticate_credentials(key)
        if not may_enter(person):
            raise AuthenticationFailed(_("Kontot finns bara i demonstrationsläge."))
        sight.enter(person)
        access.come_in(person)
        return person, token
