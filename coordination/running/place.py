"""Where one portal runs: its folder, its address, its secret, and that nobody else runs there."""

import fcntl
import os
import secrets
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from coordination.running.refusals import CannotStart

# A portal that was killed a moment ago still holds its port while it goes down.
PORT_SECONDS = 5.0


@dataclass(frozen=True)
class Place:
    """`project` holds manage.py; `folder` holds everything that a running portal writes."""

    project: Path
    folder: Path
    port: int

    @property
    def address(self) -> str:
        # Passkeys do not work on a bare number, so the portal calls itself by name.
        return f"http://localhost:{self.port}"

    def log(self, name: str) -> Path:
        return self.folder / "log" / f"{name}.log"

    def prepare(self) -> None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self.folder / "log").mkdir(exist_ok=True)
        except OSError as problem:
            raise self.unwritable(problem) from problem

    def claim(self) -> IO[str]:
        """The lock lives as long as its process, so a killed portal never leaves one behind."""
        path = self.folder / "lock"
        try:
            lock = path.open("a+", encoding="ascii")
        except OSError as problem:
            raise self.unwritable(problem) from problem
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise CannotStart(
                f"A portal already runs from {self.folder} (process {path.read_text().strip()}): "
                "stop it with Ctrl-C where it runs, or with `manage.py stop`."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        return lock

    def unwritable(self, problem: OSError) -> CannotStart:
        return CannotStart(
            f"The folder {self.folder} cannot be written ({problem.strerror}): "
            "start as the user it belongs to, or set PORTAL_FOLDER to another place."
        )

    def require_port(self) -> None:
        end = time.monotonic() + PORT_SECONDS
        while not self.port_free():
            if time.monotonic() > end:
                raise CannotStart(
                    f"Port {self.port} is taken by another program: stop that one, "
                    f"or choose another with PORT={self.port + 1} make run."
                )
            time.sleep(0.2)

    def port_free(self) -> bool:
        with socket.socket() as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                door.bind(("127.0.0.1", self.port))
            except OSError:
                return False
        return True

    def secret_file(self) -> Path:
        """Made once, so that a restart signs nobody out."""
        path = self.folder / "secret_key"
        if not path.is_file():
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48))
        return path

    def environment(self, given: dict[str, str]) -> dict[str, str]:
        """What the portal's programs are told. Anything the person at the keyboard has set stands."""
        ours = {
            "DJANGO_SETTINGS_MODULE": "coordination.settings",
            "DEMO": "1",
            "SITE_URL": self.address,
            "STATIC_ROOT": str(self.folder / "static"),
            "EMAIL_FILE_PATH": str(self.folder / "mail"),
            "PYTHONUNBUFFERED": "1",
        }
        if not given.get("SECRET_KEY") and not given.get("SECRET_KEY_FILE"):
            ours["SECRET_KEY_FILE"] = str(self.secret_file())
        return {name: value for name, value in ours.items() if name not in given}
