"""Errors of the API as problem details (RFC 9457), with the same sentences as the pages."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from journal.refusals import MovedOn, Refused, RuleBroken

TITLES = {
    400: _("Uppgifterna går inte att läsa"),
    401: _("Logga in"),
    403: _("Din roll ger inte rätt till detta"),
    404: _("Finns inte, eller visas inte för dig"),
    405: _("Går inte att göra så"),
    409: _("En regel säger nej"),
    415: _("Fel innehållstyp"),
    422: _("Uppgifterna går inte att läsa"),
    429: _("För många anrop"),
}


def as_problem(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Every refusal and error as application/problem+json."""
    if isinstance(exc, RuleBroken):
        kind = "moved-on" if isinstance(exc, MovedOn) else "rule-broken"
        return _problem(409, kind, exc.sentence, context)
    if isinstance(exc, Refused):
        return _problem(403, "refused", exc.sentence, context)
    if isinstance(exc, ValidationError):
        exc = exceptions.ValidationError(detail=getattr(exc, "message_dict", None) or exc.messages)
    if isinstance(exc, Http404 | PermissionDenied):
        exc = exceptions.NotFound() if isinstance(exc, Http404) else exceptions.PermissionDenied()
    answer = exception_handler(exc, context)
    if answer is None:
        return None
    problem = _problem(answer.status_code, _kind(exc), _sentence(answer.data), context)
    if isinstance(exc, exceptions.ValidationError):
        problem.data["errors"] = exc.detail
    for name, value in answer.headers.items():
        problem.headers.setdefault(name, value)
    return problem


def _problem(status: int, kind: str, detail: str, context: dict[str, Any]) -> Response:
    request = context.get("request")
    body = {
        "type": f"/api/v1/problems/{kind}",
        "title": str(TITLES.get(status, kind)),
        "status": status,
        "detail": detail,
        "instance": request.path if request else "",
    }
    return Response(body, status=status, content_type="application/problem+json")


def _kind(exc: Exception) -> str:
    code = getattr(exc, "default_code", "error")
    return str(code).replace("_", "-")


def _sentence(data: Any) -> str:
    if isinstance(data, dict) and "detail" in data:
        return str(data["detail"])
    return str(_("Se fälten i errors."))
