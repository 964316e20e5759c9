from typing import Any

from django.http import HttpRequest, HttpResponse


def incident_list(request: HttpRequest, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def new_incident(request: HttpRequest, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def participants(request: HttpRequest, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def invite(request: HttpRequest, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def log(request: HttpRequest, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def phase(request: HttpRequest, **keys: Any) -> HttpResponse:
    return HttpResponse("")
