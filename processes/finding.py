"""What of the processes is found by a word: Swedish full text, and parts of words where that knows nothing."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from actors.models import ActorKind, ActorName
from processes.models import CountyProcess, DocumentVersion, LegalText, Lesson, Publication, ReleasedLesson

MOST: Final = 50


@dataclass(frozen=True)
class Hit:
    """One line of what was found. The languages are those of what is not in the page's own."""

    title: str
    url: str
    text: str = ""
    language: str = ""
    text_language: str = ""


def matching(rows: "QuerySet[Any]", wanted: str, *fields: str) -> "QuerySet[Any]":
    """Rows whose text has the words in any of their Swedish forms, or has each of them as a part of a word."""
    vector = SearchVector(*fields, config="swedish")
    query = SearchQuery(wanted, config="swedish", search_type="websearch")
    parts = Q()
    for word in wanted.split():
        one = Q()
        for field in fields:
            one |= Q(**{f"{field}__icontains": word})
        parts &= one
    found: QuerySet[Any] = rows.annotate(told=vector).filter(Q(told=query) | parts)
    return found


def agencies(wanted: str, day: datetime.date) -> list[Hit]:
    """The national agency by any name that it has had, with the one that it has today."""
    found = ActorName.objects.filter(actor__kind=ActorKind.NATIONAL_AGENCY)
    actors = matching(found, wanted, "name", "abbreviation").values("actor")
    hits = []
    names = ActorName.objects.filter(actor__in=actors).order_by("actor", "starts")
    by_actor: dict[int, list[ActorName]] = {}
    for name in names:
        by_actor.setdefault(name.actor_id, []).append(name)
    for held in by_actor.values():
        now = next((one for one in held if (one.starts or day) <= day <= (one.ends or day)), held[-1])
        hits.append(Hit(_called(now), reverse("regional_level") + "#om", _before(held, now), "sv"))
    return hits


def _called(name: ActorName) -> str:
    return f"{name.name} ({name.abbreviation})" if name.abbreviation else name.name


def _before(held: Iterable[ActorName], now: ActorName) -> str:
    told = [
        _("%(name)s till och med %(day)s") % {"name": _called(one), "day": one.ends.isoformat()}
        for one in held
        if one != now and one.ends
    ]
    return _("Tidigare %(names)s.") % {"names": ", ".join(told)} if told else ""


def counties(wanted: str) -> list[Hit]:
    fields = ("county__name", "county__short", "county__civil_area__name")
    rows = matching(CountyProcess.objects.public().select_related("county"), wanted, *fields)
    exact = Q(county__letter=wanted.upper())
    by_letter = CountyProcess.objects.public().select_related("county").filter(exact)
    found = {one.pk: one for one in (*by_letter, *rows.order_by("county__sort_name")[:MOST])}
    return [Hit(one.county.name, one.public_url, str(one.get_status_display())) for one in found.values()]


def documents(wanted: str) -> list[Hit]:
    fields = ("document__title", "document__process__county__name", "name")
    rows = DocumentVersion.objects.published()
    return [
        Hit(
            one.document.title,
            one.document.get_absolute_url(),
            _("%(county)s, publicerad %(day)s")
            % {"county": one.document.process.county.name, "day": one.published_on.isoformat()},
            "sv",
        )
        for one in matching(rows, wanted, *fields).order_by("-published_on")[:MOST]
    ]


def publications(wanted: str) -> list[Hit]:
    found = matching(Publication.objects.public(), wanted, "title", "number", "text_sv", "text_en", "isbn")
    page = reverse("publications")
    return [
        Hit(f"{one.title}, {one.number}" if one.number else one.title, f"{page}#{one.key}", one.text, "sv")
        for one in found[:MOST]
    ]


def law(wanted: str, day: datetime.date) -> list[Hit]:
    """The wordings in force; the one that a page once printed leads to the same place."""
    rows = matching(LegalText.objects.all(), wanted, "quote", "statute", "paragraph", "amended_by", "source")
    found = {one.key: LegalText.objects.wording(one.key, day) or one for one in rows[:MOST]}
    return [
        Hit(
            _("Förordning %(statute)s, %(paragraph)s") % {"statute": one.statute, "paragraph": one.paragraph},
            reverse("regional_level") + "#ansvar",
            one.quote,
            text_language="sv",
        )
        for one in found.values()
    ]


def released_lessons(wanted: str, person: Any) -> list[Hit]:
    """The national library, for who is signed in."""
    rows = matching(ReleasedLesson.objects.visible_to(person), wanted, "title", "text", "tags").order_by("-pk")
    return [
        Hit(_marked(one.title, one.is_exercise), one.get_absolute_url(), one.text, "sv", "sv") for one in rows[:MOST]
    ]


def lessons(wanted: str, person: Any) -> list[Hit]:
    """Those of the counties whose lessons the person reads."""
    seen = Lesson.objects.visible_to(person).select_related("process__county")
    rows = matching(seen, wanted, "observation", "lesson", "source_label").order_by("-pk")
    return [
        Hit(
            _marked(
                _("Lärdom %(number)d, %(county)s") % {"number": one.number, "county": one.process.county.name},
                one.is_exercise,
            ),
            one.get_absolute_url(),
            one.lesson or one.observation,
            text_language="sv",
        )
        for one in rows[:MOST]
    ]


def _marked(title: str, is_exercise: bool) -> str:
    return _("ÖVNING: %(title)s") % {"title": title} if is_exercise else title
