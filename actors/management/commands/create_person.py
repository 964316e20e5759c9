"""Lets somebody sign in: a person with a password and a dated role in an actor."""

import datetime
import getpass
from pathlib import Path
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from actors.charge import roles_of
from actors.models import Actor, Person
from actors.roles import Role
from actors.services import give_role


class Command(BaseCommand):
    help = "Make a person with a role in an actor. Somebody who is there already is given the role; the rest stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--username", required=True, help="what one signs in with: tib.exempel")
        parser.add_argument("--name", default="", help="what others read; needed for a new person")
        parser.add_argument("--email", default="", help="where a forgotten password is sent")
        parser.add_argument("--actor", required=True, help="key of the actor: lst-21, kommun-2161")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--starts", type=datetime.date.fromisoformat, default=None, help="first day; else today")
        parser.add_argument("--ends", type=datetime.date.fromisoformat, default=None, help="last day: 2026-12-31")
        parser.add_argument("--password-file", type=Path, help="a file with the password; else it is asked for")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = Actor.objects.filter(key=options["actor"]).first()
        if actor is None:
            raise CommandError(f"There is no actor with the key {options['actor']}.")
        if options["role"] not in roles_of(actor):
            raise CommandError(f"There is no {options['role']} in {actor.key}: see docs/permissions.md.")
        starts: datetime.date = options["starts"] or timezone.localdate()
        if options["ends"] and options["ends"] < starts:
            raise CommandError(f"The role would end {options['ends']}, before it starts {starts}.")
        with transaction.atomic():
            person = Person.objects.filter(username=options["username"]).first() or self.make(options)
            role = Role(options["role"])
            give_role(person=person, actor=actor, role=role, starts=starts, ends=options["ends"])
        self.stdout.write(f"{person.username} is {role.value} in {actor.key} from {starts}.")

    def make(self, options: dict[str, Any]) -> Person:
        if not options["name"]:
            raise CommandError(f"{options['username']} is new: write what others shall read, as --name.")
        person = Person(username=options["username"], name=options["name"], email=options["email"])
        password = self.password(options["password_file"])
        try:
            validate_password(password, person)
            person.set_password(password)
            person.full_clean()
        except ValidationError as wrong:
            raise CommandError(" ".join(wrong.messages)) from None
        person.save()
        return person

    def password(self, file: Path | None) -> str:
        """Never as an argument: those are read by everybody on the machine."""
        if file is None:
            first, second = getpass.getpass("Password: "), getpass.getpass("Once more: ")
            if first != second:
                raise CommandError("The two passwords differ.")
            return first
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        return file.read_text(encoding="utf-8").strip()
