"""The journal of signing in: who came in and how, who was refused, what was added and taken away."""

from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa import signals as factor
from axes.signals import user_locked_out
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from coordination.signing_in import address, sessions, strength
from journal.record import JournaledModel, record


class Nobody(JournaledModel):
    """The account that was tried and is not there. Its name is not kept: it may be a password in the wrong field."""

    pk = 0

    def __str__(self) -> str:
        return "-"

    def journal_subject(self) -> str:
        return "person:0"


def listen() -> None:
    for signal, listener in (
        (user_logged_in, came_in),
        (user_logged_out, went_out),
        (user_login_failed, was_refused),
        (user_locked_out, was_locked_out),
        (account.authentication_step_completed, showed_again),
        (account.password_changed, changed_password),
        (account.password_set, changed_password),
        (account.password_reset, changed_password),
        (factor.authenticator_removed, lost_factor),
    ):
        signal.connect(listener, dispatch_uid=listener.__name__ + str(id(signal)))


def came_in(sender: Any, request: HttpRequest, user: Any, **more: Any) -> None:
    """The session begins: how long it lasts and how sure it is are noted before anything else is asked of it."""
    sessions.begin(request)
    strength.note_steps(request, get_authentication_records(request, user))
    how = strength.of(request)
    record(user, "person.signed_in", by=user, method=how["method"], strong=how["strong"], address=address.of(request))


def went_out(sender: Any, request: HttpRequest, user: Any, **more: Any) -> None:
    if user is not None:
        record(user, "person.signed_out", by=user)


def was_refused(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **more: Any) -> None:
    """Written down alike whether the account exists or not: the time it takes tells nothing either."""
    if request is not None and _is_counted(request):
        record(_known(credentials) or Nobody(), "person.sign_in_failed", address=address.of(request))


def was_locked_out(sender: Any, request: HttpRequest, username: str, **more: Any) -> None:
    """Once for each time, not for every further try."""
    person = _known({"username": username})
    if person is not None and _is_counted(request):
        record(person, "person.locked_out", address=address.of(request))


def showed_again(sender: Any, request: HttpRequest, user: Any, method: str, **more: Any) -> None:
    """Showing once more who one is: a new key for the session, so that a copied one is worth nothing more."""
    if not more.get("reauthenticated"):
        return
    strength.refresh(request)
    sessions.change_key(request)
    record(user, "person.showed_again", by=user, method=strength.WORDS.get(str(more.get("type")), method))


def _is_counted(request: HttpRequest) -> bool:
    """Tries by somebody who is already locked out are neither counted nor written down."""
    return getattr(request, "axes_failures_since_start", None) is not None or not getattr(
        request, "axes_locked_out", False
    )


def changed_password(sender: Any, request: HttpRequest, user: Any, **more: Any) -> None:
    record(user, "person.password_changed", by=user, address=address.of(request))


def gained_factor(request: HttpRequest, kind: str) -> None:
    """Told by the pages, within their own transaction. Whoever adds a factor has just shown that she holds it."""
    strength.note(request, method=strength.WORDS[kind], strong=True)
    record(_self(request), "person.factor_added", by=_self(request), kind=kind)


def renewed_codes(request: HttpRequest) -> None:
    record(_self(request), "person.recovery_codes_renewed", by=_self(request))


def lost_factor(sender: Any, request: HttpRequest, user: Any, authenticator: Any, **more: Any) -> None:
    record(_self(request), "person.factor_removed", by=_self(request), kind=str(authenticator.type))


def session_ended(person: Any, why: str, by: Any = None) -> None:
    record(person, "person.session_ended", by=by, why=why)


def _self(request: HttpRequest) -> Any:
    """The person herself, not the lazy stand-in that the request carries."""
    return getattr(request.user, "_wrapped", request.user)


def _known(credentials: dict[str, Any]) -> Any:
    tried = str(credentials.get("username") or "").strip()
    if not tried or "\0" in tried:
        return None
    return get_user_model().objects.filter(username__iexact=tried).first()
