"""One search over what is everybody's: pages, counties, documents, publications, law, words; and the site map."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as of_sites
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coordination.overview import glossary
from processes import finding
from processes.finding import Hit
from processes.models import CountyProcess, DocumentVersion

LONGEST: Final = 80
# The route, what the page is called, and what else one may look for it by.
PAGES: Final = ("regional_level", "method_concept", "publications", "glossary", "about", "search")


@dataclass(frozen=True)
class Group:
    name: str
    hits: list[Hit]


def pages() -> list[Hit]:
    """The site map for people: every page that is everybody's, with what stands on it."""
    told = {
        "regional_level": (
            _("Regional nivå"),
            _("Länsstyrelsens samordningsansvar, länens processer och strategier, utvecklingsprocessen, kontakt"),
        ),
        "method_concept": (_("Metodkoncept"), _("Tankemodellen i fyra steg, och forskningen bakom")),
        "publications": (_("Publikationer"), _("Faktablad, vägledning, utvärdering och forskning, med pris och lager")),
        "glossary": (_("Ordlista"), _("Fältets ord, på svenska och engelska")),
        "about": (_("Om Samlad"), _("Vad portalen är, och dess tillgänglighet")),
        "search": (_("Sök"), _("Sök och webbkarta")),
    }
    return [Hit(told[name][0], reverse(name), told[name][1]) for name in PAGES]


def _words(wanted: str) -> list[Hit]:
    found = sorted((term for term in glossary.terms() if term.is_about(wanted)), key=glossary.order)
    return [Hit(term.word, term.url, term.meaning) for term in found[: finding.MOST]]


def _pages(wanted: str) -> list[Hit]:
    parts = wanted.casefold().split()
    return [hit for hit in pages() if all(part in f"{hit.title} {hit.text}".casefold() for part in parts)]


def found(wanted: str, day: datetime.date, person: Any = None) -> list[Group]:
    """What answers to the words, by kind; kinds with nothing are left out. Seven statements, however much is there.

    Lessons are found by who is signed in: the library's, and those of her own county. Two more.
    """
    groups = (
        Group(_("Sidor"), _pages(wanted)),
        Group(_("Myndighet"), finding.agencies(wanted, day)),
        Group(_("Län"), finding.counties(wanted)),
        Group(_("Dokument"), finding.documents(wanted)),
        Group(_("Publikationer"), finding.publications(wanted)),
        Group(_("Lag och förordning"), finding.law(wanted, day)),
        Group(_("Ord"), _words(wanted)),
        *(_lessons(wanted, person) if getattr(person, "is_authenticated", False) else ()),
    )
    return [group for group in groups if group.hits]


def _lessons(wanted: str, person: Any) -> tuple[Group, Group]:
    return (
        Group(_("Lärdomar, nationellt bibliotek"), finding.released_lessons(wanted, person)),
        Group(_("Länets lärdomar"), finding.lessons(wanted, person)),
    )


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """`?q=` what is looked for. Without it: the site map."""
    asked = request.GET.get("q", "")
    wanted = " ".join("".join(sign if sign.isprintable() else " " for sign in asked).split())[:LONGEST]
    groups = found(wanted, timezone.localdate(), request.user) if wanted else []
    context = {
        "wanted": wanted,
        "groups": groups,
        "count": sum(len(group.hits) for group in groups),
        "pages": pages(),
        "counties": [] if wanted else _counties(),
    }
    return render(request, "overview/search.html", context)


def _counties() -> list[Hit]:
    rows = CountyProcess.objects.public().select_related("county").order_by("county__sort_name")
    return [Hit(one.county.name, one.public_url) for one in rows]


@dataclass(frozen=True)
class Place:
    url: str
    changed: datetime.date | None = None


class Everything(Sitemap):  # type: ignore[type-arg]  # generic in its stubs only
    """The pages for everybody, each county's page, and each published document. Two statements."""

    def items(self) -> list[Place]:
        filed = list(DocumentVersion.objects.published().order_by("pk"))
        newest: dict[int, datetime.date] = {}
        for one in filed:
            newest[one.process_id] = max(newest.get(one.process_id, datetime.date.min), _day(one))
        return [
            *(Place(reverse(name)) for name in PAGES),
            *_county_places(newest),
            *(Place(one.document.get_absolute_url(), _day(one)) for one in filed),
        ]

    def location(self, item: Place) -> str:
        return item.url

    def lastmod(self, item: Place) -> datetime.date | None:
        return item.changed


def _day(version: DocumentVersion) -> datetime.date:
    return version.published_on or datetime.date.min


def _county_places(newest: dict[int, datetime.date]) -> Iterable[Place]:
    for one in CountyProcess.objects.public().select_related("county").order_by("county__sort_name"):
        yield Place(one.public_url, newest.get(one.pk, one.status_reviewed))


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    answer: HttpResponse = of_sites(request, {"everything": Everything})
    answer["Cache-Control"] = "public, max-age=3600"
    return answer
