"""Asks one part of the portal whether it lives; for the health checks of containers.

python -m coordination.running.probe web|worker|beat
"""

import os
import sys
import urllib.request
from http import HTTPStatus
from http.client import HTTPException
from urllib.parse import urlsplit

from redis import RedisError

from coordination import heartbeats

SECONDS = 5


def web() -> bool:
    """By the portal's own name, since it answers to no other, and as the proxy would ask."""
    site = urlsplit(os.environ.get("SITE_URL") or "http://localhost:8000")
    address = f"http://127.0.0.1:{os.environ.get('PORT') or 8000}/healthz"
    headers = {"Host": site.hostname or "localhost", "X-Forwarded-Proto": site.scheme}
    try:
        asked = urllib.request.Request(address, headers=headers)
        # Always http, always this machine.
        with urllib.request.urlopen(asked, timeout=SECONDS) as reply:  # noqa: S310  # nosec B310
            return bool(reply.status == HTTPStatus.OK)
    except (OSError, HTTPException):
        return False


def beats(name: str) -> bool:
    try:
        return heartbeats.fresh(heartbeats.ages()[name])
    except RedisError:
        return False


def lives(part: str) -> bool:
    return web() if part == "web" else beats(part)


if __name__ == "__main__":
    sys.exit(0 if lives(sys.argv[1]) else 1)
