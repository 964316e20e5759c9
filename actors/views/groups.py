"""Ready-made groups of a county board."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actors import services
from actors.forms import GroupForm
from actors.models import ActorGroup
from actors.views.finding import owner_of_groups, who
from journal.refusals import RuleBroken


@login_required
def groups(request: HttpRequest, key: str) -> HttpResponse:
    owner = owner_of_groups(request, key)
    rows = owner.groups_kept.prefetch_related("members")
    return render(request, "actors/groups.html", {"actor": owner, "rows": rows})


@login_required
def group(request: HttpRequest, key: str, pk: int | None = None) -> HttpResponse:
    """Make a group, or change who is in it."""
    owner = owner_of_groups(request, key)
    one = get_object_or_404(ActorGroup, pk=pk, owner=owner) if pk else None
    words = request.GET.get("sok", "").strip()[:60]
    form = GroupForm(request.POST or None, owner=owner, group=one, words=words)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_group(by=who(request), owner=owner, group=one, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error("name", broken.sentence)
        else:
            messages.success(request, _("Gruppen är sparad."))
            return redirect("actor_groups", key)
    context = {"actor": owner, "form": form, "group": one, "words": words}
    return render(request, "actors/group.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def group_remove(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    owner = owner_of_groups(request, key)
    services.remove_group(by=who(request), group=get_object_or_404(ActorGroup, pk=pk, owner=owner))
    messages.success(request, _("Gruppen är borttagen."))
    return redirect("actor_groups", key)
