from typing import Any

from django.http import HttpRequest, HttpResponse


def start(request: HttpRequest, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def incident(request: HttpRequest, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def about(request: HttpRequest, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def style_sheet(request: HttpRequest, **keys: Any) -> HttpResponse:
    return HttpResponse("")
