"""Database and broker as one thing: started together, stopped together, told to Django through two variables."""

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from coordination.running import postgres, roles, valkey
from coordination.running.children import Child

POSTGRES, VALKEY = "PostgreSQL", "Valkey"
# A socket's path may hold about a hundred signs: too few for many a home folder.
# The folder made there is random and closed (0700).
SOCKETS_IN = "/tmp"  # noqa: S108  # nosec B108


@dataclass
class Services:
    """The embedded services that run. What the environment already names is not started."""

    folder: Path
    sockets: Path
    careless: bool
    database: postgres.Postgres | None = None
    broker: valkey.Valkey | None = None
    environment: dict[str, str] = field(default_factory=dict)

    def children(self) -> dict[str, Child]:
        found = {POSTGRES: self.database, VALKEY: self.broker}
        return {name: server.child for name, server in found.items() if server is not None}

    def revive(self, name: str) -> None:
        """Starts a service that died again, at the same address, so that nobody needs to be told a new one."""
        if name == POSTGRES:
            start_postgres(self, self.folder, careless=self.careless)
        else:
            start_valkey(self, self.folder, careless=self.careless)

    def stop(self) -> None:
        for server in (self.broker, self.database):
            if server is not None:
                server.stop()
        shutil.rmtree(self.sockets, ignore_errors=True)


def start(folder: Path, *, given: Mapping[str, str], careless: bool = False) -> Services:
    """Starts what `given` does not name. Nothing stays behind when one of the two will not start."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    services = Services(folder, sockets_for(folder), careless)
    try:
        if not named(given, "DATABASE_URL"):
            start_postgres(services, folder, careless=careless)
        if not named(given, "REDIS_URL"):
            start_valkey(services, folder, careless=careless)
    except BaseException:
        services.stop()
        raise
    return services


def named(given: Mapping[str, str], name: str) -> bool:
    return bool(given.get(name) or given.get(f"{name}_FILE"))


def start_postgres(services: Services, folder: Path, *, careless: bool) -> None:
    server = postgres.start(folder / "postgres", services.sockets, log=log_in(folder, "postgres"), careless=careless)
    services.database = server
    passwords = roles.kept_passwords(folder / "postgres.roles")
    roles.make(server.url, passwords)
    services.environment.update(roles.addresses(server.url, passwords))


def start_valkey(services: Services, folder: Path, *, careless: bool) -> None:
    server = valkey.start(folder / "valkey", services.sockets, log=log_in(folder, "valkey"), careless=careless)
    services.broker = server
    services.environment["REDIS_URL"] = server.url


def sockets_for(folder: Path) -> Path:
    """A fresh closed folder; the one that a killed run left behind is taken away."""
    remembered = folder / "sockets"
    if remembered.is_symlink():
        shutil.rmtree(remembered.readlink(), ignore_errors=True)
        remembered.unlink()
    made = Path(tempfile.mkdtemp(prefix="samlad-", dir=SOCKETS_IN))
    remembered.symlink_to(made)
    return made


def log_in(folder: Path, name: str) -> Path:
    """One log for each start: the last one says what matters."""
    path = folder / "log" / f"{name}.log"
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    return path
