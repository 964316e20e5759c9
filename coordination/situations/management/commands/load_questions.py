"""Loads incident types, societal functions and question sets."""

from typing import Any

from django.core.management.base import BaseCommand

from coordination.situations import reference


class Command(BaseCommand):
    help = "Load incident types, functions and question sets from the data files. Running it again is safe."

    def handle(self, *args: Any, **options: Any) -> None:
        reference.load()
        self.stdout.write("Incident types, functions and question sets are in place.")
