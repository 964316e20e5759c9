"""Ties a person's account to her organisation's sign-in, or unties it.

manage.py organisation_link --username anna --service lst-21      prints an invitation, good for seven days
manage.py organisation_link --username anna --remove              the next sign-in makes a new link
"""

from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.urls import reverse
from django.utils.http import urlencode

from actors.models import Person
from coordination.signing_in.linking import invitation
from coordination.signing_in.noted import note
from coordination.signing_in.organisation import services
from coordination.signing_in.organisation_settings import Service


class Command(BaseCommand):
    help = "Prints an invitation to sign in with the organisation, or removes the link to it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--username", required=True)
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--service", help="the organisation's key in ORGANISATION_SIGN_IN")
        what.add_argument("--remove", action="store_true")

    def handle(self, *_: Any, username: str, service: str | None, remove: bool, **__: Any) -> None:
        person = Person.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"Nobody has the user name {username}.")
        if remove:
            self.stdout.write(f"{_unlinked(person)} link(s) removed.")
            return
        self.stdout.write(_address(_service(service or ""), person))


def _service(key: str) -> Service:
    found = next((service for service in services() if service.key == key), None)
    if found is None:
        raise CommandError(f"{key} is not in ORGANISATION_SIGN_IN.")
    return found


def _address(service: Service, person: Person) -> str:
    path = reverse("organisation_login", args=[service.key])
    return f"{settings.SITE_URL.rstrip('/')}{path}?{urlencode({'inbjudan': invitation(service, person)})}"


@transaction.atomic
def _unlinked(person: Person) -> int:
    links = SocialAccount.objects.filter(user=person)
    for service in services():
        if links.filter(provider=service.key).exists():
            note(service, "unlinked", None, account=person.pk)
    return int(links.delete()[0])
