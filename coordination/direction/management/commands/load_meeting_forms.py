"""Loads what meetings go through and within which times they are called."""

from typing import Any

from django.core.management.base import BaseCommand

from coordination.direction import reference


class Command(BaseCommand):
    help = "Load agendas and call times of meetings from the data file. Running it again is safe."

    def handle(self, *args: Any, **options: Any) -> None:
        reference.load()
        self.stdout.write("Agendas and call times of meetings are in place.")
