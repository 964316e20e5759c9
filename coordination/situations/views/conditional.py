"""Answers that are not sent twice: a published report changes seldom and is read by many."""

import hashlib
import json
from functools import cache
from typing import Any, TypeVar

from csp.constants import SELF
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.templatetags.static import static
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

R = TypeVar("R", bound=HttpResponseBase)

KEEP = "private, no-cache"
FRAME = ("base.html", "incident_base.html", "parts/*.html", "situations/report_*.html")
LOOK = ("tokens.css", "frame.css", "forms.css", "pages.css", "print.css", "marks.svg")


@cache
def frame_version() -> str:
    """What this release draws around a stored page: a new release makes new pages."""
    templates = settings.BASE_DIR / "templates"
    files = [path for pattern in FRAME for path in sorted(templates.glob(pattern))]
    files += sorted(settings.BASE_DIR.glob("locale/*/LC_MESSAGES/django.mo"))
    digest = hashlib.sha256("".join(static(f"look/{name}") for name in LOOK).encode())
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def etag_of(*facts: Any) -> str:
    """One tag of everything that a page depends on."""
    return quote_etag(hashlib.sha256(json.dumps(facts, default=str).encode()).hexdigest()[:40])


def unchanged(request: HttpRequest, etag: str) -> HttpResponseBase | None:
    """The 304, if the reader has this already."""
    answer = get_conditional_response(request, etag=etag)
    return keep(answer, etag) if answer is not None else None


def keep(answer: R, etag: str) -> R:
    """The reader's own browser may keep it, and asks each time: not `no-store`, or everybody's telephone would fetch
    the whole report anew in the hour when the network is worst. `private` keeps it out of every shared cache.

    A 304 gives a kept page new headers, and a nonce in them would no longer be the one in its markup. So the policy
    names our own files here; the stored part of the page is our own template's and holds no script.
    """
    answer["ETag"] = etag
    answer["Cache-Control"] = KEEP
    answer._csp_replace = {"script-src": [SELF]}  # type: ignore[attr-defined]  # where django-csp looks
    return answer


def file(request: HttpRequest, data: bytes, etag: str, *, kind: str, name: str) -> HttpResponseBase:
    tag = quote_etag(etag)
    known = unchanged(request, tag)
    if known is not None:
        return known
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return keep(answer, tag)
