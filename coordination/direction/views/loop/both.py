"""Two who wrote at once: both texts side by side, and a form with one's own to save on top."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from coordination.direction.views.loop.frame import loop_page
from coordination.incidents.models import Incident


def both(
    request: HttpRequest,
    incident: Incident,
    mine: Any,
    standing: dict[str, Any],
    theirs: Any,
    sentence: str,
    again: Callable[[dict[str, Any]], Any],
) -> HttpResponse:
    """`mine` is the form as it was sent, `theirs` the same as the row stands; `again` makes one to save."""
    typed = {**mine.data.dict(), **{name: mine.data.getlist(name) for name in mine.data if _many(mine, name)}}
    typed["version"] = standing["version"]
    joint = again(typed)
    differing = [
        {"label": field.label, "yours": shown(mine[name], mine), "theirs": shown(theirs[name], theirs)}
        for name, field in theirs.fields.items()
        if name != "version" and shown(mine[name], mine) != shown(theirs[name], theirs)
    ]
    context = loop_page(request, incident, form=joint, differing=differing, sentence=sentence)
    return render(request, "direction/loop/both.html", context, status=409)


def _many(form: Any, name: str) -> bool:
    return getattr(form.fields.get(name), "widget", None).__class__.__name__ == "CheckboxSelectMultiple"


def shown(bound: Any, form: Any) -> str:
    """A field's value as a person reads it."""
    value: Any = bound.value()
    choices = {str(key): str(word) for key, word in getattr(bound.field, "choices", ()) or ()}
    if isinstance(value, list):
        return "\n".join(choices.get(str(item), str(item)) for item in value)
    if hasattr(value, "astimezone"):
        return timezone.localtime(value).strftime("%Y-%m-%dT%H:%M")
    said = str(value if value is not None else "").strip()
    return choices.get(said, said) if said else ""
