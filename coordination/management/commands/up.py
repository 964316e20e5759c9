import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from coordination.exercises.accounts import DEMO_ACCOUNTS, PASSWORD
from coordination.running import portal
from coordination.running.place import Place
from coordination.running.refusals import CannotStart


class Command(BaseCommand):
    help = "Starts the whole portal: database, broker, web, worker and beat. Ctrl-C stops it."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))

    def handle(self, *args: Any, **options: Any) -> None:
        place = Place(settings.BASE_DIR, folder(), options["port"])
        try:
            portal.run(place, accounts=DEMO_ACCOUNTS, password=PASSWORD)
        except CannotStart as sentence:
            raise CommandError(str(sentence)) from None


def folder() -> Path:
    return Path(os.environ.get("PORTAL_FOLDER") or settings.BASE_DIR / ".portal").resolve()
