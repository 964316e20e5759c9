from typing import Any

from django.http import HttpRequest, HttpResponse


def report_list(request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def write(request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def autosave(request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def compile_now(request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def take_newer(request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def send_to_review(request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def check(request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def give_back(request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def show_report(request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def report_pdf(request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
    return HttpResponse("")


def report_json(request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
    return HttpResponse("")
