"""Makes a county board's two sealed accounts, or a new password for one that was used."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from actors import break_glass
from actors.models import Actor, ActorKind, Person
from actors.roles import Role
from actors.services import give_role
from actors.services.people import PersonOf
from journal.record import record


class Command(BaseCommand):
    help = (
        "Make the two break-glass accounts of a county board. Each password is printed once: seal it in an envelope. "
        "Every sign-in alarms the administrators of the county board and of the national agency."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--county", required=True, help="SCB's two digits: 21")
        parser.add_argument("--renew", type=int, choices=break_glass.NUMBERS, help="a new password for one of the two")

    def handle(self, *args: Any, **options: Any) -> None:
        board = Actor.objects.filter(kind=ActorKind.COUNTY_BOARD, county_id=options["county"]).first()
        if board is None:
            raise CommandError(f"There is no county with the number {options['county']}.")
        with transaction.atomic():
            made = self.renew(board, options["renew"]) if options["renew"] else self.make(board)
        if not made:
            raise CommandError(f"{board.name} has its accounts. Write --renew 1 or --renew 2 for a new password.")
        self.stderr.write("The passwords are shown now and never again. Seal each with its user name.")
        for person, password in made:
            self.stdout.write(f"{person.username} {password}")

    def make(self, board: Actor) -> list[tuple[Person, str]]:
        there = set(Person.objects.filter(is_break_glass=True).values_list("username", flat=True))
        missing = [n for n in break_glass.NUMBERS if break_glass.username_of(board, n) not in there]
        made = [break_glass.make_account(board, number) for number in missing]
        for person, _password in made:
            give_role(person=person, actor=board, role=Role.DUTY_OFFICER, starts=timezone.localdate())
            record(PersonOf(person, board), "person.break_glass_made")
        return made

    def renew(self, board: Actor, number: int) -> list[tuple[Person, str]]:
        username = break_glass.username_of(board, number)
        person = Person.objects.filter(username=username, is_break_glass=True).first()
        if person is None:
            raise CommandError(f"{username} is not there. Leave out --renew to make it.")
        record(PersonOf(person, board), "person.break_glass_renewed")
        return [(person, break_glass.renew_password(person))]
