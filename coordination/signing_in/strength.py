"""How surely the person of a session is who she says: noted once, when the session opens, and asked for everywhere.

A session is strong when two factors opened it, or one that is two by itself: a passkey, or the organisation's own
sign-in at the level of assurance that the settings ask for.
"""

import time
from collections.abc import Sequence
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest

KEY: Final = "samlad_strength"
PASSWORD, TOTP, PASSKEY, RECOVERY, ORGANISATION = "password", "totp", "passkey", "recovery_code", "organisation"
WORDS: Final = {"totp": TOTP, "webauthn": PASSKEY, "recovery_codes": RECOVERY}


def note(request: HttpRequest, *, method: str, strong: bool) -> None:
    """Remember how the session was opened, and when. `method` is a word for people and the journal: "passkey"."""
    request.session[KEY] = {"method": method, "strong": strong, "at": time.time()}


def refresh(request: HttpRequest) -> None:
    """The person has just shown once more who she is. How surely the session was opened stays as it was."""
    request.session[KEY] = {**of(request), "at": time.time()}


def of(request: HttpRequest) -> dict[str, Any]:
    """What was noted, or a weak nothing."""
    found: dict[str, Any] = request.session.get(KEY) or {"method": "", "strong": False, "at": 0.0}
    return found


def is_strong(request: HttpRequest) -> bool:
    return bool(of(request)["strong"])


def shown_at(request: HttpRequest) -> float:
    """When the person last showed who she is (seconds since 1970)."""
    return float(of(request).get("at", 0.0))


def is_needed(person: Any) -> bool:
    """Everybody needs a second factor, but for the made-up people of a demonstration."""
    return not (settings.DEMO and person.is_demo)


def note_steps(request: HttpRequest, steps: Sequence[dict[str, Any]]) -> None:
    """Note what the steps of a sign-in, as allauth has kept them, come to. An organisation's door has noted its own."""
    methods = {str(step.get("method")) for step in steps}
    second = [WORDS[step["type"]] for step in steps if step.get("type") in WORDS]
    if second:
        note(request, method=second[-1], strong=True)
    elif "socialaccount" not in methods or KEY not in request.session:
        note(request, method=PASSWORD if PASSWORD in methods else "", strong=False)
