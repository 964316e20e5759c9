"""Signing in with one's organisation: sending there, and what happens on return."""

import time
from typing import Any, Final
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from coordination.signing_in import assurance, linking, openid, saml, strength
from coordination.signing_in.assurance import Answer, NotLetIn
from coordination.signing_in.noted import note
from coordination.signing_in.organisation_settings import Service

KEY: Final = "samlad_organisation"


def services() -> tuple[Service, ...]:
    found: tuple[Service, ...] = settings.ORGANISATION_SIGN_IN.services
    return found


def service_of(key: str) -> Service:
    for service in services():
        if service.key == key:
            return service
    raise Http404


def service_here(request: HttpRequest) -> Service | None:
    """The service that opened this session, if one did and it still is in use."""
    key = request.session.get(KEY) if request.user.is_authenticated else None
    return next((service for service in services() if service.key == key), None)


def again_url(request: HttpRequest, next_url: str = "") -> str:
    """Where the person of an organisation's session confirms who she is; "" if the session is not an organisation's.

    `next_url` is where she goes on to afterwards.
    """
    if service_here(request) is None:
        return ""
    address = reverse("organisation_again")
    return f"{address}?{urlencode({'next': next_url})}" if safe(next_url) else address


def ways(request: HttpRequest) -> list[dict[str, Any]]:
    """The organisation among the ways to confirm who one is, for a session that it opened (see fresh.MORE_WAYS)."""
    url = again_url(request, request.GET.get("next", ""))
    words = _("Logga in på nytt hos din organisation")
    return [{"id": "organisation", "description": words, "url": url}] if url else []


def safe(url: str) -> str:
    """An address of the portal's own, or ""."""
    return url if url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None) else ""


def begin(request: HttpRequest, service: Service, *, next_url: str, again: bool = False, word: str = "") -> str:
    """The address at the organisation to send the person to. Raises NotLetIn if it cannot be reached."""
    kept = {"again": again, "next": safe(next_url), "asked": time.time(), "guest": linking.invited(service, word)}
    if service.openid:
        return openid.begin(request, service, kept)
    return saml.begin(request, service, kept)


def complete(request: HttpRequest, service: Service, answer: Answer, kept: dict[str, Any]) -> HttpResponse:
    """Let the person in, or renew how fresh her sign-in is. Raises NotLetIn."""
    again = kept["again"]
    assurance.check(service, answer, since=kept["asked"] if again else None)
    link = linking.account_of(service, answer, guest=kept["guest"], may_link=not again)
    if again:
        return _renew(request, service, link, answer, kept["next"])
    return _enter(request, service, link, answer, kept["next"])


def _enter(request: HttpRequest, service: Service, link: Any, answer: Answer, next_url: str) -> HttpResponse:
    """A session for the person. The organisation has asked for both her factors, so no step of ours follows."""
    adapter = get_adapter(request)
    if request.user.is_authenticated:
        adapter.logout(request)  # whoever was here leaves, and takes the session with her
    _remember(request, service, link)
    record_authentication(request, link.user, "socialaccount", provider=link.provider, uid=link.uid)
    adapter.login(request, link.user)
    note(service, "signed_in", link.user, level=answer.level)
    done: HttpResponse = adapter.post_login(
        request,
        link.user,
        email_verification=settings.ACCOUNT_EMAIL_VERIFICATION,
        signal_kwargs=None,
        email=None,
        signup=False,
        redirect_url=next_url or None,
    )
    return done


def _renew(request: HttpRequest, service: Service, link: Any, answer: Answer, next_url: str) -> HttpResponse:
    if not request.user.is_authenticated or link.user_id != request.user.pk:
        raise NotLetIn("other_person")
    _remember(request, service, link)
    record_authentication(
        request, link.user, "socialaccount", provider=link.provider, uid=link.uid, reauthenticated=True
    )
    request.session.cycle_key()
    note(service, "confirmed", link.user, level=answer.level)
    return HttpResponseRedirect(next_url or reverse(settings.LOGIN_REDIRECT_URL))


def _remember(request: HttpRequest, service: Service, link: Any) -> None:
    request.session[KEY] = service.key
    strength.note(request, method="organisation", strong=True)
