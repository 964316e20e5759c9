"""What is noticed at every request of a signed-in person."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from actors import break_glass


class BreakGlassMiddleware:
    """A session of a sealed account alarms once a day, not only when it was opened."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        if getattr(request.user, "is_break_glass", False):
            break_glass.used(request.user)  # type: ignore[arg-type]  # signed in: an anonymous visitor has no flag
