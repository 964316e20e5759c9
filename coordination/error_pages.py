"""When the answer is no: what is said, and what was typed is shown, so that nothing is lost."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import defaults

from coordination.problems import broken

# Choices, numbers and times are chosen again; words are not.
SHORTEST = 12
# What a form carries besides the words of its writer.
SKIP = {"csrfmiddlewaretoken", "idempotency_key", "revision", "version", "seen", "was", "next", "login"}


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What the person had written. A password is never shown, and what the page itself put in its form is not hers."""
    told = [(name, value) for name, value in request.POST.items() if name not in SKIP and "password" not in name]
    written = [(name, value) for name, value in told if isinstance(value, str)]
    return [(name, value) for name, value in written if len(value) > SHORTEST or " " in value.strip()]


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours. A program that calls the API gets it in the form of all its problems."""
    return broken(request) if request.path.startswith("/api/") else defaults.server_error(request)


def written_on(request: HttpRequest) -> str:
    """The page of the portal whose form was sent: what the form was sent to may be no page. Empty where unknown."""
    page = request.headers.get("Referer", "")
    known = request.method == "POST" and url_has_allowed_host_and_scheme(page, {request.get_host()})
    return urlsplit(page).path if known else ""
