"""A program reads the API's own description and sends what fits it, and what almost does: it gets a sentence.

A small fuzzer on hypothesis: bodies by schema, then mutated. Each call is taken back, so that all meet the same portal.
"""

import json
from functools import cache

import pytest
from django.db import transaction
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.django_db

CALLS = 350
PROBLEM = "application/problem+json"
STRANGE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=40),
    st.sampled_from(
        ["", "\x00", "²", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+23:00", "' OR 1=1 --", "\U0001f4a5"]
    ),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=5), st.none(), max_size=2),
)


@cache
def schema():
    return SchemaGenerator().get_schema(request=None, public=True)


def operations():
    return [
        (path, method, operation)
        for path, methods in sorted(schema()["paths"].items())
        for method, operation in methods.items()
        if method in {"get", "post", "put", "patch", "delete"}
    ]


def resolved(shape):
    while "$ref" in shape:
        shape = schema()["components"]["schemas"][shape["$ref"].rsplit("/", 1)[1]]
    return shape


def fitting(shape, depth=0):
    """Values that the schema allows."""
    shape = resolved(shape)
    if "enum" in shape:
        return st.sampled_from(shape["enum"])
    for word in ("oneOf", "anyOf"):
        if word in shape:
            return st.one_of(*(fitting(one, depth) for one in shape[word]))
    if "allOf" in shape:
        return fitting(shape["allOf"][0], depth)
    kinds = shape.get("type", "object")
    return st.one_of(*(of_kind(kind, shape, depth) for kind in ([kinds] if isinstance(kinds, str) else kinds)))


def of_kind(kind, shape, depth):
    simple = {
        "string": texts(shape),
        "integer": st.integers(shape.get("minimum", -1000), shape.get("maximum", 10**12)),
        "number": st.floats(0, 1e9),
        "boolean": st.booleans(),
        "null": st.none(),
    }
    if kind in simple:
        return simple[kind]
    if depth > 4:
        return st.just({} if kind == "object" else [])
    if kind == "array":
        return st.lists(fitting(shape.get("items", {}), depth + 1), max_size=3)
    return objects(shape, depth)


def texts(shape):
    if shape.get("format") == "date-time":
        return st.datetimes().map(lambda at: at.isoformat() + "Z")
    return st.text(max_size=min(shape.get("maxLength", 60), 60))


def objects(shape, depth):
    fields = shape.get("properties", {})
    required = {name: fitting(one, depth + 1) for name, one in fields.items() if name in shape.get("required", [])}
    optional = {name: fitting(one, depth + 1) for name, one in fields.items() if name not in required}
    if not fields and isinstance(shape.get("additionalProperties"), dict):
        return st.dictionaries(st.text(max_size=8), fitting(shape["additionalProperties"], depth + 1), max_size=2)
    return st.fixed_dictionaries(required, optional=optional)


@st.composite
def mutated(draw, value):
    """A fitting body in which one thing is wrong."""
    body = draw(value)
    if not isinstance(body, dict) or not body:
        return draw(STRANGE)
    name = draw(st.sampled_from(sorted(body)))
    change = draw(st.sampled_from(["other", "gone", "added", "whole"]))
    if change == "gone":
        return {key: part for key, part in body.items() if key != name}
    if change == "added":
        return {**body, draw(st.text(min_size=1, max_size=10)): draw(STRANGE)}
    return draw(STRANGE) if change == "whole" else {**body, name: draw(STRANGE)}


@st.composite
def calls(draw, real):
    path, method, operation = draw(st.sampled_from(operations()))
    at = draw(st.sampled_from(real.get(path, [path])))
    query = draw(queries(operation))
    wanted = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    body = None
    if wanted is not None:
        body = draw(st.one_of(known(fitting(wanted), real), mutated(known(fitting(wanted), real))))
    return method, at, query, body


@st.composite
def known(draw, bodies, real):
    """Half of the time the names in it are names that exist, so that the call gets past the first question."""
    body = draw(bodies)
    if isinstance(body, dict) and draw(st.booleans()):
        return {**body, **{name: value for name, value in real["known"].items() if name in body}}
    return body


@st.composite
def queries(draw, operation):
    names = [one["name"] for one in operation.get("parameters", []) if one["in"] == "query"]
    chosen = draw(st.lists(st.sampled_from(names), max_size=2, unique=True)) if names else []
    return {name: draw(st.one_of(st.text(max_size=20), st.integers().map(str))) for name in chosen}


@pytest.fixture
def real(stage):
    """The schema's addresses filled in with what is there, and what is nowhere."""
    found = {}
    for path, _method, _operation in operations():
        ids = {"number": stage.number, "code": "21", "county": "21", "key": stage.house.ljusdal.key, "file": "1"}
        rows = {"inputs": stage.sent, "requests": stage.asked, "reports": stage.report, "directions": stage.fixed,
                "measures": stage.measure, "positions": stage.fixed.positions.first(),
                "receptions": stage.fixed.receptions.first()}  # fmt: skip
        word = path.removeprefix("/api/v1/").split("/")[0]
        ids["id"] = ids["pk"] = str(rows[word].pk) if word in rows else "1"
        found[path] = [path.format(**ids), path.format(**dict.fromkeys(ids, "99999999"))]
    found["known"] = {
        "incident": stage.number,
        "actor": stage.house.ljusdal.key,
        "owner": stage.house.ljusdal.key,
        "request": stage.asked.pk,
        "direction": stage.fixed.pk,
        "number": stage.asked.number,
    }
    return found


def test_no_call_that_the_schema_suggests_breaks_the_portal(stage, real, client):
    client.force_login(stage.house.maria)
    made = []

    @seed(20261125)
    @settings(max_examples=CALLS, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(calls(real))
    def ask(call):
        method, at, query, body = call
        with transaction.atomic():
            answer = send(client, method, at, query, body)
            transaction.set_rollback(True)
        made.append(answer.status_code)
        assert answer.status_code < 500, call
        if answer.status_code >= 400:
            assert answer["Content-Type"] == PROBLEM, call
            assert json.loads(answer.content)["detail"], call

    ask()
    assert len(made) >= CALLS
    assert {200, 400} <= set(made)


def send(client, method, at, query, body):
    words = {"headers": {"idempotency-key": "fuzz"}, "query_params": query}
    if method == "get":
        return client.get(at, **words)
    return getattr(client, method)(at, json.dumps(body), content_type="application/json", **words)
