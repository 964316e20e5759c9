"""What holds for every answer."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers

from journal.record import note_refused
from journal.refusals import Refused, RuleBroken

Answer = Callable[[HttpRequest], HttpResponse]


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

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, RuleBroken):
            return render(request, "409.html", {"sentence": exception.sentence, "typed": _typed(request)}, status=409)
        if isinstance(exception, Refused):
            note_refused(exception, request.user)
            return render(request, "403.html", {"sentence": exception.sentence, "typed": _typed(request)}, status=403)
        return None


def _is_system(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/") and "text/html" not in request.headers.get("Accept", "")


def _language(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in dict(settings.LANGUAGES):
        return chosen
    return translation.get_language_from_request(request) if _is_system(request) else settings.LANGUAGE_CODE


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What the person had written, so that the refusal can show it: nothing typed is ever lost."""
    skip = {"csrfmiddlewaretoken", "password", "revision"}
    return [(k, v) for k, v in request.POST.items() if k not in skip and isinstance(v, str) and len(v) > 12]
