"""Example bodies, made from the schema, so that the documentation cannot say what the API does not."""

import json
from typing import Any, Final

DEEPEST: Final = 6
NAMED: Final = {
    "incident": "2025-041",
    "actor": "kommun-2161",
    "owner": "kommun-2161",
    "lead": "lst-21",
    "asker": "lst-21",
    "county": "21",
    "municipality": "2161",
    "key": "el",
    "counties": "21",
    "municipalities": "2161",
}
FORMATS: Final = {
    "date-time": "2025-12-28T07:52:00Z",
    "date": "2025-12-28",
    "uri": "https://example.se/",
    "email": "tib@example.se",
}
PLAIN: Final = {"integer": 1, "number": 1.5, "boolean": True, "string": "text", "null": None}


def example(shape: dict[str, Any], schema: dict[str, Any]) -> str:
    return json.dumps(_value("", shape, schema, 0), ensure_ascii=False, indent=2)


def resolve(shape: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The shape itself, where it is named by reference or is one of several."""
    for several in ("allOf", "oneOf", "anyOf"):
        if several in shape:
            return resolve(shape[several][0], schema)
    if "$ref" in shape:
        found: dict[str, Any] = schema["components"]["schemas"][shape["$ref"].rsplit("/", 1)[-1]]
        return resolve(found, schema)
    return shape


def _value(name: str, shape: dict[str, Any], schema: dict[str, Any], depth: int) -> Any:
    shape = resolve(shape, schema)
    kind = _kind(shape)
    if depth > DEEPEST:
        return None
    if kind == "object":
        return _object(shape, schema, depth)
    if kind == "array":
        return [_value(name, shape.get("items", {}), schema, depth + 1)]
    return _plain(name, kind, shape)


def _kind(shape: dict[str, Any]) -> str:
    kind = shape.get("type", "object" if "properties" in shape else "string")
    return str(kind if isinstance(kind, str) else kind[0])


def _object(shape: dict[str, Any], schema: dict[str, Any], depth: int) -> dict[str, Any]:
    if "properties" in shape:
        return {key: _value(key, one, schema, depth + 1) for key, one in shape["properties"].items()}
    more = shape.get("additionalProperties")
    return {"el": _value("", more, schema, depth + 1)} if isinstance(more, dict) and more else {}


def _plain(name: str, kind: str, shape: dict[str, Any]) -> Any:
    if "enum" in shape:
        return shape["enum"][0]
    if kind == "string":
        return NAMED.get(name) or FORMATS.get(shape.get("format", ""), "text")
    return max(PLAIN[kind] or 0, shape.get("minimum", 0)) if kind == "integer" else PLAIN.get(kind)
