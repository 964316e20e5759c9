import os
import signal
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coordination.management.commands.up import folder

SECONDS = 90


class Command(BaseCommand):
    help = "Stops the portal that `manage.py up` started from this folder."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        lock = folder() / "lock"
        process = int(lock.read_text() or 0) if lock.is_file() else 0
        if not alive(process):
            raise CommandError(f"No portal runs from {folder()}.")
        os.kill(process, signal.SIGTERM)
        end = time.monotonic() + SECONDS
        while alive(process):
            if time.monotonic() > end:
                raise CommandError(f"The portal (process {process}) did not stop within {SECONDS} seconds.")
            time.sleep(0.1)
        self.stdout.write("Stopped.")


def alive(process: int) -> bool:
    """A number in a lock that nobody holds may be anybody's by now: only an `up` is ours to stop."""
    try:
        with open(f"/proc/{process}/cmdline", "rb") as words:  # noqa: PTH123  # not a file to keep
            return b"up" in words.read().split(b"\0")
    except OSError:
        return False
