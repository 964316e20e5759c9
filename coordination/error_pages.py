"""When the answer is no: what is said, and what was typed is shown, so that nothing is lost."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults

from coordination.problems import broken

SHORTEST = 12
SKIP = {"csrfmiddlewaretoken", "idempotency_key", "revision", "seen", "was", "next", "login"}


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What the person had written. A password is never shown, and what the page itself put in its form is not hers."""
    told = [(name, value) for name, value in request.POST.items() if name not in SKIP and "password" not in name]
    return [(name, value) for name, value in told if isinstance(value, str) and len(value) > SHORTEST]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is not this session's: most often the page stood open while somebody signed in anew.

    The text is shown again only where the browser says that our own page sent it; another site could otherwise put
    words of its own before the reader as hers.
    """
    own = request.headers.get("Sec-Fetch-Site") == "same-origin"
    context = {"typed": typed(request) if own else []}
    return render(request, "403_csrf.html", context, status=HTTPStatus.FORBIDDEN)


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours. A program that calls the API gets it in the form of all its problems."""
    return broken(request) if request.path.startswith("/api/") else defaults.server_error(request)
