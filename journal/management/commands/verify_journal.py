from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from journal import anchors
from journal.verify import verify


class Command(BaseCommand):
    help = "Reads the journal and computes every hash anew. On a fault it names the first bad entry and exits with 1."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anchor", default="", help="a line that left the system: does the journal still hold it?")
        parser.add_argument("--since-anchor", action="store_true", help="only what came after the last anchor")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["anchor"]:
            try:
                anchors.parse(options["anchor"])
            except ValueError as wrong:
                raise CommandError(str(wrong)) from None
        found = verify(anchor_line=options["anchor"], since_anchor=options["since_anchor"])
        counted = f"{found.entries} entries in {found.chains} chains, {found.anchors} anchors"
        if found.fault is not None:
            raise CommandError(f"FAULT: {found.fault}. Sound before it: {counted}.", returncode=1)
        self.stdout.write(f"The journal is sound: {counted}.")
