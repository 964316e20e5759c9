from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from coordination.exercises import clocks


class Command(BaseCommand):
    help = "Take up the exercises' clocks where they stood when the portal went down. For the portal's start only."

    def handle(self, *args: Any, **options: Any) -> None:
        for incident in clocks.resume_all():
            stands = timezone.localtime(incident.clock_scene).strftime("%Y-%m-%d %H:%M")
            if options["verbosity"]:
                self.stdout.write(f"{incident.number} {incident.name}: its clock runs from {stands}.")
