"""For somebody who has lost phone, keys and recovery codes: takes her second factors away, and she adds new ones."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from actors.models import Person
from coordination.signing_in import factors
from journal.record import record


class Command(BaseCommand):
    help = (
        "Take away all second factors of a person, end her sessions and write it in the journal. "
        "Be sure who asks: call back on a number you know. At the next sign-in she adds a new one."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--username", required=True)
        parser.add_argument("--reason", required=True, help="what stands in the journal: lost phone, called back 14:05")

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.objects.filter(username=options["username"]).first()
        if person is None:
            raise CommandError(f"There is nobody with the user name {options['username']}.")
        with transaction.atomic():
            count = factors.take_away(person)
            record(person, "person.factors_reset", note=options["reason"], count=count)
            for session in UserSession.objects.filter(user=person):
                session.end()
        self.stdout.write(f"{person.username} has no second factor now ({count} taken away), and is signed out.")
