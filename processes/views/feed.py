"""The regional level as an Atom feed: documents that were published or replaced, and the page's own dates."""

import datetime
import hashlib
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

from processes.models import OWN_WORD, CountyProcess, DocumentVersion, PageDate, Status
from processes.states import VersionState

MOST: Final = 40
KEEP: Final = "public, max-age=300"


@dataclass(frozen=True)
class Item:
    key: str
    title: str
    text: str
    url: str
    at: datetime.datetime
    # When what is said of it became true: a version is replaced later than it was published.
    changed: datetime.datetime


class RegionalLevel(Feed):  # type: ignore[type-arg]  # generic in its stubs only
    feed_type = Atom1Feed

    def title(self) -> str:
        return _("Regional nivå")

    def subtitle(self) -> str:
        return _("Länens publicerade dokument och sidans datum")

    def link(self) -> str:
        return reverse("regional_level")

    def feed_url(self) -> str:
        return reverse("regional_atom")

    def items(self) -> list[Item]:
        return items()

    def item_title(self, item: Item) -> str:
        return item.title

    def item_description(self, item: Item) -> str:
        return item.text

    def item_link(self, item: Item) -> str:
        return item.url

    def item_guid(self, item: Item) -> str:
        return f"tag:samlad,2026:{item.key}"

    def item_pubdate(self, item: Item) -> datetime.datetime:
        return item.at

    def item_updateddate(self, item: Item) -> datetime.datetime:
        return item.changed


def items() -> list[Item]:
    """The newest first. Three statements."""
    rows = DocumentVersion.objects.public().without_bytes().select_related("document__process__county")
    newer: dict[int, DocumentVersion] = {}
    found = []
    for one in rows.order_by("-judged_at", "-pk")[:MOST]:
        found.append(_document(one, newer.get(one.document_id)))
        newer[one.document_id] = one
    adopted = CountyProcess.objects.public().filter(status=Status.AWAITING, status_source__startswith=OWN_WORD)
    found += [_adopted(one) for one in adopted.select_related("county")]
    found += [_page(one) for one in PageDate.objects.all()]
    return sorted(found, key=lambda item: item.changed, reverse=True)[:MOST]


def _document(version: DocumentVersion, newer: DocumentVersion | None) -> Item:
    county, document = version.document.process.county.name, version.document
    words = {"county": county, "number": version.number, "size": max(1, version.size // 1024), "format": version.format}
    if version.state == VersionState.REPLACED:
        text = _("%(county)s: version %(number)s är ersatt av en nyare (%(format)s, %(size)s kB).") % words
    else:
        text = _("%(county)s har publicerat version %(number)s (%(format)s, %(size)s kB).") % words
    at = version.judged_at or version.added_at
    url = f"{document.get_absolute_url()}?version={version.number}"
    replaced_at = newer.judged_at if newer is not None and newer.judged_at else at
    return Item(f"dokument-{version.pk}", document.title, text, url, at, replaced_at)


def _adopted(process: CountyProcess) -> Item:
    """A county that was not done and has adopted its strategy here. Once it is published, the document says more."""
    at, county = _noon(process.status_reviewed), process.county
    key = f"faststalld-{county.pk}-{process.status_reviewed:%Y%m%d}"
    return Item(key, county.name, process.status_source, process.public_url, at, at)


def _noon(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))


def _page(date: PageDate) -> Item:
    words = _("Källans sida: %(event)s") % {"event": str(date.get_event_display()).lower()}
    at = _noon(date.on)
    text = date.why or date.source
    return Item(f"sida-{date.page}-{date.event}", words, text, reverse("regional_level") + "#om", at, at)


_feed = RegionalLevel()


def atom(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """Readers ask for it every quarter of an hour: what has not changed is not sent again."""
    answer: HttpResponse = _feed(request, *args, **kwargs)
    tag = quote_etag(hashlib.sha256(answer.content).hexdigest()[:40])
    same = get_conditional_response(request, etag=tag, response=answer)
    kept = answer if same is None else same
    kept["ETag"], kept["Cache-Control"] = tag, KEEP
    return kept
