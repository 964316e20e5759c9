from typing import Any

from django.http import HttpRequest, HttpResponse


def withdraw(request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def answer(request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def autosave(request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def check(request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def unchanged(request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def oral(request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def receipt(request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
    return HttpResponse("")
