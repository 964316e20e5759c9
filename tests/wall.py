"""What a test asks over HTTP is asked as the portal's runtime role, so that row-level security holds in every test.

The test itself stays the database's administrator: it makes what it needs and looks at what came of it.
"""

from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse

from coordination.running.roles import WEB


class AsRuntimeRole:
    """Stands just outside the wall's own middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info in ("/healthz", "/readyz"):
            return self.get_response(request)
        # Set by the API's test client where a test signs in without a token.
        forced = getattr(request, "_force_auth_user", None)
        become(WEB, str(forced.pk) if forced else "")
        try:
            return self.get_response(request)
        finally:
            if not connection.needs_rollback:
                become("NONE", "")


def become(role: str, person: str) -> None:
    """Where a test holds one long transaction, what a former request named in it is forgotten."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}; SET samlad.person = '{person}'")


def install(middleware: list[str]) -> None:
    wall = "coordination.walls.middleware.SecondWallMiddleware"
    if "tests.wall.AsRuntimeRole" not in middleware:
        middleware.insert(middleware.index(wall), "tests.wall.AsRuntimeRole")
