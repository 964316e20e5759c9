"""Imports actors that the reference data has no source for: rescue services, police regions and others."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from actors.importing import COLUMNS, TableError, import_actors
from actors.models import ActorKind


class Command(BaseCommand):
    help = f"Import actors from a CSV file with the columns {', '.join(COLUMNS)}. All rows or none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--kind", choices=ActorKind.values, default="", help="for rows without a kind of their own")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        if not file.is_file():
            raise CommandError(_("Filen %(file)s finns inte.") % {"file": file})
        try:
            change = import_actors(file.read_bytes(), options["kind"])
        except TableError as error:
            words = _("Ingenting importerades. %(count)s fel:") % {"count": len(error.faults)}
            raise CommandError(f"{words}\n{error}") from None
        self.stdout.write(
            _("%(added)s tillagda, %(changed)s rättade, %(unchanged)s som förut.")
            % {"added": change.added, "changed": change.changed, "unchanged": change.unchanged}
        )
