"""The database as all migrations leave it, made once a run: every worker's, and the walks', begins as a copy of it.

Only on the tests' own server, which is thrown away: on a server of one's own an old copy might be met.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import psycopg

from coordination.running.roles import OWNER, VARIABLES

# Set by tests/services.py where it has started a server.
ALLOWED: Final = "TESTS_COPY_SCHEMA"
MADE, MAKING = "samlad_made", "samlad_making"
# Any number that nobody else locks: who comes second waits until the first has made it.
LOCK: Final = 4_711_006
PROJECT: Final = Path(__file__).resolve().parent.parent


def url_of(database: str) -> str:
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()


def template() -> str | None:
    """The name of the database to copy, made by whoever asks first; none where it may not be kept."""
    if os.environ.get(ALLOWED) != "1":
        return None
    with psycopg.connect(url_of("postgres"), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [MADE]).fetchone()
        if there is None:
            connection.execute(f"DROP DATABASE IF EXISTS {MAKING} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {MAKING}")
            migrate(MAKING)
            connection.execute(f"ALTER DATABASE {MAKING} RENAME TO {MADE}")
    return MADE


def migrate(database: str) -> None:
    """As the administrator of the tests' server: with the owner's address, manage.py would migrate there instead."""
    command = [sys.executable, str(PROJECT / "manage.py"), "migrate", "--no-input", "--verbosity", "0"]
    known = {name: value for name, value in os.environ.items() if name != VARIABLES[OWNER]}
    subprocess.run(command, env={**known, "DATABASE_URL": url_of(database)}, check=True)
    with psycopg.connect(url_of(database)) as connection:
        connection.execute("SELECT 1 FROM django_migrations")  # what was migrated is this one
