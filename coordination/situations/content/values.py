"""Single values of an answer: a text, a number, a choice, a time. What is wrong is said at the field."""

import re
from collections.abc import Collection
from typing import Any, Final

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from coordination.numbers import whole
from coordination.situations.content.shape import LARGEST_NUMBER, YES_NO, Errors

CLOCK: Final = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)")


def keys_of(question: dict[str, Any]) -> list[str]:
    """What a choice, or a question of yes and no, may be answered with."""
    return list(YES_NO) if question["kind"] == "yes_no" else [one["key"] for one in question["choices"]]


def choice(value: Any, values: Collection[str], where: str, errors: Errors) -> str:
    if value in ("", None):
        return ""
    if value in values:
        return str(value)
    errors.setdefault(where, []).append(_("Välj ett av svaren."))
    return ""


def short(value: Any, where: str, errors: Errors, longest: int = 300) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if "\x00" in text:
        errors.setdefault(where, []).append(_("Texten har tecken som inte kan sparas."))
        return text.replace("\x00", "")
    if len(text) > longest:
        errors.setdefault(where, []).append(
            _("Texten är %(long)d tecken. Den får vara högst %(longest)d.") % {"long": len(text), "longest": longest}
        )
    return text


def number(value: Any, where: str, errors: Errors) -> int | None:
    if value in ("", None):
        return None
    count = None if isinstance(value, bool) else whole(str(value).replace("\u00a0", "").replace(" ", ""))
    if count is None or count > LARGEST_NUMBER:
        errors.setdefault(where, []).append(_("Skriv antalet med siffror, utan ord."))
        return None
    return count


def moment(value: Any, where: str, errors: Errors) -> str:
    """A clock time ("08.30" becomes "08:30") or a day with or without one; kept as it is read, in ISO form."""
    text = short(value, where, errors, 40)
    if not text:
        return ""
    clock = CLOCK.fullmatch(text)
    if clock is not None:
        return f"{int(clock[1]):02}:{clock[2]}"
    try:
        if parse_datetime(text) is not None or parse_date(text) is not None:
            return text
    except ValueError:
        pass
    errors.setdefault(where, []).append(_("Skriv klockslag som 08:30, eller dag och klockslag som 2026-01-31 08:30."))
    return ""
