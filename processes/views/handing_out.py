"""A document's bytes: at its stable public address, and for those who may read it before it is public."""

from datetime import datetime
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date, quote_etag
from django.views.decorators.http import require_safe

from processes.models import DocumentVersion

# Whatever the file says of itself, a browser that opens it runs nothing of it and fetches nothing for it.
POLICY: Final = "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# Asked for again after five minutes: a new version stands at the same address.
KEEP: Final = "public, max-age=300"


@require_safe
def document(request: HttpRequest, letter: str, slug: str) -> HttpResponse:
    """The version that is published now; `?version=n` gives one that is, or was."""
    rows = DocumentVersion.objects.public().filter(
        document__slug=slug, document__process__county__letter=letter.upper()
    )
    asked = request.GET.get("version", "")
    if asked:
        rows = rows.filter(number=int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 5 else rows.none()
    else:
        rows = rows.filter(state="published")
    return _handed_out(request, rows, KEEP)


@login_required
@require_safe
def version_file(request: HttpRequest, letter: str, slug: str, version: int) -> HttpResponse:
    """Any version, for those who read the county's process."""
    rows = DocumentVersion.objects.visible_to(request.user).filter(
        document__slug=slug, document__process__county__letter=letter.upper(), number=version
    )
    return _handed_out(request, rows, "private, no-store")


def _handed_out(request: HttpRequest, rows: Any, keep: str) -> HttpResponse:
    """The bytes are read only where the reader does not have them already."""
    found: DocumentVersion | None = rows.without_bytes().first()
    if found is None:
        raise Http404
    changed: datetime = found.judged_at or found.added_at
    answer: HttpResponse | None = get_conditional_response(
        request, etag=quote_etag(found.sha256), last_modified=int(changed.timestamp())
    )
    if answer is None:
        data = DocumentVersion.objects.filter(pk=found.pk).values_list("data", flat=True).get()
        answer = HttpResponse(bytes(data), content_type=found.media_type)
        answer["Content-Disposition"] = content_disposition_header(not found.is_pdf, found.name) or "attachment"
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Content-Security-Policy"] = POLICY
        if found.language:
            answer["Content-Language"] = found.language
    answer["ETag"] = quote_etag(found.sha256)
    answer["Last-Modified"] = http_date(changed.timestamp())
    answer["Cache-Control"] = keep
    return answer
