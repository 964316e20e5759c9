"""The one question every service asks first."""

from typing import Final, Protocol

from django.db.models import Model
from django.utils.translation import gettext as _

from journal.refusals import Refused

MACHINE: Final = "machine"


class Asker(Protocol):
    """Whoever acts: a person, as Django's sign-in knows them."""

    pk: int

    def has_perm(self, perm: str, obj: Model | None = ..., /) -> bool: ...


def require(by: Asker, right: str, guarded: Model) -> None:
    """Refuse unless the person has the right on the object that guards the matter."""
    if not by.has_perm(right, guarded):
        sentence = _("Din roll ger inte rätt att göra detta här. Fråga den som ansvarar för händelsen.")
        raise Refused(sentence, right=right, guarded=guarded)
