"""The process leader's documents: what is there, what was found in each version, and a new one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from journal.permissions import require
from journal.refusals import MovedOn, RuleBroken
from processes import telling
from processes.forms_filing import DocumentForm, VersionForm
from processes.models import CountyProcess, Document, DocumentVersion
from processes.permissions import LEAD
from processes.services import filing
from processes.states import VersionState

READ_AND_WRITE = require_http_methods(["GET", "HEAD", "POST"])


def who(request: HttpRequest) -> Any:
    """The signed-in person herself: what she remembers of her rights stays."""
    return getattr(request.user, "_wrapped", request.user)


def find_process(request: HttpRequest, letter: str) -> CountyProcess:
    visible = CountyProcess.objects.visible_to(request.user).select_related("county")
    return get_object_or_404(visible, county__letter=letter.upper())


def find_document(request: HttpRequest, letter: str, slug: str) -> Document:
    seen = Document.objects.visible_to(request.user).select_related("process__county")
    found: Document = get_object_or_404(seen, process__county__letter=letter.upper(), slug=slug)
    return found


def find_version(request: HttpRequest, letter: str, slug: str, version: int) -> DocumentVersion:
    seen = DocumentVersion.objects.visible_to(request.user).filter(document=find_document(request, letter, slug))
    rows = seen.without_bytes().select_related("document__process__county", "process__county")
    found: DocumentVersion = get_object_or_404(rows, number=version)
    return found


@login_required
@READ_AND_WRITE
def documents(request: HttpRequest, letter: str) -> HttpResponse:
    """All documents of a county's process, and the form for a new one."""
    process = find_process(request, letter)
    leads = who(request).has_perm(LEAD, process)
    if request.method == "POST":
        require(who(request), LEAD, process)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        made = _first_version(request, process, form)
        if made is not None:
            messages.success(request, _("Dokumentet är upplagt. Se vad kontrollen fann."))
            return redirect("process_document_versions", letter=process.county.letter, slug=made.document.slug)
    versions = DocumentVersion.objects.visible_to(request.user).filter(process=process).without_bytes()
    rows = Document.objects.visible_to(request.user).filter(process=process)
    context = {
        "process": process,
        "rows": telling.newest_of_each(rows, versions),
        "form": form,
        "leads": leads,
    }
    return render(request, "processes/documents.html", context, status=422 if form.errors else 200)


def _first_version(request: HttpRequest, process: CountyProcess, form: DocumentForm) -> DocumentVersion | None:
    """The document with its file, or neither. What is wrong with the file stands at its field."""
    said = form.cleaned_data
    try:
        with form.all_or_nothing():
            document = filing.file_document(by=who(request), process=process, kind=said["kind"], title=said["title"])
            return _added(request, document, form)
    except MovedOn:
        raise
    except RuleBroken as refusal:
        form.add_error("file", refusal.sentence)
        return None


def _added(request: HttpRequest, document: Document, form: VersionForm) -> DocumentVersion:
    said, sent = form.cleaned_data, form.cleaned_data["file"]
    return filing.add_version(
        by=who(request), document=document, name=sent.name, data=sent.read(), language=said["language"]
    )


@login_required
@READ_AND_WRITE
def document(request: HttpRequest, letter: str, slug: str) -> HttpResponse:
    """One document with its versions, and the form for the next one."""
    found = find_document(request, letter, slug)
    leads = who(request).has_perm(LEAD, found.process)
    if request.method == "POST":
        require(who(request), LEAD, found.process)
    form = VersionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            _added(request, found, form)
        except MovedOn:
            raise
        except RuleBroken as refusal:
            form.add_error("file", refusal.sentence)
        else:
            messages.success(request, _("Versionen är upplagd. Se vad kontrollen fann."))
            return redirect("process_document_versions", letter=found.process.county.letter, slug=found.slug)
    versions = DocumentVersion.objects.visible_to(request.user).filter(document=found).without_bytes()
    context = {
        "document": found,
        "process": found.process,
        "versions": [telling.told(one) for one in versions.select_related("judged_by")],
        "form": form,
        "leads": leads,
        "is_public": any(one.state == VersionState.PUBLISHED for one in versions),
    }
    return render(request, "processes/document_versions.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def submit(request: HttpRequest, letter: str, slug: str, version: int) -> HttpResponse:
    filing.submit_version(by=who(request), version=find_version(request, letter, slug, version))
    messages.success(request, _("Versionen väntar på granskaren."))
    return redirect("process_document_versions", letter=letter.upper(), slug=slug)


@login_required
@require_POST
def take_back(request: HttpRequest, letter: str, slug: str, version: int) -> HttpResponse:
    filing.take_back_version(by=who(request), version=find_version(request, letter, slug, version))
    messages.success(request, _("Versionen är tagen tillbaka och är ett utkast igen."))
    return redirect("process_document_versions", letter=letter.upper(), slug=slug)
