"""Says where a function of an actor is reached: the telephone on the board, the mailbox that notices go to."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from actors.models import Actor, ContactPoint


class Command(BaseCommand):
    help = "Set the telephone and mail of an actor's function (TiB, ISK, VB). What is not named stays as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--actor", required=True, help="key of the actor: lst-21, kommun-2161")
        parser.add_argument("--function", required=True, help="TiB, ISK, VB, Drift: never a person's name")
        parser.add_argument("--phone", default=None)
        parser.add_argument("--email", default=None, help="a function's mailbox")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = Actor.objects.filter(key=options["actor"]).first()
        if actor is None:
            raise CommandError(f"There is no actor with the key {options['actor']}.")
        point = ContactPoint.objects.filter(actor=actor, function=options["function"]).first()
        point = point or ContactPoint(actor=actor, function=options["function"])
        for name in ("phone", "email"):
            if options[name] is not None:
                setattr(point, name, options[name])
        point.verified = timezone.localdate()
        try:
            point.full_clean()
        except ValidationError as wrong:
            raise CommandError(" ".join(wrong.messages)) from None
        point.save()
        self.stdout.write(f"{actor.key}: {point.function} {point.phone} {point.email}".rstrip())
