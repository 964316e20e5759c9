"""The readable documentation of the API, drawn from its schema, and the pages that problems lead to."""

from functools import cache
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from coordination.api_examples import example, resolve
from coordination.api_schema import METHODS
from coordination.problems import KINDS

PREFIX: Final = "/api/v1/"
BODIES: Final = ("application/json", "application/pdf")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Every operation with its parameters and an example. Complete without script."""
    return render(request, "api/docs.html", {"groups": groups(), "kinds": KINDS.items()})


@require_safe
def problem(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    return render(request, "api/problem.html", {"kind": kind, "text": KINDS[kind]})


@cache
def schema() -> dict[str, Any]:
    """Kept, so always in English, as the page says it is: whoever reads first must not choose for all."""
    with override("en"):
        made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return made


@cache
def groups() -> list[dict[str, Any]]:
    """The operations by the first word of their path, in the order of the schema."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path, operations in schema()["paths"].items():
        for method in METHODS:
            if method in operations:
                word = path.removeprefix(PREFIX).split("/")[0]
                found.setdefault(word, []).append(_operation(path, method, operations[method]))
    return [{"name": name, "operations": rows} for name, rows in found.items() if name != "schema"]


def _operation(path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation.get("summary") or operation["operationId"].replace("_", " "),
        "description": operation.get("description", ""),
        "public": {} in operation.get("security", []),
        "parameters": [_parameter(one) for one in operation.get("parameters", [])],
        "body": _example(operation.get("requestBody", {})),
        "answers": [_answer(code, one) for code, one in operation["responses"].items() if code != "4XX"],
    }


def _parameter(one: dict[str, Any]) -> dict[str, Any]:
    shape = resolve(one["schema"], schema())
    return {
        "name": one["name"],
        "where": one["in"],
        "required": one.get("required", False),
        "type": shape.get("type", "string"),
        "values": shape.get("enum", []),
        "description": one.get("description", ""),
    }


def _answer(code: str, one: dict[str, Any]) -> dict[str, Any]:
    return {"code": code, "description": one.get("description", ""), "example": _example(one)}


def _example(one: dict[str, Any]) -> str:
    """A body as JSON text; the name of the type for what is not JSON."""
    for kind in BODIES:
        if kind in one.get("content", {}):
            return example(one["content"][kind]["schema"], schema()) if kind == BODIES[0] else kind
    return ""
