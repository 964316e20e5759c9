"""Errors of the API as problem details (RFC 9457), with the same sentences as the pages."""

from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from coordination.parsing import TooLarge
from journal.record import note_refused
from journal.refusals import MovedOn, Refused, RuleBroken

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: _("Uppgifterna går inte att läsa"),
    401: _("Logga in"),
    403: _("Din roll ger inte rätt till detta"),
    404: _("Finns inte, eller visas inte för dig"),
    405: _("Går inte att göra så"),
    406: _("Den formen finns inte"),
    409: _("En regel säger nej"),
    413: _("För stort"),
    415: _("Fel innehållstyp"),
    422: _("Uppgifterna går inte att läsa"),
    429: _("För många anrop"),
    500: _("Något gick fel hos oss"),
}
# What the address in a problem's `type` leads to.
KINDS = {
    "invalid": _("Ett eller flera fält går inte att läsa eller bryter mot en regel. errors säger vilka, och varför."),
    "parse-error": _("Innehållet är inte JSON."),
    "not-authenticated": _("Anropet saknar token och inloggning. Skicka Authorization: Token följt av aktörens token."),
    "authentication-failed": _("Token finns inte eller är avslutad. Den som förvaltar portalen kan ge ut en ny."),
    "permission-denied": _("Du får se detta men inte göra så. Det är rollen i aktören som ger rätten."),
    "sign-in-again": _(
        "Ett steg som publicerar kräver att personen nyss har loggat in. Ett system med token berörs inte."
    ),
    "second-factor-missing": _("Sessionen öppnades med bara lösenord. Lägg till ett andra steg i portalen först."),
    "refused": _("Du får se detta men inte göra så. Det är rollen i aktören som ger rätten."),
    "not-found": _("Det finns inte, eller hör till något som din aktör inte är med i. Portalen säger inte vilket."),
    "method-not-allowed": _("Adressen finns, men den metoden gör ingenting där."),
    "not-acceptable": _("Svaret finns inte i den form som Accept ber om."),
    "unsupported-media-type": _("Innehållet ska vara JSON: Content-Type: application/json."),
    "throttled": _("För många anrop på kort tid. Retry-After säger om hur många sekunder det går igen."),
    "too-large": _("Innehållet är större än portalen tar emot."),
    "rule-broken": _("En regel i samverkan säger nej. detail säger vilken, i samma ord som på sidorna."),
    "moved-on": _("Någon annan hann före. Läs om, och se vad som gäller nu."),
    "broken": _("Felet är vårt och är antecknat. Försök igen om en stund; inget halvt är sparat."),
    "idempotency-key-missing": _("Ett svar skickas med Idempotency-Key, så att det aldrig kommer in två gånger."),
    "idempotency-key-reused": _("Nyckeln hör redan till ett annat svar. Varje nytt svar har en ny nyckel."),
}


def as_problem(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Every refusal and error as application/problem+json."""
    if isinstance(exc, RuleBroken):
        kind = "moved-on" if isinstance(exc, MovedOn) else "rule-broken"
        return _problem(409, kind, exc.sentence, context)
    if isinstance(exc, Refused):
        note_refused(exc, getattr(context.get("request"), "user", None))
        return _problem(403, "refused", exc.sentence, context)
    if isinstance(exc, RequestDataTooBig):
        exc = TooLarge()
    if isinstance(exc, ValidationError):
        exc = exceptions.ValidationError(detail=getattr(exc, "message_dict", None) or exc.messages)
    if isinstance(exc, Http404 | PermissionDenied):
        exc = exceptions.NotFound() if isinstance(exc, Http404) else exceptions.PermissionDenied()
    answer = exception_handler(exc, context)
    if answer is None:
        return None
    problem = _problem(answer.status_code, _kind(exc), _sentence(exc), context)
    if isinstance(exc, exceptions.ValidationError):
        problem.data["errors"] = by_field(exc.detail)
    for name, value in answer.headers.items():
        if name.lower() != "content-type":
            problem.headers.setdefault(name, value)
    return problem


def unknown_address(request: HttpRequest) -> JsonResponse:
    """An address that the API does not have."""
    detail = str(KINDS["not-found"])
    return JsonResponse(_body(404, "not-found", detail, request.path), status=404, content_type=MEDIA_TYPE)


def broken(request: HttpRequest) -> JsonResponse:
    """A fault of ours, and nothing of what it was: that stands in the log."""
    return JsonResponse(_body(500, "broken", str(KINDS["broken"]), request.path), status=500, content_type=MEDIA_TYPE)


def by_field(detail: Any, path: str = "") -> dict[str, list[str]]:
    """Errors as {"content.functions.el.reason": [sentence]}, however deep they lie."""
    if isinstance(detail, dict):
        return _join(by_field(value, f"{path}.{name}" if path else str(name)) for name, value in detail.items())
    if isinstance(detail, list) and any(isinstance(one, dict | list) for one in detail):
        return _join(
            by_field(value, f"{path}.{number}" if path else str(number)) for number, value in enumerate(detail)
        )
    sentences = detail if isinstance(detail, list) else [detail]
    return {path or "content": [str(one) for one in sentences]} if sentences else {}


def _join(parts: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in parts:
        for name, sentences in part.items():
            found.setdefault(name, []).extend(sentences)
    return found


def _problem(status: int, kind: str, detail: str, context: dict[str, Any]) -> Response:
    request = context.get("request")
    body = _body(status, kind, detail, request.path if request else "")
    return Response(body, status=status, content_type=MEDIA_TYPE)


def _body(status: int, kind: str, detail: str, path: str) -> dict[str, Any]:
    return {
        "type": f"/api/v1/problems/{kind}",
        "title": str(TITLES.get(status, kind)),
        "status": status,
        "detail": detail,
        "instance": path,
    }


def _kind(exc: Exception) -> str:
    code = getattr(exc, "default_code", "error")
    return str(code).replace("_", "-")


def _sentence(exc: Exception) -> str:
    detail = getattr(exc, "detail", "")
    if isinstance(exc, exceptions.ValidationError):
        return str(_("Se fälten i errors."))
    return str(detail)
