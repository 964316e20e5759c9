"""How surely the person of a session is who she says: noted once, when the session opens, and asked for everywhere.

A session is strong when two factors opened it, or one that is two by itself: a passkey, or the organisation's own
sign-in at the level of assurance that the settings ask for.
"""

from typing import Any, Final

from django.http import HttpRequest

KEY: Final = "samlad_strength"


def note(request: HttpRequest, *, method: str, strong: bool) -> None:
    """Remember how the session was opened. `method` is a word for people and the journal: "passkey", "totp"."""
    request.session[KEY] = {"method": method, "strong": strong}


def of(request: HttpRequest) -> dict[str, Any]:
    """What was noted, or a weak nothing."""
    found: dict[str, Any] = request.session.get(KEY) or {"method": "", "strong": False}
    return found


def is_strong(request: HttpRequest) -> bool:
    return bool(of(request)["strong"])
