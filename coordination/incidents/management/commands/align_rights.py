"""Brings the rights of open incidents up to the tables of roles."""

from typing import Any

from django.core.management.base import BaseCommand

from coordination.incidents import rights


class Command(BaseCommand):
    help = "Make the rights of open incidents what the tables of roles say. Running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rights.bring_up_to_date()} rights changed.")
