"""Loads or brings up to date what the portal must know of Sweden."""

from typing import Any

from django.core.management.base import BaseCommand

from actors import reference


class Command(BaseCommand):
    help = "Load counties, municipalities, regions, agencies and sectors from actors/data. Running it again is safe."

    def handle(self, *args: Any, **options: Any) -> None:
        for change in reference.load_all():
            self.stdout.write(
                f"{change.table}: {change.added} added, {change.changed} corrected, {change.unchanged} as they were"
            )
