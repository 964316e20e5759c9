"""Loads or brings up to date what is known of the counties' development processes."""

from typing import Any

from django.core.management.base import BaseCommand

from processes import seed


class Command(BaseCommand):
    help = "Load processes, documents, publications and law from processes/data. Running it again is safe."

    def handle(self, *args: Any, **options: Any) -> None:
        for change in seed.load_all():
            self.stdout.write(
                f"{change.table}: {change.added} added, {change.changed} corrected, {change.unchanged} as they were"
            )
