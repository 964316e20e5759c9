"""Documents of a process: filed, given versions, submitted to the reviewer, judged. Published only after approval."""

import hashlib
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from journal.moves import move
from journal.permissions import require
from journal.record import record
from journal.refusals import MovedOn, RuleBroken
from processes import inspecting
from processes.models import (
    OWN_WORD,
    CountyProcess,
    Document,
    DocumentVersion,
    FiledKind,
    ProcessRun,
    Stage,
    Status,
)
from processes.permissions import LEAD, REVIEW
from processes.services.rules import is_of_the_county
from processes.states import VersionState

LONGEST_SLUG: Final = 80
# Stored with the row and read by all, so in the language of the documents.
BY_SAMLAD: Final = f"{OWN_WORD}länets strategi publicerades här"


def file_document(
    *,
    by: Any,
    process: CountyProcess,
    kind: str,
    title: str,
    run: ProcessRun | None = None,
    stage: Stage | None = None,
) -> Document:
    """A document without any version yet. Its address is given now and stays, whatever it is called later."""
    require(by, LEAD, process)
    title = title.strip()
    if not title:
        raise RuleBroken(_("Skriv vad dokumentet heter."))
    if kind not in FiledKind.values:
        raise RuleBroken(_("Välj vilket slags dokument det är."))
    if any(other is not None and other.process_id != process.pk for other in (run, stage)):
        raise RuleBroken(_("Etappen hör till ett annat läns process."))
    with transaction.atomic():
        CountyProcess.objects.select_for_update().get(pk=process.pk)
        document = Document(
            process=process,
            run=run,
            stage=stage,
            kind=kind,
            title=title[:200],
            slug=_free_slug(process, title),
            made_at=timezone.now(),
            made_by=by,
        )
        document.save()
        record(document, "document.filed", by=by, note=document.slug)
    return document


def _free_slug(process: CountyProcess, title: str) -> str:
    taken = set(Document.objects.filter(process=process).values_list("slug", flat=True))
    base = slugify(title)[: LONGEST_SLUG - 4].strip("-") or "dokument"
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def add_version(*, by: Any, document: Document, name: str, data: bytes, language: str = "") -> DocumentVersion:
    """The next version of the document, checked. Nothing of the former ones is touched."""
    require(by, LEAD, document.process)
    found = inspecting.inspect(data)
    digest = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        # One at a time: two versions never have the same number.
        Document.objects.select_for_update().get(pk=document.pk)
        before = DocumentVersion.objects.filter(document=document)
        same = before.filter(sha256=digest).values_list("number", flat=True).first()
        if same is not None:
            raise RuleBroken(_("Filen är redan upplagd, som version %(number)s.") % {"number": same})
        version = DocumentVersion(
            process=document.process,
            document=document,
            number=(before.aggregate(last=Max("number"))["last"] or 0) + 1,
            name=inspecting.clean_name(name, found.media_type),
            media_type=found.media_type,
            size=len(data),
            sha256=digest,
            data=data,
            language=inspecting.language_of(language) or inspecting.language_of(found.checks.get("language", "")),
            pages=found.pages,
            checks=found.checks,
            added_at=timezone.now(),
            added_by=by,
        )
        version.save()
        record(version, "documentversion.added", by=by, note=version.name, size=version.size)
    return version


def submit_version(*, by: Any, version: DocumentVersion) -> None:
    """The reviewer is asked to judge it."""
    require(by, LEAD, version.process)
    _refuse_older_than_published(version)
    move(version, VersionState.SUBMITTED, by=by)


def take_back_version(*, by: Any, version: DocumentVersion) -> None:
    """While it waits, the county may take it back."""
    require(by, LEAD, version.process)
    move(version, VersionState.STORED, by=by)


def judge_version(*, by: Any, version: DocumentVersion, publish: bool, words: str = "") -> None:
    """Published at the document's address, in the former version's place; or returned, with what to change."""
    require(by, REVIEW, version.process)
    _refuse_own(by, version)
    words = words.strip()
    if not publish and not words:
        raise RuleBroken(_("Skriv vad länet behöver ändra innan dokumentet kan publiceras."))
    judged = {"judged_at": timezone.now(), "judged_by": by, "judgement": words[:500]}
    if not publish:
        move(version, VersionState.RETURNED, by=by, note=judged["judgement"], **judged)
        return
    try:
        with transaction.atomic():
            _publish(by, version, judged)
    except IntegrityError as taken:
        raise MovedOn(_("Någon annan hann före. Läs om sidan och se vad som gäller nu.")) from taken


def _publish(by: Any, version: DocumentVersion, judged: dict[str, Any]) -> None:
    rows = DocumentVersion.objects.filter(document=version.document_id).select_related("document__process")
    locked = list(rows.select_for_update(of=("self",)).defer("data").order_by("pk"))
    _refuse_older_than_published(version)
    for former in locked:
        if former.state == VersionState.PUBLISHED and former.pk != version.pk:
            move(former, VersionState.REPLACED)
    note = judged["judgement"]
    move(version, VersionState.PUBLISHED, by=by, note=note, published_on=timezone.localdate(), **judged)
    if version.document.kind == FiledKind.STRATEGY:
        _is_done(by, version)


def _is_done(by: Any, version: DocumentVersion) -> None:
    """A county whose strategy is published is done, and the portal is the source of that, whatever the page that was
    read once said. A later version is no news of where the county stands.
    """
    process = CountyProcess.objects.select_for_update().get(pk=version.process_id)
    if process.is_done and process.says_more:
        return
    before, process.status = process.status, Status.DONE
    process.status_source, process.status_reviewed = BY_SAMLAD, timezone.localdate()
    process.save(update_fields=["status", "status_source", "status_reviewed"])
    record(process, "countyprocess.done", by=by, from_state=before, to_state=Status.DONE)


def _refuse_older_than_published(version: DocumentVersion) -> None:
    newer = DocumentVersion.objects.filter(document=version.document_id, state=VersionState.PUBLISHED)
    number = newer.filter(number__gt=version.number).values_list("number", flat=True).first()
    if number is not None:
        raise RuleBroken(
            _("Version %(newer)s är redan publicerad. Version %(number)s är äldre: lägg upp den på nytt om den gäller.")
            % {"newer": number, "number": version.number}
        )


def _refuse_own(by: Any, version: DocumentVersion) -> None:
    """Who judges a county's document is not of that county, and has not filed it."""
    if version.added_by_id == by.pk or is_of_the_county(by, version.process):
        raise RuleBroken(
            _("Du har en roll i länets egen länsstyrelse. Någon utan den rollen granskar länets dokument.")
        )
