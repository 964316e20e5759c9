"""A portal of its own for the walks: `manage.py up` with a database and a queue of its own on the tests' servers."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from coordination.running.children import Child, die_with_parent, stop_child
from coordination.running.roles import VARIABLES, make
from tests import schema
from tests.services import addresses_in

DATABASE = "portal_walk"
# Valkey has sixteen; the tests' workers take theirs from the beginning.
QUEUE = 15
START_SECONDS, STOP_SECONDS = 300, 60
# What the tests set for themselves would hide what a real start does.
TESTS_OWN = {
    schema.ALLOWED,
    "STATIC_MANIFEST",
    "STATIC_ROOT",
    "LOG_LEVEL",
    "DJANGO_SETTINGS_MODULE",
    "REDIS_URL",
    *VARIABLES.values(),
}
PROJECT = Path(__file__).resolve().parents[2]


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The address of a portal with the storm loaded and its worker and beat running."""
    port, said = free_port(), folder / "said.txt"
    make_database()
    with said.open("wb") as out:
        child = subprocess.Popen(
            [sys.executable, str(PROJECT / "manage.py"), "up"],
            env=environment(folder / "portal", port),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
            preexec_fn=partial(die_with_parent, signal.SIGTERM, os.getpid()),
        )
    try:
        wait_until_up(child, said)
        yield f"http://localhost:{port}"
    finally:
        stop_child(child, number=signal.SIGINT, seconds=STOP_SECONDS)


def environment(folder: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in TESTS_OWN}
    return kept | {
        **addresses_in(DATABASE),
        "REDIS_URL": own_queue(os.environ["REDIS_URL"]),
        "PORTAL_FOLDER": str(folder),
        "PORT": str(port),
        "DEMO": "1",
        "COMPILE_GATHER_SECONDS": "2",
    }


def own_queue(url: str) -> str:
    if url.startswith("unix:"):
        return re.sub(r"db=\d+", f"db={QUEUE}", url)
    return urlsplit(url)._replace(path=f"/{QUEUE}").geturl()


def admin(database: str) -> str:
    """The tests' own door to the server: its administrator's."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()


def make_database() -> None:
    door = admin("postgres")
    with psycopg.connect(door, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        copied = schema.template()
        connection.execute(f"CREATE DATABASE {DATABASE}" + (f" TEMPLATE {copied}" if copied else ""))
    make(admin(DATABASE), json.loads(os.environ["TESTS_ROLES"]))


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        number: int = door.getsockname()[1]
        return number


def wait_until_up(child: Child, said: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while "Samlad stands at" not in said.read_text():
        assert child.poll() is None, said.read_text()
        assert time.monotonic() < end, said.read_text()
        time.sleep(0.2)
