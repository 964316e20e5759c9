"""My sign-in: what I sign in with, where I am signed in, and how I come back to what I was writing."""

from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST, require_safe

from coordination.signing_in import factors, kept, strength, witness
from coordination.signing_in.devices import device_words


@login_required
@require_safe
def my_sign_in(request: HttpRequest) -> HttpResponse:
    """Everything about one's own sign-in, and the ways to change it."""
    own = list(Authenticator.objects.filter(user=request.user).order_by("created_at"))
    codes = next((one for one in own if one.type == Authenticator.Type.RECOVERY_CODES), None)
    context = {
        "app": next((one for one in own if one.type == Authenticator.Type.TOTP), None),
        "passkeys": [one for one in own if one.type == Authenticator.Type.WEBAUTHN],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
        "needed": strength.is_needed(request.user),
        "session_count": len(_sessions(request)),
    }
    return render(request, "mfa/index.html", context)


@login_required
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """The only page for somebody who has no second factor yet."""
    if factors.has_factor(request.user) or not strength.is_needed(request.user):
        return redirect("mfa_index")
    return render(request, "mfa/first.html")


@login_required
def my_sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in. Sending the form ends all others."""
    if request.method == "POST":
        others = [one for one in _sessions(request) if not one.is_current()]
        for one in others:
            one.end()
            witness.session_ended(request.user, "others", by=request.user)
        messages.success(request, _("Alla andra inloggningar är avslutade."))
        return redirect("usersessions_list")
    rows = [
        {"session": one, "device": device_words(one.user_agent), "here": one.is_current()} for one in _sessions(request)
    ]
    rows.sort(key=lambda row: (not row["here"], -row["session"].last_seen_at.timestamp()))
    return render(request, "usersessions/usersession_list.html", {"rows": rows})


@login_required
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sign-ins. Its next request finds nobody signed in."""
    found = get_object_or_404(UserSession, pk=pk, user=request.user)
    if found.is_current():
        return redirect("account_logout")
    found.end()
    witness.session_ended(request.user, "one", by=request.user)
    messages.success(request, _("Inloggningen är avslutad."))
    return redirect("usersessions_list")


def _sessions(request: HttpRequest) -> list[UserSession]:
    return list(UserSession.objects.purge_and_list(request.user))


@never_cache
@login_required
@require_safe
def carry_on(request: HttpRequest) -> HttpResponse:
    """After signing in again: what was typed, and the button that sends it. Another person only sees it."""
    found = kept.of(request)
    if found is None:
        return redirect("start")
    mine = found.who == request.user.pk
    if not mine:
        kept.forget(request)
    context = {"typed": found.typed, "fields": found.fields if mine else [], "path": found.path, "mine": mine}
    return render(request, "account/carry_on.html", context)


@never_cache
@require_GET
def form_key(request: HttpRequest) -> JsonResponse:
    """For a page that stood open while its writer signed in again: a key that holds, and whose it is."""
    if not request.user.is_authenticated:
        return JsonResponse({"sentence": _("Du är utloggad.")}, status=401)
    return JsonResponse({"key": get_token(request), "writer": kept.writer_mark(request.user)})


@sensitive_post_parameters()
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's key did not hold. What was typed is shown; it can be sent again if it came from a page of ours."""
    ours = _from_ours(request) and request.user.is_authenticated and not request.path.startswith(kept.OWN_ADDRESSES)
    fields = kept.fields_of(request)
    context = {
        "typed": kept.worth_showing(fields) if _from_ours(request) else [],
        "fields": fields if ours else [],
        "path": request.get_full_path(),
    }
    return render(request, "403_csrf.html", context, status=403)


def _from_ours(request: HttpRequest) -> bool:
    """By the browser's word. Another site's form must never get a key that holds, not even behind a button."""
    said = request.headers.get("Sec-Fetch-Site")
    if said and said != "same-origin":
        return False
    if said and not {"Origin", "Referer"} & request.headers.keys():
        return True
    origin = urlsplit(request.headers.get("Origin", "") or request.headers.get("Referer", ""))
    return (origin.scheme, origin.netloc) == (request.scheme, request.get_host())
