"""Everything the bench stands on: real services in a temporary place, two databases, two web servers."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from coordination.running import programs, services
from coordination.running.children import Child, start_child, stop_child, wait_until
from coordination.running.roles import VARIABLES, WORKER

PROJECT = Path(__file__).resolve().parent.parent.parent
BARE = "bare"
COUNTER = "pg_stat_statements"
SERVER_SECONDS = 60.0
BARE_SETTINGS, PORTAL_SETTINGS = "tests.bench.bare.settings", "coordination.settings"
WORKER_OPTIONS = ["--concurrency=2", "--loglevel=WARNING", "--without-gossip", "--without-mingle"]


@dataclass
class Stage:
    folder: Path
    environment: dict[str, str]
    portal_url: str
    bare_url: str

    @property
    def as_admin(self) -> dict[str, str]:
        """Filling the tables is the administrator's; what is measured comes as the portal's own roles."""
        return {**self.environment, "DATABASE_URL": self.portal_url}

    def manage(self, *words: str, settings: str = PORTAL_SETTINGS) -> float:
        """Runs a management command to its end; returns how many seconds it took."""
        began = time.monotonic()
        self.python("-m", "django", *words, settings=settings)
        return time.monotonic() - began

    def python(self, *words: str, settings: str) -> str:
        environment = {**os.environ, **self.as_admin, "DJANGO_SETTINGS_MODULE": settings}
        command = [sys.executable, *words]
        done = subprocess.run(command, env=environment, cwd=PROJECT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{' '.join(words)} failed:\n{done.stderr[-4000:]}")
        return done.stdout

    def talk(self, module: str, settings: str, *words: str) -> "subprocess.Popen[str]":
        """A warm process that answers line by line."""
        worker = {"DATABASE_URL": self.environment[VARIABLES[WORKER]]}
        environment = {**os.environ, **self.environment, **worker, "DJANGO_SETTINGS_MODULE": settings}
        command = [sys.executable, "-m", module, *words]
        return subprocess.Popen(
            command, env=environment, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )


@contextmanager
def set_up() -> Iterator[Stage]:
    folder = Path(tempfile.mkdtemp(prefix="samlad-bench-"))
    started = None
    try:
        started = with_counter(folder)
        url = admin(started)
        make_database(url, BARE)
        bare = in_database(url, BARE)
        yield Stage(folder, environment(folder, started.environment, bare), url, bare)
    finally:
        if started is not None:
            started.stop()
        shutil.rmtree(folder, ignore_errors=True)


def with_counter(folder: Path) -> services.Services:
    """As `manage.py up` starts them; PostgreSQL a second time, with its own counter of statements loaded."""
    started = services.start(folder, given={})
    try:
        url = admin(started)
        with psycopg.connect(url, autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_available_extensions WHERE name = %s", [COUNTER]).fetchone()
            if known:
                connection.execute(f"ALTER SYSTEM SET shared_preload_libraries = '{COUNTER}'")
    finally:
        started.stop()
    if not known:
        raise SystemExit(
            f"This PostgreSQL lacks {COUNTER}, so statements cannot be counted: install its contrib package."
        )
    started = services.start(folder, given={})
    with psycopg.connect(admin(started), autocommit=True) as connection:
        connection.execute(f"CREATE EXTENSION IF NOT EXISTS {COUNTER}")
    return started


def admin(started: services.Services) -> str:
    if started.database is None:
        raise SystemExit("The bench brings its own database.")
    return started.database.url


def make_database(url: str, name: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')


def in_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def environment(folder: Path, started: Mapping[str, str], bare: str) -> dict[str, str]:
    (folder / "log").mkdir(exist_ok=True)
    return {
        **started,
        "BARE_DATABASE_URL": bare,
        "DEMO": "1",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "STATIC_ROOT": str(folder / "static"),
        "EMAIL_FILE_PATH": str(folder / "mail"),
        "LOG_LEVEL": "WARNING",
        "PYTHONUNBUFFERED": "1",
    }


@contextmanager
def server(stage: Stage, name: str, application: str, settings: str) -> Iterator[int]:
    """The web server as `manage.py up` starts it, for either of the two. Yields its port."""
    port = free_port()
    *command, _portal = programs.web_command(host="127.0.0.1", port=port)
    log = stage.folder / "log" / f"{name}.log"
    told = {**stage.environment, "DJANGO_SETTINGS_MODULE": settings}
    child = start_child([*command, application], log=log, environment=told)
    try:
        wait_until(partial(listens, port), child=child, what=name, seconds=SERVER_SECONDS, log=log, pause=0.1)
        yield port
    finally:
        stop_child(child, number=signal.SIGTERM, seconds=15)


def start_program(stage: Stage, what: str, options: list[str]) -> Child:
    own = {"DATABASE_URL": stage.environment[VARIABLES[WORKER]], "DJANGO_SETTINGS_MODULE": PORTAL_SETTINGS}
    told = {**stage.environment, **own}
    log = stage.folder / "log" / f"{what}.log"
    return start_child(programs.celery(what, options), log=log, environment=told)


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def listens(port: int) -> bool:
    with socket.socket() as door:
        door.settimeout(1)
        return door.connect_ex(("127.0.0.1", port)) == 0


def gather_static(stage: Stage) -> Child:
    (stage.folder / "static").mkdir(exist_ok=True)
    command = [sys.executable, str(PROJECT / "manage.py"), "collectstatic", "--noinput"]
    told = {**stage.environment, "DJANGO_SETTINGS_MODULE": PORTAL_SETTINGS}
    return start_child(command, log=stage.folder / "log" / "static.log", environment=told)
