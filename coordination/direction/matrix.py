"""Need × actor: who has what, as each has said it, and what nobody has first. As many statements at any size."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.db.models import Case, Count, Exists, OuterRef, Q, Value, When
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy

from actors.models import Actor
from coordination.direction.models import Need, NeedRole, Part
from coordination.direction.querysets import NeedQuerySet
from coordination.direction.system import SETTLED_NEEDS
from coordination.incidents.models import Incident, Participant
from coordination.templatetags.look import symbol

PAGE: Final = 50
# What a cell says: its mark, its word, and the same in full in the key under the table.
CELLS: Final[dict[str, tuple[str, Promise, Promise]]] = {
    "has": ("p-full", gettext_lazy("Ansvarig"), gettext_lazy("Ansvarig: aktören har själv sagt det")),
    "thought": (
        "p-none",
        gettext_lazy("Ansvarig?"),
        gettext_lazy("Ansvarig?: andra tror det, aktören har inte sagt det"),
    ),
    "supports": ("p-half", gettext_lazy("Stödjer"), gettext_lazy("Stödjer: aktören har själv sagt det")),
    "supports_thought": ("p-none", gettext_lazy("Stödjer?"), gettext_lazy("Stödjer?: aktören har inte sagt det")),
    "affected": ("s-todo", gettext_lazy("Berörs"), gettext_lazy("Berörs")),
    "missing": ("s-late", gettext_lazy("Saknas"), gettext_lazy("Saknas: borde vara med")),
    "no": ("p-no", gettext_lazy("Inte vi"), gettext_lazy("Inte vi: aktören har sagt nej")),
}
EMPTY: Final = format_html("<td>{}</td>", "")


@dataclass(frozen=True)
class Asked:
    """What the reader wants to see of it."""

    kind: str = ""
    priority: int = 0
    actors: tuple[int, ...] = ()
    settled: bool = False
    every_actor: bool = False
    page: int = 1


@dataclass(frozen=True)
class Row:
    need: Need
    nobody: bool
    url: str
    cells: SafeString
    # The part of the one actor that the reader answers for, and whether it waits for its word.
    mine: NeedRole | None
    asked: bool


@dataclass(frozen=True)
class Matrix:
    columns: list[Actor]
    rows: list[Row]
    count: int
    nobody: int
    page: int
    pages: int
    left_out: int
    gone: set[int]

    @property
    def unheld(self) -> list[Row]:
        return [row for row in self.rows if row.nobody]

    @property
    def held(self) -> list[Row]:
        return [row for row in self.rows if not row.nobody]


def cell_of(row: NeedRole) -> str:
    """Which cell it is: the actor's own word before anybody else's."""
    if row.declined_at:
        return "no"
    if row.part == Part.RESPONSIBLE:
        return "has" if row.confirmed_at else "thought"
    if row.part == Part.SUPPORTS:
        return "supports" if row.confirmed_at else "supports_thought"
    return str(row.part)


def drawn(cell: str) -> SafeString:
    return _drawn(cell, get_language() or "")


@cache
def _drawn(cell: str, language: str) -> SafeString:
    name, word, _full = CELLS[cell]
    return format_html('<span class="st">{}<span>{}</span></span>', symbol(name, "i"), word)


def key() -> list[dict[str, Any]]:
    """What the marks mean, under the table."""
    return [{"icon": name, "words": full} for name, _word, full in CELLS.values()]


def held(**more: Any) -> Exists:
    """An actor that takes part has itself said that it is responsible."""
    there = Participant.objects.filter(
        incident=OuterRef("need__incident"), actor=OuterRef("actor"), left_at__isnull=True
    )
    rows = NeedRole.objects.filter(
        Exists(there), need=OuterRef("pk"), part=Part.RESPONSIBLE, confirmed_at__isnull=False, **more
    )
    return Exists(rows)


def with_nobody(needs: NeedQuerySet) -> Any:
    """The needs, each with whether nobody has it: a settled one is nobody's to ask about."""
    settled = Q(state__in=SETTLED_NEEDS)
    return needs.annotate(
        nobody=Case(When(settled, then=Value(False)), When(held(), then=Value(False)), default=Value(True))
    )


def read(person: Any, incident: Incident, asked: Asked, mine: list[Actor]) -> Matrix:
    needs = with_nobody(_wanted(person, incident, asked))
    counted = needs.aggregate(in_all=Count("pk"), unheld=Count("pk", filter=Q(nobody=True)))
    pages = max(1, -(-counted["in_all"] // PAGE))
    page = min(max(1, asked.page), pages)
    shown = list(needs.order_by("-nobody", "priority", "needed_by", "number")[(page - 1) * PAGE : page * PAGE])
    roles: dict[int, dict[int, NeedRole]] = defaultdict(dict)
    for role in NeedRole.objects.visible_to(person).filter(need__in=[need.pk for need in shown]):
        roles[role.need_id][role.actor_id] = role
    columns, gone, left_out = _columns(incident, roles, asked.every_actor)
    one = mine[0] if len(mine) == 1 else None
    rows = []
    for need in shown:
        need.incident = incident
        rows.append(_row(need, columns, roles[need.pk], one))
    return Matrix(columns, rows, counted["in_all"], counted["unheld"], page, pages, left_out, gone)


def _wanted(person: Any, incident: Incident, asked: Asked) -> NeedQuerySet:
    needs = Need.objects.visible_to(person).filter(incident=incident)
    if not asked.settled:
        needs = needs.exclude(state__in=SETTLED_NEEDS)
    if asked.kind:
        needs = needs.filter(kind=asked.kind)
    if asked.priority:
        needs = needs.filter(priority=asked.priority)
    if asked.actors:
        needs = needs.filter(Exists(NeedRole.objects.filter(need=OuterRef("pk"), actor__in=asked.actors)))
    return needs


def _columns(
    incident: Incident, roles: dict[int, dict[int, NeedRole]], every: bool
) -> tuple[list[Actor], set[int], int]:
    """Those with a part in what is shown, in Swedish order; who has left stands there while its parts do."""
    with_part = {actor for row in roles.values() for actor in row}
    took_part = Participant.objects.filter(incident=incident).select_related("actor").order_by("actor__sort_name", "pk")
    there = [row for row in took_part if row.left_at is None or row.actor_id in with_part]
    gone = {row.actor_id for row in there if row.left_at}
    columns = [row.actor for row in there if every or row.actor_id in with_part]
    return columns, gone, len(there) - len(columns)


def _row(need: Any, columns: list[Actor], roles: dict[int, NeedRole], one: Actor | None) -> Row:
    cells = format_html_join("", "{}", ((_cell(actor, roles.get(actor.pk)),) for actor in columns))
    mine = roles.get(one.pk) if one else None
    waits = mine is not None and not (mine.confirmed_at or mine.declined_at) and mine.part in ASKED_PARTS
    return Row(need, need.nobody, url_of(need), cells, mine, waits)


ASKED_PARTS: Final = (Part.RESPONSIBLE.value, Part.SUPPORTS.value)


def _cell(actor: Actor, role: NeedRole | None) -> SafeString:
    if role is None:
        return EMPTY
    return format_html('<td data-f="{}">{}</td>', actor.short, drawn(cell_of(role)))


def url_of(need: Need) -> str:
    """The need's own page."""
    try:
        return str(need.get_absolute_url())
    except NoReverseMatch:
        return reverse("need_parts", args=[need.incident.number, need.number])
