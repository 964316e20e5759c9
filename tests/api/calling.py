"""A caller that reads every answer against the schema: what the API says must be what it says it says."""

import json
import re
from functools import cache
from urllib.parse import urlsplit

from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

ROOT = "/api/v1"
PROBLEM = "application/problem+json"


@cache
def schema():
    return SchemaGenerator().get_schema(request=None, public=True)


def operation(path, method):
    """The schema's operation for an address, with or without its last slash."""
    wanted = urlsplit(path).path.rstrip("/") + "/"
    for template, operations in schema()["paths"].items():
        if re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", template), wanted):
            return operations[method]
    raise AssertionError(f"{path} is not in the schema")


def conforms(answer, path, method):
    answers = operation(path, method)["responses"]
    problem = answer.status_code >= 400
    described = answers.get("4XX") if problem else answers.get(str(answer.status_code))
    assert described, f"{answer.status_code} of {method} {path} is not in the schema"
    kind = answer["Content-Type"].split(";")[0] if answer.has_header("Content-Type") else ""
    assert kind == PROBLEM or not problem, answer.content
    if "content" not in described:
        assert not answer.content
    elif kind.endswith("json"):
        shape = {**described["content"][kind]["schema"], "components": schema()["components"]}
        assert validator_for(shape, default=Draft202012Validator) is Draft202012Validator
        Draft202012Validator(shape).validate(json.loads(answer.content))
    else:
        assert kind in described["content"]


class Caller(APIClient):
    """`call(person).get("/incidents")`"""

    def generic(self, method, path, *args, **kwargs):
        answer = super().generic(method, path, *args, **kwargs)
        conforms(answer, path, method.lower())
        return answer

    def _in_full(self, path):
        return path if path.startswith(ROOT) or "://" in path else ROOT + path

    def get(self, path, data=None, **extra):
        return super().get(self._in_full(path), data, **extra)

    def post(self, path, data=None, **extra):
        return super().post(self._in_full(path), data, **({"format": "json"} | extra))


def call(person=None):
    """As the person's system, with a token; as a stranger without."""
    caller = Caller()
    if person is not None:
        token, _made = Token.objects.get_or_create(user=person)
        caller.credentials(HTTP_AUTHORIZATION=f"Token {token.key}")
    return caller
