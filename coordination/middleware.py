"""What holds for every answer."""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from journal.record import note_refused
from journal.refusals import Refused, RuleBroken

Answer = Callable[[HttpRequest], HttpResponse]

# What a form carries besides the words of its writer.
NOT_TYPED: Final = {"csrfmiddlewaretoken", "password", "revision", "version", "was", "idempotency_key", "seen", "next"}
# Choices, numbers and times are chosen again; words are not.
SHORTEST: Final = 12


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
    """A refusal is a sentence: a broken rule is a 409, a missing right a 403, a sign-in that ended a 401.

    What was typed is shown.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and _asks_to_sign_in(response) and not request.user.is_authenticated:
            return _signed_out(request)
        return response

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


def _asks_to_sign_in(response: HttpResponse) -> bool:
    """A view's way to the sign-in page and back; who has just signed out is not asked to come back."""
    target = urlsplit(response.headers.get("Location", ""))
    return target.path == reverse(settings.LOGIN_URL) and f"{REDIRECT_FIELD_NAME}=" in target.query


def _refusal(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    context = {"sentence": sentence, "typed": _typed(request), "back": _written_on(request)}
    return render(request, f"{status}.html", context, status=status)


def _written_on(request: HttpRequest) -> str:
    """The page of the portal whose form was sent: what the form was sent to may be no page. Empty where unknown."""
    page = request.headers.get("Referer", "")
    known = request.method == "POST" and url_has_allowed_host_and_scheme(page, {request.get_host()})
    return urlsplit(page).path if known else ""


def _signed_out(request: HttpRequest) -> HttpResponse:
    """After signing in one comes back to the page with the form."""
    back = _written_on(request) or request.path
    sign_in = f"{reverse(settings.LOGIN_URL)}?{urlencode({REDIRECT_FIELD_NAME: back})}"
    return render(request, "401.html", {"sign_in": sign_in, "typed": _typed(request)}, status=401)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What the person had written, so that the refusal can show it: nothing typed is ever lost."""
    written = [(k, v) for k, v in request.POST.items() if k not in NOT_TYPED and isinstance(v, str)]
    return [(k, v) for k, v in written if len(v) > SHORTEST or " " in v.strip()]
