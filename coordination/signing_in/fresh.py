"""Before publishing, inviting, exporting and administering: who did not show who she is within ten minutes does it now.

What she had typed waits in her session, and she presses the button once more herself.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from coordination.signing_in import kept, strength

View = Callable[..., HttpResponseBase]
Ways = Callable[[HttpRequest], list[dict[str, Any]]]
# Who signs in at her organisation shows who she is there: its door adds itself, as {"id", "description", "url"}.
MORE_WAYS: Final[list[Ways]] = []


def is_fresh(request: HttpRequest) -> bool:
    return time.time() - strength.shown_at(request) < settings.FRESH_SECONDS


def fresh(view: View) -> View:
    """Ask when the page is opened, and again when its button is pressed."""
    return _asking(view, ("GET", "HEAD", "POST"))


def fresh_to_send(view: View) -> View:
    """Ask only when something is sent: the page itself is there for everybody who reads."""
    return _asking(view, ("POST",))


def _asking(view: View, methods: tuple[str, ...]) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return question(request, methods) or view(request, *args, **kwargs)

    return answer


def question(request: HttpRequest, methods: tuple[str, ...]) -> HttpResponse | None:
    """Where to go to show who one is, if that is needed before this request."""
    if request.method not in methods or not request.user.is_authenticated or is_fresh(request):
        return None
    return _ask(request)


def _ask(request: HttpRequest) -> HttpResponse:
    back = request.get_full_path()
    if request.method == "POST" and kept.keep(request, int(request.user.pk or 0)):
        back = reverse("carry_on")
    return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}")


class NotFresh(PermissionDenied):
    default_detail = _("Det här steget kräver att du nyss har loggat in. Logga in på nytt i portalen och gör om det.")
    default_code = "sign-in-again"


class FreshPeople(BasePermission):
    """For a call that rests on a session. A system with a token has nobody who could show who she is."""

    def has_permission(self, request: Request, view: Any) -> bool:
        on_session = isinstance(request.successful_authenticator, SessionAuthentication)
        if on_session and not is_fresh(request._request):
            raise NotFresh
        return True
