"""What has been changed about an actor's people, in words: read from the journal."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import Actor
from actors.roles import Role
from journal.models import Entry

SIZE: Final = 50

WORDS: Final = {
    "membership.given": gettext_lazy("%(who)s fick rollen %(role)s, %(period)s"),
    "membership.deputy": gettext_lazy("%(who)s blev ersättare som %(role)s, %(period)s"),
    "membership.ended": gettext_lazy("Rollen %(role)s slutar för %(who)s, %(period)s"),
    "person.admitted": gettext_lazy("%(who)s fick ett konto"),
    "person.invited": gettext_lazy("En ny länk skickades till %(who)s"),
    "person.changed": gettext_lazy("Uppgifterna om %(who)s ändrades"),
    "person.closed": gettext_lazy("%(who)s stängdes"),
    "person.reopened": gettext_lazy("%(who)s öppnades igen"),
    "person.break_glass_made": gettext_lazy("%(who)s gjordes"),
    "person.break_glass_renewed": gettext_lazy("%(who)s fick ett nytt lösenord"),
    "alarm.raised": gettext_lazy("Larm: %(who)s användes"),
    "alarm.acknowledged": gettext_lazy("Larmet kvitterades: %(who)s"),
    "contactpoint.added": gettext_lazy("Kontaktvägen %(who)s lades till"),
    "contactpoint.changed": gettext_lazy("Kontaktvägen ändrades: %(who)s"),
    "contactpoint.removed": gettext_lazy("Kontaktvägen togs bort: %(who)s"),
    "actorgroup.added": gettext_lazy("Gruppen %(who)s gjordes"),
    "actorgroup.changed": gettext_lazy("Gruppen %(who)s ändrades"),
    "actorgroup.removed": gettext_lazy("Gruppen %(who)s togs bort"),
    "actor.two_publish": gettext_lazy("Två publicerar lägesrapporter: en godkänner och en annan publicerar"),
    "actor.one_publishes": gettext_lazy("En person publicerar lägesrapporter"),
    "actor.brought_in": gettext_lazy("%(who)s togs in tillfälligt"),
}


@dataclass(frozen=True)
class Change:
    """One change, and who made it."""

    pk: int
    at: datetime
    text: str
    by: str


def changes(actor: Actor, before: int | None = None) -> tuple[list[Change], bool]:
    """The newest changes older than the entry with the key `before`, and whether there are more."""
    rows = Entry.objects.of(actor.journal_stream()).filter(verb__in=list(WORDS)).order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: SIZE + 1])
    return [_change(entry) for entry in found[:SIZE]], len(found) > SIZE


def _change(entry: Entry) -> Change:
    words: Any = WORDS[entry.verb]
    role = entry.to_state or entry.from_state
    text = words % {
        "who": entry.data.get("person") or entry.label,
        "role": Role(role).label if role in Role.values else "",
        "period": _period(entry.data),
    }
    return Change(entry.pk, entry.at, text, entry.by_name or _("Den som driver portalen"))


def _period(data: dict[str, Any]) -> str:
    """from 1 March 2026 to 31 March 2026"""
    starts, ends = data.get("starts"), data.get("ended") or data.get("ends")
    if not starts:
        return ""
    first = date_format(date.fromisoformat(starts), "j F Y")
    if not ends:
        return _("från %(first)s tills vidare") % {"first": first}
    last = date_format(date.fromisoformat(ends), "j F Y")
    return _("från %(first)s till %(last)s") % {"first": first, "last": last}
