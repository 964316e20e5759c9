from typing import Any

from django.http import HttpRequest, HttpResponse


def board(request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def feed(request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def show_input(request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def ask_back(request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
    return HttpResponse("")
