"""A rhythm as people say it: every weekday at 13.00, every sixth hour."""

from typing import Final

from django.utils.dates import WEEKDAYS
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from coordination.situations.rounds.rhythm import Beat

WEEK: Final = frozenset(range(5))
EVERY_DAY: Final = frozenset(range(7))
EACH: Final = {
    0: gettext_lazy("Måndagar"),
    1: gettext_lazy("Tisdagar"),
    2: gettext_lazy("Onsdagar"),
    3: gettext_lazy("Torsdagar"),
    4: gettext_lazy("Fredagar"),
    5: gettext_lazy("Lördagar"),
    6: gettext_lazy("Söndagar"),
}
HOURS: Final = {
    1: gettext_lazy("Varje timme"),
    2: gettext_lazy("Varannan timme"),
    3: gettext_lazy("Var tredje timme"),
    4: gettext_lazy("Var fjärde timme"),
    6: gettext_lazy("Var sjätte timme"),
    8: gettext_lazy("Var åttonde timme"),
    12: gettext_lazy("Var tolfte timme"),
    24: pgettext_lazy("rytm", "Var 24:e timme"),
}
DAY_NAMES: Final = tuple((str(number), WEEKDAYS[number]) for number in range(7))


def in_words(beat: Beat) -> str:
    if not beat.is_weekly:
        return str(HOURS.get(beat.every_hours) or _("Var %(n)d:e timme") % {"n": beat.every_hours})
    days = frozenset(beat.weekdays)
    if days == EVERY_DAY:
        when = _("Varje dag")
    elif days == WEEK:
        when = _("Varje vardag")
    else:
        names = [str(EACH[day]) for day in sorted(days)]
        when = get_text_list([names[0], *(name.lower() for name in names[1:])], _("och"))
    at = f"{beat.at:%H.%M}" if beat.at else ""
    return _("%(days)s kl. %(at)s") % {"days": when, "at": at}
