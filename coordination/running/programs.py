"""The portal's own programs: how each is started and asked to stop."""

import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from coordination.running import roles
from coordination.running.children import Child, start_child, stop_child
from coordination.running.place import Place

# Each web process has this many threads, and each thread a database connection: 2 x 4 on two cores, 64 on sixteen.
THREADS = 4
MOST_PROCESSES = 8
WORKER = roles.VARIABLES[roles.WORKER]


@dataclass(frozen=True)
class Program:
    """`stop_seconds` is what a started request or task may still take."""

    name: str
    command: tuple[str, ...]
    log: Path
    on_parent_death: int
    stop_seconds: float = 20
    # The variable with the address of the role that the program has in the database.
    address: str = "DATABASE_URL"

    def start(self, environment: Mapping[str, str]) -> Child:
        keep_former(self.log)
        told = {**environment, **self.own_address({**os.environ, **environment})}
        return start_child(self.command, log=self.log, environment=told, on_parent_death=self.on_parent_death)

    def own_address(self, known: Mapping[str, str]) -> dict[str, str]:
        """Its role's address under the name that every program reads, and no other role's."""
        others = {name: "" for name in roles.VARIABLES.values() if name != "DATABASE_URL"}
        file = known.get(f"{self.address}_FILE")
        own = {"DATABASE_URL_FILE": file} if file else {"DATABASE_URL": known.get(self.address, "")}
        return {**others, **(own if any(own.values()) else {})}

    def stop(self, child: Child) -> bool:
        return stop_child(child, number=signal.SIGTERM, seconds=self.stop_seconds)


def keep_former(log: Path) -> None:
    """One log for each start and the one before it: why a program died can still be read after it lives again."""
    if log.is_file():
        log.replace(log.with_suffix(".former.log"))


def processes() -> int:
    return min(len(os.sched_getaffinity(0)), MOST_PROCESSES)


def web(place: Place) -> Program:
    return Program("web", web_command(host="127.0.0.1", port=place.port), place.log("web"), signal.SIGTERM)


def web_command(*, host: str, port: int) -> tuple[str, ...]:
    """Slow readers wait in the server's own threads. More than the backlog is turned away, not piled up."""
    options = {
        "interface": "wsgi",
        "host": host,
        "port": str(port),
        "workers": str(processes()),
        "blocking-threads": str(THREADS),
        "backlog": "1024",
        "backpressure": "64",
        "workers-kill-timeout": "10",
        "respawn-interval": "0.5",
        "log-level": "warning",
    }
    words = [f"--{name}={value}" for name, value in options.items()]
    start = (sys.executable, "-m", "granian", *words, "--no-ws", "--respawn-failed-workers")
    return (*start, "coordination.wsgi:application")


def worker(place: Place) -> Program:
    """When the parent is gone so is the broker, and a worker that closes itself may wait for a broker for ever: it is
    ended from outside, Celery sees to its forks, and the sweep takes its rows up again.
    """
    options = [f"--concurrency={processes()}", "--loglevel=INFO", "--without-gossip", "--without-mingle"]
    return Program("worker", celery("worker", options), place.log("worker"), signal.SIGKILL, address=WORKER)


def beat(place: Place) -> Program:
    # No file for its process number: the lock of the folder already sees to there being one.
    return Program(
        "beat", celery("beat", ["--loglevel=WARNING", "--pidfile="]), place.log("beat"), signal.SIGTERM, 5, WORKER
    )


def celery(what: str, options: list[str]) -> tuple[str, ...]:
    return (sys.executable, "-m", "celery", "-A", "coordination", what, *options)


def manage(place: Place, *words: str) -> tuple[str, ...]:
    return (sys.executable, str(place.project / "manage.py"), *words)
