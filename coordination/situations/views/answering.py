"""Answering a request: the quick form, the full form, the draft that is kept while one writes, check and send."""

from collections.abc import Callable
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coordination.numbers import whole
from coordination.situations import content as contents
from coordination.situations import forms, forms_words
from coordination.situations.answers.earlier import take
from coordination.situations.compiled.grading import CRITERIA
from coordination.situations.content import Content, Errors
from coordination.situations.models import Function, Input
from coordination.situations.services import attaching, drafts, inputs, requests
from coordination.situations.states import InputState
from coordination.situations.views import answer_pages, attachments, keeping, offering, seat
from coordination.situations.views.answer_pages import FULL, QUICK
from coordination.situations.views.seat import Seat
from journal.refusals import MovedOn, Refused, RuleBroken

KEY_LENGTH = 80


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """Ask the person how it is, for one of her actors. Reading makes no draft; the first typing does."""
    seats = seats_of(request, number, k)
    return _answer(request, seats[0]) if len(seats) == 1 else answer_pages.choose(request, seats)


def seats_of(request: HttpRequest, number: str, k: int) -> list[Seat]:
    """The person's places at the request; 404 for those who may not see it, 403 for those who were not asked."""
    seats = seat.mine(request, number, k)
    if not seats:
        seat.exists(request, number, k)
        raise Refused(_("Begäran är inte ställd till någon aktör som du svarar för."))
    return seats


@login_required
@require_http_methods(["GET", "POST"])
def oral(request: HttpRequest, number: str, k: int, actor: int) -> HttpResponse:
    """What a silent actor said on the telephone, written down by the duty officer in her own name."""
    return _answer(request, seat.spoken(request, number, k, actor))


def _answer(request: HttpRequest, place: Seat) -> HttpResponse:
    if request.method == "POST":
        return posted(request, place)
    if not place.is_open:
        return answer_pages.closed(request, place)
    if not place.oral and place.recipient.opened_at is None:
        requests.note_opened(request=place.asked, actor=place.actor)
    return answer_pages.form(request, place, place.start)


def posted(request: HttpRequest, place: Seat) -> HttpResponse:
    """Whatever the answer is, it holds all that was typed."""
    done = _already(request, place)
    if done is not None:
        return redirect(answer_pages.receipt_url(done))
    typed = forms.read(request.POST, place.start, place.asked.question_set)
    try:
        stale = request.POST.get("version", "") not in ("", place.token)
        # A file is put in before anything else is looked at: what is wrong elsewhere does not lose it.
        wrong = attachments.take(request, place, draft_of)
        if stale:
            return _apart(request, place, typed)
        if wrong:
            return _refused(request, place, typed, wrong)
        return _send(request, place, typed) if _wish(request) == "send" else _save(request, place, typed)
    except MovedOn:
        place.again()
        done = _already(request, place)
        return _apart(request, place, typed) if done is None else redirect(answer_pages.receipt_url(done))
    except RuleBroken as refusal:
        return answer_pages.form(request, place, typed, errors={"content": [refusal.sentence]}, status=409)
    except ValidationError as wrong:
        return answer_pages.form(request, place, typed, errors=_sentences(wrong), status=422)


def _refused(request: HttpRequest, place: Seat, typed: Content, wrong: Errors) -> HttpResponse:
    """A file was not taken: all else is kept, and the form says at the field why."""
    if place.aside is None:
        inputs.save_draft(by=place.by, draft=draft_of(place), raw=forms.storable(typed), revision=place.drawn_revision)
        place.again()
    return answer_pages.form(request, place, typed, errors=wrong, status=422)


def _wish(request: HttpRequest) -> str:
    return str(request.POST.get("do", "send"))


def _already(request: HttpRequest, place: Seat) -> Input | None:
    """A double click, or a page sent again: the answer that its key already gave."""
    latest = place.latest
    sent = latest is not None and latest.state == InputState.SUBMITTED and latest.submission_key == _key(request)
    return latest if sent else None


def _key(request: HttpRequest) -> str:
    return str(request.POST.get("idempotency_key", ""))[:KEY_LENGTH] or uuid4().hex


def _sentences(wrong: ValidationError) -> Errors:
    return dict(wrong.message_dict)


def draft_of(place: Seat, *, sends: bool = False) -> Input:
    if place.aside is not None:
        raise RuleBroken(_("%(actor)s har ett eget utkast. Skicka det muntliga direkt.") % {"actor": place.actor.name})
    draft = place.draft
    if draft is None:
        former = place.former if place.latest is None else None
        seen = inputs.Seen(place.recipient, place.latest, former, place.start, sends)
        draft = inputs.open_draft(by=place.by, request=place.asked, actor=place.actor, oral=place.oral, seen=seen)
    elif draft.oral and not place.oral:
        drafts.take_over(by=place.by, draft=draft)
    draft.incident, draft.request, draft.actor = place.incident, place.asked, place.actor
    return draft


def _send(request: HttpRequest, place: Seat, typed: Content) -> HttpResponse:
    errors = _unanswered(typed) if answer_pages.view_of(request) == QUICK else {}
    cleaned = None
    try:
        cleaned = contents.clean(typed, place.asked.question_set, place.incident)
    except ValidationError as wrong:
        errors = {**errors, **_sentences(wrong)}
    if errors:
        return answer_pages.form(request, place, typed, errors=errors, status=422)
    if place.aside is not None:
        sent = drafts.send_spoken_beside(by=place.by, draft=place.aside, raw=typed, key=_key(request))
    else:
        draft, seen = draft_of(place, sends=True), place.drawn_revision
        sent = inputs.submit_input(
            by=place.by, draft=draft, key=_key(request), raw=typed, cleaned=cleaned, revision=seen
        )
    return redirect(answer_pages.receipt_url(sent))


def _unanswered(typed: Content) -> Errors:
    """An empty answer would end the actor's silence without saying anything. Not knowing is an answer."""
    empty = [name for name in CRITERIA if typed["overall"].get(name) in ("", None)]
    return {f"overall.{name}": [str(forms_words.NO_ANSWER)] for name in empty}


def _save(request: HttpRequest, place: Seat, typed: Content) -> HttpResponse:
    """The buttons that are not "send": keep what there is, then go where the button says."""
    wish, _colon, which = _wish(request).partition(":")
    if wish == "same" and place.former is not None and which:
        path = which if which == "overall" else f"functions.{which}"
        for name in forms.GRADED:
            forms.put(typed, f"{path}.{name}", forms.value_at(place.former.content, f"{path}.{name}"))
    if wish == "use":
        _use(request, place, typed, which)
    draft = draft_of(place)
    inputs.save_draft(by=place.by, draft=draft, raw=forms.storable(typed), revision=place.drawn_revision)
    if wish == "drop":
        question, _colon, sha256 = which.partition(":")
        attaching.detach(by=place.by, draft=draft, question=question, sha256=sha256)
    return HttpResponseRedirect(answer_pages.after_saving(request, place, wish, which))


def _use(request: HttpRequest, place: Seat, typed: Content, which: str) -> None:
    """Take over what was offered: the very answer that the page showed, or nothing if it no longer stands."""
    pk, _colon, path = which.partition(":")
    functions = list(Function.objects.filter(key=path.removeprefix("functions."))) if "functions." in path else []
    offered = offering.earlier(place, typed, functions).get(path)
    if offered is None or offered.answer.pk != whole(pk):
        messages.warning(request, _("Det svaret gäller inte längre. Läs det som erbjuds nu."))
        return
    take(typed, offered)


def _apart(request: HttpRequest, place: Seat, typed: Content) -> HttpResponse:
    """Somebody else saved meanwhile. Different fields go together by themselves; the same field is asked about."""
    for _again in range(keeping.MOST_TRIES):
        try:
            return answer_pages.merge(request, place, typed, draft_of)
        except MovedOn:
            place.again()
    raise MovedOn(_("Många skriver i svaret just nu. Gå tillbaka: det du har skrivit står kvar på sidan. Försök igen."))


@require_POST
def autosave(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """Keep the draft while one writes. Says in JSON what was kept, or why not."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": _("Du är utloggad.")}, status=401)
    return saved(lambda: kept(request, _place(request, number, k)))


def saved(keep: Callable[[], keeping.Kept]) -> JsonResponse:
    """What was kept, or why not, in JSON."""
    try:
        kept_now = keep()
    except keeping.BothWrote as both:
        return JsonResponse({"error": both.sentence, "conflicts": both.conflicts}, status=409)
    except RuleBroken as refusal:
        return JsonResponse({"error": refusal.sentence}, status=409)
    except Refused as refusal:
        return JsonResponse({"error": refusal.sentence}, status=403)
    except ValidationError as wrong:
        return JsonResponse({"error": " ".join(wrong.messages)}, status=422)
    at = timezone.localtime(kept_now.saved.saved_at)
    version = f"{kept_now.saved.version}.{kept_now.saved.revision}"
    return JsonResponse({"saved_at": f"{at:%H:%M}", "version": version, "was": kept_now.was, "fields": kept_now.fields})


def _place(request: HttpRequest, number: str, k: int) -> Seat:
    """The page says for whom it writes: its own actor, or one that was heard on the telephone."""
    spoken_for = whole(request.POST.get("muntligt") or request.GET.get("muntligt") or "")
    if spoken_for is not None:
        return seat.spoken(request, number, k, spoken_for)
    return seats_of(request, number, k)[0]


def kept(request: HttpRequest, place: Seat) -> keeping.Kept:
    return keeping.keep_typed(request, place, draft_of)


@login_required
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """One page before sending: everything as it will be read."""
    return checked(request, _place(request, number, k))


def checked(request: HttpRequest, place: Seat) -> HttpResponse:
    if request.method == "POST":
        done = _already(request, place)
        if done is not None:
            return redirect(answer_pages.receipt_url(done))
    if place.draft is None:
        return redirect(answer_pages.answer_url(place, FULL))
    if request.method == "POST" and request.POST.get("version") == place.token:
        return _send_checked(request, place)
    if request.method == "POST":
        messages.warning(request, _("En kollega har ändrat utkastet. Läs igenom det en gång till."))
    return answer_pages.check(request, place, status=409 if request.method == "POST" else 200)


def _send_checked(request: HttpRequest, place: Seat) -> HttpResponse:
    draft = draft_of(place)
    try:
        sent = inputs.submit_input(by=place.by, draft=draft, key=_key(request), revision=draft.revision)
    except MovedOn as moved:
        messages.warning(request, moved.sentence)
        return redirect(answer_pages.answer_url(place, FULL))
    except ValidationError:
        return answer_pages.check(request, place, status=422)
    return redirect(answer_pages.receipt_url(sent))


@login_required
@require_POST
def unchanged(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """Inget nytt: one tap sends the last answer again, as of now."""
    seats = seats_of(request, number, k)
    if len(seats) > 1:
        return answer_pages.choose(request, seats)
    place = seats[0]
    if place.draft is not None and place.draft.revision:
        messages.warning(request, _("Ni har ett påbörjat svar. Skicka det, eller ändra tillbaka det som inte gäller."))
        return redirect(answer_pages.answer_url(place))
    sent = inputs.submit_unchanged(by=place.by, request=place.asked, actor=place.actor, key=_key(request))
    return redirect(answer_pages.receipt_url(sent))
