"""The look's small words and marks: a value is always a mark with its word, a time always a `<time>`."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from django import template
from django.template.context import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext, pgettext

from coordination.appearance import theme_of

register = template.Library()

Moment = datetime | str | None

GRADES = {
    1: gettext_lazy("Ingen"),
    2: gettext_lazy("Måttlig"),
    3: gettext_lazy("Betydande"),
    4: gettext_lazy("Allvarlig"),
    5: gettext_lazy("Kritisk"),
    None: gettext_lazy("Okänt"),
}
GRADES_IN_FULL = {
    1: gettext_lazy("Ingen påverkan"),
    2: gettext_lazy("Måttlig påverkan"),
    3: gettext_lazy("Betydande påverkan"),
    4: gettext_lazy("Allvarlig påverkan"),
    5: gettext_lazy("Kritisk påverkan"),
    None: gettext_lazy("Okänt"),
}
TRENDS = {
    "better": ("t-down", gettext_lazy("bättre")),
    "same": ("t-flat", gettext_lazy("lika")),
    "worse": ("t-up", gettext_lazy("värre")),
    "much_worse": ("t-upup", gettext_lazy("mycket värre")),
}
# Of a figure that is good when it is high: the arrow goes with the figure, the word is the same.
RISES = {
    "better": ("t-up", TRENDS["better"][1]),
    "same": TRENDS["same"],
    "worse": ("t-down", TRENDS["worse"][1]),
}
CONFIDENCES = {
    "confirmed": ("c3", gettext_lazy("bekräftad")),
    "likely": ("c2", gettext_lazy("trolig")),
    "unconfirmed": ("c1", gettext_lazy("obekräftad")),
}
STANCES = {
    "behind": ("p-full", gettext_lazy("Ställer sig bakom")),
    "reservation": ("p-half", gettext_lazy("Med förbehåll")),
    "own_body": ("p-own", gettext_lazy("Beslutas av egen instans")),
    "cannot": ("p-no", gettext_lazy("Kan inte")),
    "none": ("p-none", gettext_lazy("Inget svar än")),
}
VERDICTS = {
    "reached": ("p-full", gettext_lazy("Uppnås")),
    "partly": ("p-half", gettext_lazy("Delvis")),
    "not": ("p-no", gettext_lazy("Inte")),
    "unclear": ("s-todo", gettext_lazy("Oklart")),
}
STEPS = {
    "done": ("s-done", gettext_lazy("Klar")),
    "now": ("s-now", gettext_lazy("Pågår")),
    "todo": ("s-todo", gettext_lazy("Ej påbörjad")),
    "late": ("s-late", gettext_lazy("Försenad")),
    "skip": ("s-skip", gettext_lazy("Hoppas över")),
}
MARKINGS = {
    "open": ("k-open", gettext_lazy("Öppen")),
    "internal": ("k-internal", gettext_lazy("Intern samverkan")),
    "sensitive": ("i-lock", gettext_lazy("Känslig: sekretess kan gälla")),
}
DAY = timedelta(days=1)
NOTHING = SafeString("")


@cache
def sprite() -> str:
    return static("look/marks.svg")


def symbol(name: str, css: str) -> SafeString:
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', css, sprite(), name)


def number_of(value: object) -> int | None:
    """1 to 5, or None: what is not a grade is unknown, never nought."""
    return value if isinstance(value, int) and value in GRADES else None


@register.filter
def gclass(value: object) -> str:
    return f"g{number_of(value) or 0}"


@register.filter
def grade_word(value: object) -> str:
    return str(GRADES[number_of(value)])


@register.simple_tag
def mark(value: object, say: bool = False, big: bool = False) -> SafeString:
    """The mark alone. `say` adds the word for those who cannot see it."""
    drawn = _mark(number_of(value), "m big" if big else "m")
    return format_html('{}<span class="sr">{}</span>', drawn, grade_word(value)) if say else drawn


@cache
def _mark(value: int | None, css: str) -> SafeString:
    return symbol(f"m{value or 0}", css)


@register.simple_tag
def grade(value: object, full: bool = False, last: object = None) -> SafeString:
    """Mark and word. `last` is what was known before it became too old: "Okänt, senast 4"."""
    drawn = _grade(number_of(value), full, get_language() or "")
    if number_of(value) is None and number_of(last):
        words = gettext("senast %(grade)s") % {"grade": last}
        return format_html('{} <span class="q">{}</span>', drawn, words)
    return drawn


@cache
def _grade(value: int | None, full: bool, language: str) -> SafeString:
    words = GRADES_IN_FULL if full else GRADES
    return format_html('<span class="gw">{}<span>{}</span></span>', _mark(value, "m"), words[value])


@register.simple_tag
def marking(value: str, hide_open: bool = False) -> SafeString:
    """How carefully it is to be handled, by shape and word. An unknown marking reads as the highest."""
    if hide_open and value == "open":
        return SafeString("")
    return _marking(value if value in MARKINGS else "sensitive", get_language() or "")


@cache
def _marking(value: str, language: str) -> SafeString:
    name, word = MARKINGS[value]
    return format_html('<span class="tag tag-{}">{}<span>{}</span></span>', value, symbol(name, "i"), word)


@register.simple_tag
def distribution(values: Iterable[object]) -> SafeString:
    """One digit per municipality, worst first, unknown last; the same in words for those who listen."""
    return _distribution(tuple(values), get_language() or "")


@lru_cache(maxsize=2_000)
def _distribution(values: tuple[object, ...], language: str) -> SafeString:
    counted = Counter(number_of(value) for value in values)
    known = sorted((value for value in counted if value is not None), reverse=True)
    digits = format_html_join("", "{}", ((_digits(value, counted[value]),) for value in known))
    order: list[int | None] = [*known, None] if counted[None] else [*known]
    said = ", ".join(f"{counted[value]} {str(GRADES[value]).lower()}" for value in order)
    return format_html(
        '<span class="dist" aria-hidden="true">{}{}</span><span class="sr">{}</span>', digits, "?" * counted[None], said
    )


def _digits(value: int, times: int) -> SafeString:
    run = str(value) * times
    return format_html("<b>{}</b>", run) if value >= 4 else format_html("{}", run)


def _with_word(table: Mapping[str, tuple[str, Promise]], key: object, css: str) -> SafeString:
    found = table.get(str(key))
    if found is None:
        return NOTHING
    return _drawn(found[0], str(found[1]), css)


@cache
def _drawn(name: str, word: str, css: str) -> SafeString:
    return format_html('<span class="{}">{}<span>{}</span></span>', css, symbol(name, "i"), word)


@register.simple_tag
def trend(value: object, hide_same: bool = False) -> SafeString:
    return NOTHING if hide_same and value == "same" else _with_word(TRENDS, value, "tr")


@register.simple_tag
def rise(value: object) -> SafeString:
    return _with_word(RISES, value, "tr")


@register.simple_tag
def confidence(value: object, hide_confirmed: bool = False) -> SafeString:
    return NOTHING if hide_confirmed and value == "confirmed" else _with_word(CONFIDENCES, value, "tr conf")


@register.simple_tag
def stance(value: object, word: str = "") -> SafeString:
    name, usual = STANCES.get(str(value or "none"), STANCES["none"])
    return _drawn(name, word or str(usual), "st")


@register.simple_tag
def verdict(value: str) -> SafeString:
    name, usual = VERDICTS[value]
    return _drawn(name, str(usual), "st")


@register.simple_tag
def step(value: str, word: str = "") -> SafeString:
    name, usual = STEPS[value]
    return _drawn(name, word or str(usual), "st")


@register.simple_tag
def icon(name: str) -> SafeString:
    """Any symbol of the sprite: "search" and other Lucide names, or "s-done", "p-half", "t-up", "logo" as they are."""
    own = name == "logo" or name[:2] in {"s-", "p-", "t-"} or name in {"c1", "c2", "c3"}
    return symbol(name if own else f"i-{name}", "i")


def local(moment: Moment) -> datetime | None:
    """Swedish time, whether the moment comes from a row or from a frozen body as text."""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment) if moment else None
    return timezone.localtime(moment) if moment else None


def as_time(at: datetime, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', at.isoformat(timespec="minutes"), words)


@register.filter("day", expects_localtime=True)
def day_of(value: object) -> SafeString:
    """2025-12-28, in Swedish time, never broken at a hyphen; nothing where there is no date."""
    if not isinstance(value, date):
        return SafeString("")
    return format_html('<time class="one" datetime="{0}">{0}</time>', f"{value:%Y-%m-%d}")


@register.filter
def iso(moment: Moment) -> str:
    """For a program: HTML knows no more than thousandths of a second."""
    at = local(moment)
    return at.isoformat(timespec="milliseconds") if at else ""


@register.simple_tag
def clock(moment: Moment, now: Moment = None) -> SafeString:
    """14:05 for tables and lists; with the day before it when `now` is another day."""
    at, today = local(moment), local(now)
    if at is None:
        return NOTHING
    if today and at.date() != today.date():
        return as_time(at, date_format(at, pgettext("kort dag och klockslag", "j b H:i")))
    return as_time(at, f"{at:%H:%M}")


@register.simple_tag
def day(moment: Moment) -> SafeString:
    at = local(moment)
    return day_of(at) if at else NOTHING


@register.simple_tag
def stamp(moment: Moment) -> SafeString:
    """2025-12-28 08:00, for tables that reach over days."""
    at = local(moment)
    if at is None:
        return NOTHING
    return format_html(
        '<time class="one" datetime="{}">{}</time>', at.isoformat(timespec="minutes"), f"{at:%Y-%m-%d %H:%M}"
    )


@register.simple_tag
def prose(moment: Moment, date: bool = True) -> SafeString:
    """söndag 28 december 2025 kl. 08.00, for running text."""
    at = local(moment)
    if at is None:
        return NOTHING
    parts = {"day": date_format(at, "l j F Y"), "hour": f"{at:%H}", "minute": f"{at:%M}"}
    sentence = gettext("%(day)s kl. %(hour)s.%(minute)s") if date else gettext("kl. %(hour)s.%(minute)s")
    return as_time(at, sentence % parts)


def length(span: timedelta) -> str:
    """8 min, 1 h 12 min, 2 dygn."""
    minutes = int(span.total_seconds()) // 60
    if span >= 2 * DAY:
        return ngettext("%(count)d dygn", "%(count)d dygn", span.days) % {"count": span.days}
    hours, rest = divmod(minutes, 60)
    if not hours:
        return gettext("%(minutes)d min") % {"minutes": rest}
    if not rest or hours >= 10:
        return gettext("%(hours)d h") % {"hours": hours}
    return gettext("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


@register.simple_tag
def age(moment: Moment, now: Moment) -> SafeString:
    """How old something is, beside its time and never alone. `now` is the incident's, not the wall clock's."""
    at, present = local(moment), local(now)
    if at is None or present is None:
        return NOTHING
    words = pgettext("ålder", "%(length)s gammalt") % {"length": length(max(present - at, timedelta()))}
    return format_html('<span class="q">{}</span>', words)


@register.simple_tag
def due(moment: Moment, now: Moment) -> SafeString:
    """How long is left ("om 42 min"), and afterwards the filled tag ("8 min sen")."""
    at, present = local(moment), local(now)
    if at is None or present is None:
        return NOTHING
    if present <= at:
        return format_html('<span class="q">{}</span>', gettext("om %(length)s") % {"length": length(at - present)})
    return late(present - at)


@register.simple_tag
def late(span: timedelta) -> SafeString:
    return format_html('<span class="tag tag-late">{}</span>', gettext("%(length)s sen") % {"length": length(span)})


@register.simple_tag
def silent(since: Moment, now: Moment) -> SafeString:
    """No answer after the deadline: a dashed tag that counts from it."""
    at, present = local(since), local(now)
    words = gettext("Tyst")
    if at and present and present > at:
        words = gettext("Tyst %(length)s") % {"length": length(present - at)}
    return format_html('<span class="tag tag-silent">{}</span>', words)


@register.filter
def thousands(value: object) -> str:
    """8 350 with a space that does not break; the font lacks the narrow one."""
    return f"{value:,}".replace(",", "\N{NO-BREAK SPACE}") if isinstance(value, int) else str(value or "")


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    request = context.get("request")
    return theme_of(request) if request else ""


@register.filter
def scripts(names: str) -> list[str]:
    """One small file per behaviour, in the order they are named."""
    return [static(f"js/{name}.js") for name in names.split()]


@register.filter
def unlocalized(value: object) -> str:
    """1.5 and not 1,5, for what a program reads."""
    return str(value)
