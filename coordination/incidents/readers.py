"""In words who may read a record, as its page says it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.incidents.models import Audience
from coordination.incidents.services import named_in


def sharing_words(record: Any) -> str:
    """Who may read it now. Nothing to say of what all participants read is also said: it is the usual."""
    if not record.is_narrow:
        if record.audience == Audience.NATIONAL:
            return _("Alla som deltar i händelsen och den nationella nivån.")
        return _("Alla som deltar i händelsen.")
    if record.audience == Audience.OWN:
        return _("Bara %(actor)s.") % {"actor": record.owner_actor.name}
    names = ", ".join(actor.short for actor in named_in(record))
    return _("%(actor)s och %(names)s.") % {"actor": record.owner_actor.name, "names": names}


def lacking_words(count: int) -> str:
    """12 aktörer kommer inte att se detta."""
    if not count:
        return _("Alla som deltar kommer att se detta.")
    words = ngettext("%(n)d aktör kommer inte att se detta.", "%(n)d aktörer kommer inte att se detta.", count)
    return words % {"n": count}
