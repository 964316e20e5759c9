"""What every operation of the API has in common, added to the schema once."""

from typing import Any, Final

from coordination.problems import MEDIA_TYPE

TEXT: Final = {"type": "string"}
PROBLEM: Final = {
    "type": "object",
    "description": "Problem details (RFC 9457). `detail` is a sentence for the person who reads it.",
    "properties": {
        "type": {"type": "string", "description": "address of a page that tells of this kind of problem"},
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "instance": {"type": "string", "description": "what was called"},
        "errors": {
            "type": "object",
            "description": "sentences by field, named by its path: content.functions.el.reason",
            "additionalProperties": {"type": "array", "items": TEXT},
        },
    },
    "required": ["type", "title", "status", "detail", "instance"],
}
METHODS: Final = ("get", "post", "put", "patch", "delete")


def with_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Each operation may answer with a problem."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    answer = {
        "description": "A problem: the request could not be read, is not allowed, or breaks a rule.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for operations in result.get("paths", {}).values():
        for method, operation in operations.items():
            if method in METHODS:
                operation["responses"]["4XX"] = answer
    return result
