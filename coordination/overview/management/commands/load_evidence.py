from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from actors.models import Person
from coordination.overview.evidence import demonstration


class Command(BaseCommand):
    help = "Count and hand over the demonstration's evidence pack, when its exercises are loaded. Twice is as once."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            said = demonstration.load()
        except ImproperlyConfigured as sentence:
            raise CommandError(str(sentence)) from None
        except Person.DoesNotExist:
            raise CommandError("The demonstration's accounts are missing. Run load_exercise first.") from None
        if options["verbosity"]:
            self.stdout.write(said)
