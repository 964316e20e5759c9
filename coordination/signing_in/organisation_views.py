"""Pages of the organisations' sign-in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from coordination.signing_in import noted, openid, organisation, saml
from coordination.signing_in.assurance import NotLetIn
from coordination.signing_in.organisation_settings import Service

Page = Callable[..., HttpResponseBase]


def or_refusal(view: Page) -> Page:
    """A sign-in that fails is a calm page with the reason, and an entry in the journal."""

    @never_cache
    @wraps(view)
    def answering(request: HttpRequest, key: str, **rest: Any) -> HttpResponseBase:
        service = organisation.service_of(key)
        try:
            return view(request, service, **rest)
        except NotLetIn as no:
            noted.refused(service, no, request.user if request.user.is_authenticated else None)
            return _refusal(request, service, no)

    return answering


def _refusal(request: HttpRequest, service: Service, no: NotLetIn) -> HttpResponse:
    stays = request.user.is_authenticated
    context = {"service": service, "sentence": no.sentence, "stays": stays}
    return render(request, "socialaccount/refused.html", context, status=503 if no.reason == "away" else 403)


def _going(request: HttpRequest, service: Service, address: str) -> HttpResponse:
    """On to the organisation, by a page: its sign-in may lead on to others, which no `form-action` can list."""
    page = render(request, "socialaccount/going.html", {"service": service, "address": address})
    page["Refresh"] = f"0; url={address}"
    return page


@method_decorator(or_refusal, name="dispatch")
class Login(View):
    """One organisation's own way in: to be linked to from its intranet, or from an invitation."""

    def get(self, request: HttpRequest, service: Service) -> HttpResponse:
        context = {"service": service, "next": request.GET.get("next", ""), "word": request.GET.get("inbjudan", "")}
        return render(request, "socialaccount/login.html", context)

    def post(self, request: HttpRequest, service: Service) -> HttpResponse:
        word = request.POST.get("inbjudan", "")
        address = organisation.begin(request, service, next_url=request.POST.get("next", ""), word=word)
        return _going(request, service, address)


@login_required
def again(request: HttpRequest) -> HttpResponseBase:
    """Confirm who one is, at the organisation that opened the session."""
    service = organisation.service_here(request)
    if service is None:
        raise Http404
    return _again(request, key=service.key)


@or_refusal
def _again(request: HttpRequest, service: Service) -> HttpResponse:
    if request.method != "POST":
        context = {"service": service, "next": request.GET.get("next", "")}
        return render(request, "socialaccount/again.html", context)
    address = organisation.begin(request, service, next_url=request.POST.get("next", ""), again=True)
    return _going(request, service, address)


@require_GET
@or_refusal
def openid_answer(request: HttpRequest, service: Service) -> HttpResponse:
    if service.openid is None:
        raise Http404
    return organisation.complete(request, service, *openid.finish(request, service))


@csrf_exempt  # it comes from the organisation's page; what it holds is signed and answers a question of ours
@require_POST
@or_refusal
def saml_answer(request: HttpRequest, service: Service) -> HttpResponse:
    if service.saml is None:
        raise Http404
    ticket = saml.receive(service, request.POST.get("SAMLResponse", ""))
    return HttpResponseRedirect(f"{reverse('organisation_saml_finish', args=[service.key])}?ticket={ticket}")


@require_GET
@or_refusal
def saml_finish(request: HttpRequest, service: Service) -> HttpResponse:
    if service.saml is None:
        raise Http404
    return organisation.complete(request, service, *saml.finish(request, service))


@require_GET
def metadata(request: HttpRequest, key: str) -> HttpResponse:
    service = organisation.service_of(key)
    if service.saml is None:
        raise Http404
    return HttpResponse(saml.metadata(service), content_type="application/samlmetadata+xml")
