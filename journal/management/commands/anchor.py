from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from journal import anchors


class Command(BaseCommand):
    help = "Anchors the journal as it stands and prints the line, to be kept on paper or on another machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--last", action="store_true", help="print the last anchor again instead of making one")

    def handle(self, *args: Any, **options: Any) -> None:
        found = anchors.last() if options["last"] else None
        self.stdout.write((found or anchors.make()).line)
