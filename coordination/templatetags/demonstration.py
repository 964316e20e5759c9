"""The accounts for trying the portal, as its sign-in page names them. Only a demonstration has any."""

from typing import Any, Final

from django import template
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from coordination.exercises.accounts import ACCOUNTS, DEMO_PASSWORD

register = template.Library()

# The people of the walk, in its order; the terminal names the others too.
WHAT_FOR: Final = {
    "tib.gavleborg": _("frågar, påminner och publicerar lägesrapporten"),
    "ljusdal": _("svarar för en kommun som ännu är tyst"),
    "analys.gavleborg": _("bedömer läget och skriver lägesrapporten"),
    "ordforande.gavleborg": _("fastställer den gemensamma inriktningen"),
    "processledare.gavleborg": _("leder länets utvecklingsprocess"),
    "ovning.gavleborg": _("leder övningar"),
    "elnat.gavleborg": _("svarar för ett påhittat elnätsföretag"),
    "tib.dalarna": _("ett annat län, som bara ser sitt eget"),
    "granskare.nationell": _("ser var alla län står"),
    "lasare.nationell": _("läser publicerade rapporter och inget annat"),
}


@register.inclusion_tag("parts/demo_accounts.html")
def demo_accounts() -> dict[str, Any]:
    """Nothing at all outside demonstration mode."""
    if not settings.DEMO:
        return {}
    named = {account.username: account for account in ACCOUNTS}
    rows = [{"account": named[username], "what_for": words} for username, words in WHAT_FOR.items()]
    return {"accounts": rows, "password": DEMO_PASSWORD}
