"""Worker and beat each write their own sign of life; whoever asks reads how old it is.

The broker's own clock is used on both sides, so that machines whose clocks differ agree on an age.
"""

import logging
from contextlib import closing
from typing import Any, cast

from celery import bootsteps
from celery.beat import Scheduler
from redis import Redis, RedisError

from coordination.environment import redis_url

EVERY_SECONDS = 5.0
OLD_AFTER_SECONDS = 30.0
WORKER, BEAT = "worker", "beat"
# A sign this old says nothing more than none at all.
FORGOTTEN_AFTER_SECONDS = 3600

log = logging.getLogger(__name__)


def connect() -> Redis:
    return Redis.from_url(redis_url("REDIS_URL"), socket_timeout=2, socket_connect_timeout=2)


def key(name: str) -> str:
    return f"samlad:alive:{name}"


def now(client: Redis) -> float:
    seconds, microseconds = client.time()
    return seconds + microseconds / 1_000_000


def write(name: str) -> None:
    """A broker that is away for a moment must not take its worker with it."""
    try:
        with closing(connect()) as client:
            client.set(key(name), now(client), ex=FORGOTTEN_AFTER_SECONDS)
    except RedisError as problem:
        log.warning("The heartbeat of %s was not written: %s", name, problem)


def ages() -> dict[str, float | None]:
    """Seconds since each one's last sign of life, None where there is none. Raises RedisError without a broker."""
    with closing(connect()) as client:
        current = now(client)
        found = {name: cast("bytes | None", client.get(key(name))) for name in (WORKER, BEAT)}
    return {name: None if value is None else max(0.0, current - float(value)) for name, value in found.items()}


def fresh(age: float | None) -> bool:
    return age is not None and age <= OLD_AFTER_SECONDS


class WorkerHeartbeat(bootsteps.StartStopStep):
    """Written from the worker's own event loop: a worker that hangs stops writing."""

    requires = ("celery.worker.components:Timer",)

    def __init__(self, worker: Any, **options: Any) -> None:
        super().__init__(worker, **options)
        self.entry: Any = None

    def start(self, worker: Any) -> None:
        write(WORKER)
        self.entry = worker.timer.call_repeatedly(EVERY_SECONDS, write, (WORKER,), priority=10)

    def stop(self, worker: Any) -> None:
        if self.entry is not None:
            self.entry.cancel()


class BeatWithHeartbeat(Scheduler):
    """Keeps its times in memory: every entry is short, and a file of times breaks when beat is killed."""

    def tick(self, *args: Any, **options: Any) -> float:
        write(BEAT)
        return min(float(super().tick(*args, **options)), EVERY_SECONDS)
