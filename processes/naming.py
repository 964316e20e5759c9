"""Names that would tell which county a text is about."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from django.db.models import Q

from actors.models import Actor, County, Municipality

# A shorter name may be a word of the language too (Vara, Mark, Ale): it is a name only when written as one.
SHORT: Final = 5
UNSEEN: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def names_of(county: County, *actors: int | None) -> list[str]:
    """The county's own names, its municipalities' and actors', and those of the actors named by key."""
    told = [county.name, county.short, county.seat]
    told += Municipality.objects.filter(county=county).values_list("name", flat=True)
    near = Q(county=county) | Q(pk__in=[key for key in actors if key])
    for pair in Actor.objects.filter(near).values_list("name", "short"):
        told += pair
    return sorted({name.strip() for name in told if name.strip()})


def found_in(text: str, names: Iterable[str]) -> list[str]:
    """Those of the names that stand in the text: with an ending, in any case, however they are spaced or hyphenated."""
    plain = " ".join(unicodedata.normalize("NFKC", text).translate(UNSEEN).split())
    return [name for name in names if _stands(name, plain)]


def _stands(name: str, text: str) -> bool:
    plain = unicodedata.normalize("NFKC", name)
    if len(plain) < SHORT:
        either = f"{re.escape(plain)}s?|{re.escape(plain.upper())}S?"
        return re.search(rf"(?<!\w)(?:{either})(?!\w)", text) is not None
    return re.search(rf"(?<!\w){re.escape(plain)}", text, re.IGNORECASE) is not None
