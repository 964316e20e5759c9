"""The queue. A message is a nudge with an id in it; the row in the database is the truth."""

import os
from typing import Any

from celery import Celery, signals

from coordination import checks, heartbeats
from coordination.running.roles import WORKER
from coordination.walls.check import refuse_wrong_role

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coordination.settings")

app = Celery("samlad")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(heartbeats.WorkerHeartbeat)


@signals.celeryd_init.connect
@signals.beat_init.connect
def refuse_wrong_settings(**_: Any) -> None:
    checks.refuse_wrong_settings()
    refuse_wrong_role(WORKER)
