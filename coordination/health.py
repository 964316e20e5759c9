"""Two answers for machines: alive, and ready. Neither says anything that a stranger may not know."""

from functools import cache
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import RedisError

from coordination import heartbeats

Part = dict[str, Any]


@transaction.non_atomic_requests
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"alive": True})


@transaction.non_atomic_requests
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    parts = state()
    ready = all(part["ok"] for part in parts.values())
    return JsonResponse({"ok": ready, **parts}, status=200 if ready else 503)


def state() -> dict[str, Part]:
    """Each part for itself. Why one is away stands in the log; here an error text could name a host or a user."""
    return {**database(), **queue()}


def database() -> dict[str, Part]:
    try:
        applied = set(MigrationRecorder(connection).applied_migrations())
    except DatabaseError:
        return {"database": {"ok": False}, "migrations": {"ok": False, "pending": None}}
    pending = len(migrations_on_disk() - applied)
    return {"database": {"ok": True}, "migrations": {"ok": pending == 0, "pending": pending}}


@cache
def migrations_on_disk() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations or {})


def queue() -> dict[str, Part]:
    try:
        ages = heartbeats.ages()
    except RedisError:
        return {"broker": {"ok": False}, **{name: sign(None) for name in (heartbeats.WORKER, heartbeats.BEAT)}}
    return {"broker": {"ok": True}, **{name: sign(age) for name, age in ages.items()}}


def sign(age: float | None) -> Part:
    return {"ok": heartbeats.fresh(age), "age_seconds": None if age is None else round(age, 1)}
