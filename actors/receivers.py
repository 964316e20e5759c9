"""What happens when somebody has signed in, whichever door she came by."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from actors import break_glass


@receiver(user_logged_in, dispatch_uid="actors.break_glass")
def alarm_break_glass(sender: Any, request: Any, user: Any, **_: Any) -> None:
    """A sealed account alarms. What fails here fails the sign-in: there is no quiet way in."""
    if not getattr(user, "is_break_glass", False):
        return
    try:
        break_glass.signed_in(user)
    except Exception:
        # The refusal is an answer like others, and an answer would keep the session that has just been opened.
        request.session.flush()
        raise
