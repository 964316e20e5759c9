"""What happens when somebody has signed in, whichever door she came by."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from actors import break_glass


@receiver(user_logged_in, dispatch_uid="actors.break_glass")
def alarm_break_glass(sender: Any, user: Any, **_: Any) -> None:
    """A sealed account alarms. What fails here fails the sign-in: there is no quiet way in."""
    if getattr(user, "is_break_glass", False):
        break_glass.signed_in(user)
