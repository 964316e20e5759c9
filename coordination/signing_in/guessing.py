"""Guessing of passwords and codes, counted in the database: losing Redis neither locks anybody out nor lets anybody in.

A wrong password, a wrong code and a wrong recovery code count alike, and a name that nobody has counts as one that
somebody has, so that the answer never tells which names there are. A passkey cannot be guessed and is never locked.
"""

from datetime import timedelta
from typing import Any, Final

from axes.backends import AxesStandaloneBackend
from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from coordination.signing_in import address

# How many wrong answers within the time of settings.AXES_COOLOFF_TIME: for one account from one address, for one
# account from anywhere, and from one address for any account (a county board sits behind one).
AT_ACCOUNT_FROM_ADDRESS: Final = 5
AT_ACCOUNT: Final = 50
FROM_ADDRESS: Final = 60


def account_of(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The name that was tried, as the sign-in reads it: without regard to case or space around."""
    tried = (credentials or {}).get("username") or request.POST.get("login") or ""
    return str(tried).strip().casefold()[:150]


class Counting(AxesDatabaseHandler):  # type: ignore[misc]  # axes carries no types
    """Counts each kind of guessing against its own limit, in shares of settings.AXES_FAILURE_LIMIT."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        account, here = account_of(request, credentials), address.network_of(request)
        is_account, is_here = Q(username=account), Q(ip_address=here)
        recent = AccessAttempt.objects.filter(attempt_time__gt=timezone.now() - cool_off(request))
        counts = recent.filter(is_account | is_here).aggregate(
            both=Sum("failures_since_start", filter=is_account & is_here, default=0),
            account=Sum("failures_since_start", filter=is_account, default=0),
            here=Sum("failures_since_start", filter=is_here, default=0),
        )
        limits = {"both": AT_ACCOUNT_FROM_ADDRESS, "account": AT_ACCOUNT, "here": FROM_ADDRESS}
        return max(int(counts[kind]) * settings.AXES_FAILURE_LIMIT // limit for kind, limit in limits.items())

    def user_logged_in(self, sender: Any, request: HttpRequest, user: Any, **more: Any) -> None:
        """Signing in forgives one's own mistakes here, and nobody else's."""
        mine = AccessAttempt.objects.filter(username=user.get_username().casefold())
        mine.filter(ip_address=address.network_of(request)).delete()

    def user_logged_out(self, sender: Any, request: HttpRequest, user: Any, **more: Any) -> None:
        """The journal tells of it."""


class Gate(AxesStandaloneBackend):  # type: ignore[misc]  # as above
    """First among the doors: whoever is locked out is not even asked for the password."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Any:
        if request is None:
            return None
        return super().authenticate(request, **credentials)


def cool_off(request: HttpRequest) -> timedelta:
    found: timedelta | None = get_cool_off(request)
    return found or timedelta(minutes=15)


def is_locked(request: HttpRequest, person: Any) -> bool:
    """Whether codes of this person may be tried from here. If not, the answer becomes the page that says when."""
    allowed = bool(AxesProxyHandler.is_allowed(request, {"username": person.get_username()}))
    if not allowed:
        request.axes_locked_out = True  # type: ignore[attr-defined]  # read by axes' middleware
    return not allowed


def count_wrong_code(request: HttpRequest, person: Any) -> None:
    user_login_failed.send(sender=__name__, credentials={"username": person.get_username()}, request=request)


def locked_page(request: HttpRequest, *_: Any) -> HttpResponse:
    """The same words whether the account exists or not."""
    wait = cool_off(request)
    context = {"minutes": int(wait.total_seconds() // 60), "again_at": timezone.now() + wait}
    answer = render(request, "account/locked.html", context, status=429)
    answer["Retry-After"] = str(int(wait.total_seconds()))
    answer["Cache-Control"] = "no-store"
    return answer
