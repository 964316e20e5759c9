"""What waits for the reviewer's judgement, and one version with its facts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from actors import access
from actors.roles import Role
from journal.permissions import require
from journal.refusals import MovedOn, Refused, RuleBroken
from processes import telling
from processes.forms_filing import JudgementForm
from processes.models import DocumentVersion
from processes.permissions import REVIEW
from processes.services import filing
from processes.states import VersionState
from processes.views.filing import who


@login_required
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    if not access.holds_role(who(request), Role.NATIONAL_READER):
        raise Refused(_("Länens dokument granskas av den nationella nivån."))
    seen = DocumentVersion.objects.visible_to(request.user).filter(state=VersionState.SUBMITTED).without_bytes()
    rows = seen.select_related("document__process__county").order_by("added_at", "pk")
    return render(request, "processes/judging.html", {"rows": [telling.told(one) for one in rows]})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """The facts of one version, and the reviewer's yes or what is to be changed."""
    seen = DocumentVersion.objects.visible_to(request.user).without_bytes()
    version = get_object_or_404(seen.select_related("document__process__county", "process__county"), pk=pk)
    require(who(request), REVIEW, version.process)
    form = JudgementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            publish = form.cleaned_data["judgement"] == "publish"
            filing.judge_version(by=who(request), version=version, publish=publish, words=form.cleaned_data["words"])
        except MovedOn:
            raise
        except RuleBroken as refusal:
            form.add_error(None, refusal.sentence)
        else:
            said = _("Dokumentet är publicerat.") if publish else _("Länet får versionen tillbaka med dina ord.")
            messages.success(request, said)
            return redirect("documents_to_judge")
    standing = DocumentVersion.objects.visible_to(request.user).filter(document=version.document_id)
    context = {
        "row": telling.told(version),
        "version": version,
        "document": version.document,
        "process": version.process,
        "standing": standing.filter(state=VersionState.PUBLISHED).without_bytes().first(),
        "waits": version.state == VersionState.SUBMITTED,
        "form": form,
    }
    return render(request, "processes/judge.html", context, status=422 if form.errors else 200)
