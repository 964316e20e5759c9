"""Real PostgreSQL and Valkey for the tests, in a temporary place, before Django reads its settings.

Loaded by `-p tests.services`. One pair of servers serves all of xdist's workers; each worker has a database of its own
from pytest-django and a Valkey database of its own from here. DATABASE_URL and REDIS_URL replace the embedded servers.
"""

import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from coordination.running import roles, services
from tests import schema

FOR_TESTS = {
    "SECRET_KEY": "a key that only tests use, long enough for every check of it: 4f9c1b7e2d",
    "STATIC_MANIFEST": "0",
    "LOG_LEVEL": "WARNING",
}
running: list[tuple[services.Services, Path]] = []


def start(folder: Path) -> services.Services:
    """Starts what the environment does not name, and writes it into the environment."""
    static = folder / "static"
    static.mkdir()
    os.environ.setdefault("STATIC_ROOT", str(static))
    started = services.start(folder, given=os.environ, careless=True)
    os.environ.update(started.environment)
    # The tests make databases and look behind the wall; what they ask over HTTP comes as the portal's own role.
    if started.database is not None:
        os.environ["DATABASE_URL"] = started.database.url
        os.environ["TESTS_ROLES"] = json.dumps(roles.kept_passwords(folder / "postgres.roles"))
        os.environ[schema.ALLOWED] = "1"
    else:
        make_roles(os.environ["DATABASE_URL"])
    return started


def make_roles(admin: str) -> None:
    """On a server of one's own: the administrator makes the portal's roles there, with passwords for this run."""
    passwords = {role: secrets.token_urlsafe(16) for role in roles.VARIABLES}
    roles.make(admin, passwords)
    os.environ["TESTS_ROLES"] = json.dumps(passwords)


def addresses_in(database: str) -> dict[str, str]:
    """What a program of the portal is told, for a database of the tests' server."""
    passwords = json.loads(os.environ["TESTS_ROLES"])
    admin = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()
    return roles.addresses(admin, passwords)


@contextmanager
def in_temporary_folder() -> Iterator[services.Services]:
    """For programs beside the tests, such as the bench."""
    folder = Path(tempfile.mkdtemp(prefix="samlad-data-"))
    started = start(folder)
    try:
        yield started
    finally:
        started.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    for name, value in FOR_TESTS.items():
        os.environ.setdefault(name, value)
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        folder = Path(tempfile.mkdtemp(prefix="samlad-data-"))
        running.append((start(folder), folder))
    else:
        use_own_valkey_database(int(worker.removeprefix("gw")) + 1)
    yield


def use_own_valkey_database(number: int) -> None:
    """Tests that empty a queue must not empty their neighbour's."""
    os.environ["REDIS_URL"] = os.environ["REDIS_URL"].replace("db=0", f"db={number}")


def pytest_unconfigure() -> None:
    while running:
        started, folder = running.pop()
        started.stop()
        shutil.rmtree(folder, ignore_errors=True)
