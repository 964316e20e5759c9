from io import StringIO
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from coordination import checks
from coordination.exercises.accounts import make_accounts
from coordination.incidents.models import Incident
from coordination.running.console import step

REFERENCE = ("load_reference", "load_groups", "load_questions", "load_meeting_forms", "load_processes")


class Command(BaseCommand):
    help = "Makes the database ready to be used: migrations, reference data and, in demonstration mode, the exercise."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            checks.refuse_wrong_settings()
            connection.ensure_connection()
        except (ImproperlyConfigured, OperationalError) as problem:
            raise CommandError(f"{problem}".strip()) from None
        with step("Migrating the database"):
            call_command("migrate", interactive=False, verbosity=0)
        for name in REFERENCE:
            run(name, "Loading " + name.removeprefix("load_"))
        if settings.DEMO:
            play()
        run("align_rights", "Bringing rights up to the roles")


def play() -> None:
    make_accounts()  # an exercise loaded by an earlier version lacks the accounts that have come since
    if not Incident.objects.filter(is_exercise=True).exists():
        run("load_exercise", "Loading the exercise")
    for name in settings.EXERCISES:
        run("load_exercise", f"Loading the exercise {name}", name)
    run("load_evidence", "Counting the county's evidence")
    run("resume_exercises", "Setting the exercise's clock")


def run(name: str, what: str, *words: str) -> None:
    with step(what):
        call_command(name, *words, verbosity=0, stdout=StringIO())
