from typing import Any

from django.http import HttpRequest, HttpResponse


def request_list(request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def new_request(request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def show_request(request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def remind(request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def close(request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
    return HttpResponse("")
