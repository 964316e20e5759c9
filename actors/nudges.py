"""Nudging the worker. The row is the truth: a nudge that is lost slows the portal and loses nothing."""

import logging
from typing import Any

from celery import current_app
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def nudge(task: str, *args: Any, countdown: float = 0) -> None:
    """Ask a worker to do `task`. When the broker is away the sweep finds the row instead."""
    try:
        current_app.send_task(task, args=list(args), countdown=countdown, retry=False)
    except (OperationalError, OSError) as away:
        log.warning("Kön svarar inte (%s): %s tas av svepet.", type(away).__name__, task)
