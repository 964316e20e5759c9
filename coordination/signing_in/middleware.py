"""What holds for every session: it ends in time, it is strong or shut, and what was typed outlives it."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import parse_qs

from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from coordination.error_pages import written_on
from coordination.signing_in import factors, fresh, kept, sessions, strength, witness

Answer = Callable[[HttpRequest], HttpResponse]
# All that a session with a password only may ask for: a second factor, the way out, and how the page looks.
OPEN_TO_THE_WEAK: Final = frozenset(
    {
        "second_factor",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_reauthenticate",
        "account_logout",
        "set_language",
        "set_theme",
    }
)
SIGN_IN_AGAIN: Final = 401
# Not the cookies: those of the county's other services under the same domain would go with them. Our own is deleted.
CLEARED_AT_SIGN_OUT: Final = '"cache", "storage"'


class SessionLimits:
    """Ends a session that has lasted too long or stood idle, and keeps a form that came too late."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        who = _end_if_over(request) if sessions.is_open(request) else 0
        response = self.get_response(request)
        if _was_sent_in_vain(request, response):
            return _sign_in_here(request, who)
        kept.forget_when_sent(request, response.status_code)
        return response


def _end_if_over(request: HttpRequest) -> int:
    """The person whose session just ended, or nought."""
    why = sessions.why_over(request)
    if not why:
        sessions.note_seen(request)
        return 0
    who = int(request.session[SESSION_KEY])
    person = get_user_model().objects.filter(pk=who).first()
    sessions.end(request)
    request.user = AnonymousUser()
    if person is not None:
        witness.session_ended(person, why)
    return who


def _was_sent_in_vain(request: HttpRequest, response: HttpResponse) -> bool:
    """A form that was answered with "sign in, then come back here"."""
    if request.method != "POST" or request.user.is_authenticated or request.path.startswith(kept.OWN_ADDRESSES):
        return False
    led_to, _mark, asked = response.get("Location", "").partition("?")
    return led_to == reverse("account_login") and request.get_full_path() in parse_qs(asked).get("next", [])


def _sign_in_here(request: HttpRequest, who: int) -> HttpResponse:
    """Sign in on the spot. The form waits in the session if we know whose it is; else it is shown for copying."""
    is_kept = bool(who) and kept.keep(request, who)
    person = get_user_model().objects.filter(pk=who).first()
    context = {
        "kept": is_kept,
        "username": person.get_username() if person and is_kept else "",
        "typed": kept.worth_showing(kept.fields_of(request)),
        "back": reverse("carry_on") if is_kept else written_on(request) or request.path,
    }
    answer = render(request, "account/session_ended.html", context, status=SIGN_IN_AGAIN)
    answer["Cache-Control"] = "no-store"
    return answer


class SecondFactor:
    """A session that was opened with a password only leads to the page where a second factor is added: nowhere else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if sessions.is_open(request) and not strength.is_strong(request) and _must_be_strong(request):
            return self._weak(request)
        return self.get_response(request)

    def _weak(self, request: HttpRequest) -> HttpResponse:
        if factors.has_factor(request.user):
            # She has a second factor by now and has not shown it here.
            sessions.end(request)
            request.user = AnonymousUser()
            return redirect("account_login") if _is_for_people(request) else _problem(request)
        if _name_of(request) in OPEN_TO_THE_WEAK:
            return self.get_response(request)
        return redirect("second_factor") if _is_for_people(request) else _problem(request)


def _must_be_strong(request: HttpRequest) -> bool:
    return bool(request.user.is_authenticated) and strength.is_needed(request.user)


def _name_of(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).url_name or ""
    except Resolver404:
        return ""


def _is_for_people(request: HttpRequest) -> bool:
    wants = request.headers.get("Accept", "")
    return not request.path_info.startswith("/api/") and not wants.startswith("application/json")


def _problem(request: HttpRequest) -> JsonResponse:
    told: dict[str, Any] = {
        "type": "/api/v1/problems/second-factor-missing",
        "title": _("Kontot saknar ett andra steg"),
        "status": 403,
        "detail": _("Logga in i portalen och lägg till en app eller en passnyckel först."),
        "instance": request.path,
    }
    return JsonResponse(told, status=403, content_type="application/problem+json")


# Pages of people and actors lie below this package, so that they are asked for here by their names.
ADMINISTERING: Final = frozenset(
    {
        *("person_new", "role_give", "role_end", "person_change", "person_invite", "person_close", "deputy_new"),
        *("contact_new", "contact_edit", "contact_remove", "group_new", "group_edit", "group_remove"),
        "second_approval",
    }
)


class FreshToAdminister:
    """Who changes people, roles and contact points has shown who she is within ten minutes."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        match = request.resolver_match
        if match is None or match.url_name not in ADMINISTERING:
            return None
        return fresh.question(request, ("POST",))


class ClearAtSignOut:
    """Whoever sits down at the same machine afterwards finds nothing of what was read and typed."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_in = sessions.is_open(request)
        response = self.get_response(request)
        if was_in and not sessions.is_open(request):
            response["Clear-Site-Data"] = CLEARED_AT_SIGN_OUT
        return response
