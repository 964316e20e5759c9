"""What holds for every answer."""

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers

from coordination.error_pages import typed, written_on
from journal.record import note_refused
from journal.refusals import Refused, RuleBroken

Answer = Callable[[HttpRequest], HttpResponse]


# Everything that a browser can be asked for and the portal never asks for; passkeys are asked for by the portal itself.
PERMISSIONS: Final = ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "hid",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "screen-wake-lock",
        "serial",
        "usb",
        "xr-spatial-tracking",
    )
)
# A file is no page: opened by itself, a drawing neither runs nor fetches anything.
NOTHING: Final = ("default-src", "script-src", "object-src", "base-uri", "form-action", "frame-ancestors")
FILE_POLICY: Final = "; ".join(f"{name} 'none'" for name in NOTHING)


class HeadersMiddleware:
    """Outermost: what every answer says, static files and errors among them, unless something within has said it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in (
            ("Permissions-Policy", PERMISSIONS),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("X-Frame-Options", settings.X_FRAME_OPTIONS),
            ("Content-Security-Policy", FILE_POLICY),
        ):
            response.headers.setdefault(name, value)
        return response


class LanguageMiddleware:
    """Swedish until somebody has switched: the switch's cookie decides, never what the browser prefers.

    A system that calls the API has no switch, so for it Accept-Language holds.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = _language(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language",) if _is_system(request) else ("Cookie",))
        return response


class NoStoreMiddleware:
    """Signed-in pages stay out of shared and disk caches, unless a view says otherwise."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response


class RefusalMiddleware:
    """A refusal is a sentence: a broken rule is a 409, a missing right a 403. What was typed is shown."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """No row has a name with NUL in it, and the database does not even let one ask."""
        if any("\x00" in str(value) for value in kwargs.values()):
            raise Http404

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, RuleBroken):
            return _refusal(request, exception.sentence, 409)
        if isinstance(exception, Refused):
            note_refused(exception, request.user)
            return _refusal(request, exception.sentence, 403)
        return None


def _is_system(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/") and "text/html" not in request.headers.get("Accept", "")


def _language(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in dict(settings.LANGUAGES):
        return chosen
    return translation.get_language_from_request(request) if _is_system(request) else settings.LANGUAGE_CODE


def _refusal(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    context = {"sentence": sentence, "typed": typed(request), "back": written_on(request)}
    return render(request, f"{status}.html", context, status=status)
