"""Gives county boards the groups they start with."""

from typing import Any

from django.core.management.base import BaseCommand

from actors import group_seed


class Command(BaseCommand):
    help = "Give every county board without ready-made groups the two usual ones. Running it again is safe."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{group_seed.seed()} groups made.")
