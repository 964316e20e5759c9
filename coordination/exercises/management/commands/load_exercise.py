from typing import Any

from django.core.exceptions import ImproperlyConfigured, ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError, CommandParser

from actors.models import County
from coordination.exercises import accounts, storm
from coordination.situations.models import QuestionSet


class Command(BaseCommand):
    help = "Load the demonstration's accounts and exercises, or longer ones by name. Running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", choices=[[], *storm.MORE], help=", ".join(storm.MORE))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            accounts.refuse_outside_demo()
        except ImproperlyConfigured as sentence:
            raise CommandError(str(sentence)) from None
        if not (County.objects.exists() and QuestionSet.objects.exists()):
            raise CommandError("The reference data is missing. Run load_reference and load_questions first.")
        try:
            lines = [line for name in options["names"] for line in storm.load_more(name)] or storm.load_all()
        except ObjectDoesNotExist as missing:
            raise CommandError(f"The exercise names what the reference data does not have: {missing}") from missing
        if options["verbosity"]:
            self.stdout.write("\n".join(lines))
