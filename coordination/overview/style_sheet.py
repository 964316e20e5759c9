"""The component sheet: every mark, word and control of the look on one page, in demonstration mode."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

GRADES: Final = (1, 2, 3, 4, 5, None)
DISTRIBUTION: Final = (5, 5, 4, 4, 4, 3, 2, 2, None, None)
# Measured on the surface, light and dark; tests/look measures them again.
COLOURS: Final = (
    ("ink", "16,8 / 14,9"),
    ("ink-2", "9,6 / 9,5"),
    ("act", "9,5 / 10,2"),
    ("ovn", "9,8 / 9,7"),
    ("err", "9,2 / 10,2"),
    ("edge", "4,4 / 4,5"),
    ("line", "1,5 / 1,5"),
    ("focus", "9,5 / 10,2"),
)


def style_sheet(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    now = datetime(2025, 12, 28, 8, 42, tzinfo=timezone.get_default_timezone())
    context = {
        "grades": GRADES,
        "sample_distribution": DISTRIBUTION,
        "colours": COLOURS,
        "now": now,
        "earlier": now - timedelta(minutes=42),
        "later": now + timedelta(minutes=18),
    }
    return render(request, "overview/style_sheet.html", context)
