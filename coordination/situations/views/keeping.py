"""Keeping a draft while several write in it: different fields go together by themselves, the same field is told."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from coordination.situations import forms, forms_merge
from coordination.situations.content import Content
from coordination.situations.models import Function, Input
from coordination.situations.services import inputs
from coordination.situations.views.answer_pages import was
from coordination.situations.views.seat import Seat
from journal.refusals import MovedOn

# Each time somebody is turned away another has got in: so many colleagues do not write in one answer.
MOST_TRIES: Final = 100


@dataclass(frozen=True)
class Kept:
    """The saved draft, what the page now stands on, and the fields that a colleague has filled in."""

    saved: Input
    was: str
    fields: dict[str, str]


class BothWrote(MovedOn):
    """The same field has two texts. Nothing is dropped: the page shows both when it is sent."""

    def __init__(self, conflicts: list[dict[str, Any]]) -> None:
        super().__init__(_("En kollega har sparat i samma svar medan du skrev. Inget är borta: båda texterna visas."))
        self.conflicts = conflicts


def keep_typed(request: HttpRequest, place: Seat, draft_of: Callable[[Seat], Input]) -> Kept:
    """Save what was typed, together with what colleagues have saved since the page was drawn."""
    before = was(request)
    for _again in range(MOST_TRIES):
        typed = forms.read(request.POST, place.start, place.asked.question_set)
        together, fields = _together(request, place, typed, before)
        try:
            draft = draft_of(place)
            saved = inputs.save_draft(
                by=place.by, draft=draft, raw=forms.storable(together), revision=place.drawn_revision
            )
        except MovedOn:
            place.again()
            continue
        return Kept(saved, json.dumps(saved.content, ensure_ascii=False), fields)
    raise MovedOn(_("Många skriver i svaret just nu. Det du har skrivit står kvar på sidan. Försök igen."))


def _is_stale(request: HttpRequest, place: Seat) -> bool:
    return request.POST.get("version", "") not in ("", place.token)


def _together(
    request: HttpRequest, place: Seat, typed: Content, before: Content | None
) -> tuple[Content, dict[str, str]]:
    if not _is_stale(request, place):
        return typed, {}
    asked = place.asked.question_set
    together, apart = forms_merge.merge(typed, place.start, before, asked)
    fields = None if apart else forms_merge.heard(together, typed, asked)
    if fields is None:
        names = {f.key: str(f) for f in Function.objects.filter(key__in=asked.functions)}
        told = forms_merge.differences(typed, place.start, apart, asked, names)
        raise BothWrote([asdict(one) for one in told])
    return together, fields
