"""Shuts the door for somebody who has left. What the person did stays in the journal."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from actors.models import Person


class Command(BaseCommand):
    help = "Let a person, or a system with a token, in no more. Open sessions end at once; --open lets in again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--username", required=True)
        parser.add_argument("--open", action="store_true", help="let the person in again")

    def handle(self, *args: Any, **options: Any) -> None:
        if not Person.objects.filter(username=options["username"]).update(is_active=options["open"]):
            raise CommandError(f"There is nobody with the user name {options['username']}.")
        self.stdout.write(f"{options['username']} is {'open' if options['open'] else 'closed'}.")
