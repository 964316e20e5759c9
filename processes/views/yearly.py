"""The yearly report on the counties' processes: a page that prints."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from processes import yearly
from processes.views.finding import who
from processes.views.review import refuse_other_than_national


@login_required
@require_safe
def report(request: HttpRequest, year: int) -> HttpResponse:
    refuse_other_than_national(request)
    today = timezone.localdate()
    if not yearly.FIRST <= year <= today.year:
        raise Http404
    context = {
        "one": yearly.of(who(request), year, today),
        "before": year - 1 if year > yearly.FIRST else None,
        "after": year + 1 if year < today.year else None,
        "goes_on": year == today.year,
    }
    return render(request, "processes/yearly.html", context)
