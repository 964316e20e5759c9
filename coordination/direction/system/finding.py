"""One thing that was found, and the rules by name. A finding names needs by number and repeats no one's words."""

import hashlib
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import Actor
from coordination.direction.models import IssueKind, Need

BELIEVED: Final = "believed"
SHARED: Final = "shared"
NOBODY: Final = "nobody"
TWO_RESPONSIBLE: Final = "two_responsible"
TWO_MEASURES: Final = "two_measures"
HINDERS: Final = "hinders"
RESERVED: Final = "reserved"
WAITS_DECLINED: Final = "waits_declined"
WAITS_LATER: Final = "waits_later"
OVERLOADED: Final = "overloaded"
RESOURCE_SHORT: Final = "resource_short"
MISSING: Final = "missing"
ABSENT_MUNICIPALITY: Final = "absent_municipality"
OVERDUE: Final = "overdue"

# In the order in which they are shown: first of all what everybody believes that somebody else has.
KIND_OF: Final[dict[str, IssueKind]] = {
    BELIEVED: IssueKind.GAP,
    SHARED: IssueKind.GAP,
    NOBODY: IssueKind.GAP,
    OVERDUE: IssueKind.INFORMATION,
    TWO_RESPONSIBLE: IssueKind.DOUBLE,
    TWO_MEASURES: IssueKind.DOUBLE,
    HINDERS: IssueKind.CONFLICT,
    RESERVED: IssueKind.CONFLICT,
    WAITS_DECLINED: IssueKind.DEPENDENCY,
    WAITS_LATER: IssueKind.DEPENDENCY,
    OVERLOADED: IssueKind.SHORTAGE,
    RESOURCE_SHORT: IssueKind.SHORTAGE,
    MISSING: IssueKind.ABSENT,
    ABSENT_MUNICIPALITY: IssueKind.ABSENT,
}
RULE_WORDS: Final[dict[str, Promise]] = {
    BELIEVED: gettext_lazy("en aktör är utpekad som ansvarig men har inte bekräftat"),
    SHARED: gettext_lazy("flera berörs eller stödjer, ingen är ansvarig"),
    NOBODY: gettext_lazy("ingen är ansvarig"),
    OVERDUE: gettext_lazy("prioritet 1 eller 2, tiden har gått och läget är inte ändrat"),
    TWO_RESPONSIBLE: gettext_lazy("två eller fler har sagt att de är ansvariga"),
    TWO_MEASURES: gettext_lazy("olika aktörer har pågående åtgärder för samma behov"),
    HINDERS: gettext_lazy("en åtgärd gör ett annat behov svårare att möta"),
    RESERVED: gettext_lazy("förbehåll eller kan inte på den inriktning som gäller"),
    WAITS_DECLINED: gettext_lazy("väntar på en åtgärd som ingen tar på sig"),
    WAITS_LATER: gettext_lazy("väntar på en åtgärd som ska vara klar senare än den själv"),
    OVERLOADED: gettext_lazy("en aktör är ansvarig för många behov som inte är klara"),
    RESOURCE_SHORT: gettext_lazy("samma slags resurs begärs av flera och räcker inte"),
    MISSING: gettext_lazy("en aktör saknas"),
    ABSENT_MUNICIPALITY: gettext_lazy("en berörd kommun deltar inte"),
}
LONGEST_KEY: Final = 80


@dataclass(frozen=True)
class Finding:
    """`rule` and `key` say what it was found by and of what: the same thing found again has the same two."""

    rule: str
    key: str
    sentence: str
    needs: tuple[Need, ...] = ()
    actors: tuple[Actor, ...] = ()
    # Measures by key, where the finding is of them.
    measures: tuple[int, ...] = ()

    @property
    def kind(self) -> str:
        return str(KIND_OF[self.rule].value)

    @property
    def kind_word(self) -> str:
        return str(KIND_OF[self.rule].label)

    @property
    def why(self) -> str:
        return str(RULE_WORDS[self.rule])

    @property
    def title(self) -> str:
        """As an issue says it, on its own: which needs, and the sentence."""
        if not self.needs:
            return self.sentence
        numbers = ", ".join(str(need.number) for need in self.needs[:12])
        return _("Behov %(numbers)s: %(sentence)s") % {"numbers": numbers, "sentence": self.sentence}

    @property
    def order(self) -> tuple[Any, ...]:
        most = min((need.priority for need in self.needs), default=4)
        return (list(KIND_OF).index(self.rule), most, self.needs[0].number if self.needs else 0, self.key)


def key_of(*parts: object) -> str:
    """The parts in a row; too many are told by their fingerprint."""
    key = ":".join(str(part) for part in parts)
    return key if len(key) <= LONGEST_KEY else f"{parts[0]}:{hashlib.sha256(key.encode()).hexdigest()[:32]}"
