"""What somebody had typed when she was asked to sign in: kept in her session until she has, then sent by her own hand.

Passwords and codes are never kept. What one person typed is never sent by another.
"""

import time
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from coordination.error_pages import SHORTEST, SKIP

KEY: Final = "samlad_kept"
LASTS_SECONDS: Final = 12 * 60 * 60
# The longest answer of an expert is some 40 kB. What is larger is shown, but not kept.
LONGEST: Final = 256 * 1024
SECRET_NAMES: Final = ("csrfmiddlewaretoken", "password", "oldpassword", "code", "credential")
OWN_ADDRESSES: Final = "/konto/"


@dataclass(frozen=True)
class Kept:
    path: str
    fields: list[list[str]]
    who: int
    at: float

    @property
    def typed(self) -> list[list[str]]:
        return worth_showing(self.fields)


def fields_of(request: HttpRequest) -> list[list[str]]:
    """Each name with each of its values, in order, without secrets."""
    return [
        [name, value]
        for name, values in request.POST.lists()
        for value in values
        if isinstance(value, str) and not name.startswith(SECRET_NAMES)
    ]


def worth_showing(fields: list[list[str]]) -> list[list[str]]:
    """Words, not choices, numbers and times: those are chosen again."""
    words = [[name, value] for name, value in fields if name not in SKIP]
    return [[name, value] for name, value in words if len(value) > SHORTEST or " " in value.strip()]


JUST_KEPT: Final = "samlad_just_kept"


def keep(request: HttpRequest, who: int) -> bool:
    """Keep a form that was sent. False where it is too long or carries only what must not be kept."""
    fields = fields_of(request)
    long = sum(len(name) + len(value) for name, value in fields) > LONGEST
    if long or request.path.startswith(OWN_ADDRESSES):
        return False
    request.session[KEY] = asdict(Kept(request.get_full_path(), fields, who, time.time()))
    request.META[JUST_KEPT] = True
    return True


def of(request: HttpRequest) -> Kept | None:
    raw: dict[str, Any] | None = request.session.get(KEY)
    if raw is None:
        return None
    found = Kept(**raw)
    return found if time.time() - found.at < LASTS_SECONDS else None


def writer_mark(person: Any) -> str:
    """Says whether two pages belong to the same person, and nothing else about her."""
    return salted_hmac("samlad writer", str(person.pk)).hexdigest()[:16]


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def forget_when_sent(request: HttpRequest, status: int) -> None:
    """The form has come where it was going."""
    just_kept = JUST_KEPT in request.META
    if request.method != "POST" or just_kept or KEY not in request.session or status >= 400:
        return
    found = of(request)
    if found is None or found.path == request.get_full_path():
        forget(request)
