"""The words of the questions: long on the phone, short in the table, both the same three levels."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from coordination.situations.content import Content, path_of, questions
from coordination.situations.forms import value_at
from coordination.situations.models import QuestionSet

Choices = Sequence[tuple[str, object]]

OWN_QUESTION: Final = {"municipality": _("Kan kommunen göra det den ska?"), "other": _("Kan ni göra det ni ska?")}
LONG_QUESTIONS: Final = {"resources": _("Räcker resurserna?"), "load": _("Orkar personalen?")}
SHORT_QUESTIONS: Final = {"works": _("Går som det ska?"), "resources": _("Räcker resurserna?"), "load": _("Belastning")}

_DO_NOT_KNOW = ("unknown", _("Vet inte"))
LONG_LEVELS: Final[dict[str, Choices]] = {
    "works": [("0", _("Ja, som planerat")), ("1", _("Delvis")), ("2", _("Nej, det går inte")), _DO_NOT_KNOW],
    "resources": [("0", _("Ja")), ("1", _("Knappt")), ("2", _("Nej, och inga fler finns")), _DO_NOT_KNOW],
    "load": [("0", _("Ja")), ("1", _("Det börjar bli för mycket")), ("2", _("Nej, det är för mycket")), _DO_NOT_KNOW],
}
SHORT_LEVELS: Final[dict[str, Choices]] = {
    "works": [("0", _("Ja")), ("1", _("Delvis")), ("2", _("Nej")), _DO_NOT_KNOW],
    "resources": [("0", _("Ja")), ("1", _("Knappt")), ("2", _("Nej")), _DO_NOT_KNOW],
    "load": [
        ("0", pgettext_lazy("belastning", "Rimlig")),
        ("1", pgettext_lazy("belastning", "Hög")),
        ("2", pgettext_lazy("belastning", "För hög")),
        _DO_NOT_KNOW,
    ],
}
TRENDS: Final[Choices] = [
    ("better", _("Bättre")),
    ("same", _("Lika")),
    ("worse", _("Värre")),
    ("much_worse", _("Mycket värre")),
]
TREND_ICONS: Final = {"better": "t-down", "same": "t-flat", "worse": "t-up", "much_worse": "t-upup"}
CONFIDENCES: Final[Choices] = [
    ("confirmed", _("Bekräftat")),
    ("likely", _("Troligt")),
    ("unconfirmed", _("Obekräftat")),
]
GRADES: Final[Choices] = [
    ("1", _("1 Ingen påverkan")),
    ("2", _("2 Måttlig påverkan")),
    ("3", _("3 Betydande påverkan")),
    ("4", _("4 Allvarlig påverkan")),
    ("5", _("5 Kritisk påverkan")),
]
FIELD_WORDS: Final = {
    "grade": _("Grad"),
    "reason": _("Skäl"),
    "trend": _("Trend"),
    "confidence": _("Säkerhet"),
    **SHORT_QUESTIONS,
}
NEED_WORDS: Final = {
    "needed_by": _("Behövs senast"),
    "what": _("Vad"),
    "amount": _("Antal"),
    "unit": _("Enhet"),
    "where": _("Var"),
    "consequence": _("Om det inte kommer"),
}
PLACE_WORDS: Final = {
    "name": _("Plats"),
    "municipality": _("Kommun"),
    "lat": _("Latitud"),
    "lon": _("Longitud"),
}
YES_NO_WORDS: Final[Choices] = [("yes", _("Ja")), ("no", _("Nej")), ("", _("Vet inte"))]
MARKING_WORDS: Final = {
    "marking": _("Märkning"),
    "reference": _("Lagrum"),
    "reason": _("Skäl för märkningen"),
}
OVERALL: Final = _("Samlad påverkan")
NO_ANSWER: Final = _("Svara på frågan, eller välj Vet inte.")


def said(row: Mapping[str, Any], what: str = "name") -> str:
    """A word of the question set in the reader's language; the Swedish one where English is missing."""
    swedish = str(row.get(f"{what}_sv", ""))
    return str(row.get(f"{what}_en") or swedish) if get_language() == "en" else swedish


def long_question(name: str, *, municipal: bool) -> Promise:
    if name == "works":
        return OWN_QUESTION["municipality" if municipal else "other"]
    return LONG_QUESTIONS[name]


def label_of(path: str, asked: QuestionSet, functions: Mapping[str, str]) -> str:
    """What a field is called where it stands alone: "El, skäl"."""
    first, _dot, rest = path.partition(".")
    if first == "overall":
        return _two(OVERALL, FIELD_WORDS[rest])
    if first == "functions":
        key, _dot, name = rest.partition(".")
        return _two(functions.get(key, key), FIELD_WORDS.get(name, name))
    if first == "needs":
        number, _dot, name = rest.partition(".")
        return _two(_("Behov %(n)d") % {"n": int(number) + 1}, NEED_WORDS[name]) if name else str(_("Behov av stöd"))
    if first == "marking":
        return str(MARKING_WORDS.get(rest, MARKING_WORDS["marking"]))
    key, _dot, rest = rest.partition(".")
    found = [q for section in asked.sections for q in section["questions"] if q["key"] == key]
    return _of_question(found[0], rest) if found else str(_("Svaret"))


def _of_question(question: Mapping[str, Any], rest: str) -> str:
    """A question, or a part of it: "Exakt plats, kommun", "Vägar, rad 2, väg"."""
    if question["kind"] == "place" and rest in PLACE_WORDS:
        return _two(said(question), PLACE_WORDS[rest])
    number, _dot, name = rest.partition(".")
    columns = [column for column in question.get("columns", []) if column["key"] == name]
    if not columns:
        return said(question)
    row = _("rad %(n)d") % {"n": int(number) + 1}
    return _two(_two(said(question), row), said(columns[0]))


def _two(first: object, second: object) -> str:
    return _("%(first)s, %(second)s") % {"first": first, "second": str(second).lower()}


def is_text(path: str, asked: QuestionSet) -> bool:
    """Whether two answers to it can be written together to one."""
    texts = {path_of(q) for q in questions(asked, "text")}
    of_place = path.startswith("places.") and not path.endswith(".municipality")
    return path in texts or of_place or path.startswith("numbers.") or path.endswith(".reason")


def words_of(path: str, content: Content, asked: QuestionSet) -> str:
    """An answer as people read it: "Knappt", not 1."""
    value = value_at(content, path)
    return next((str(word) for key, word in choices_of(path, asked) if key == value), value)


def choices_of(path: str, asked: QuestionSet) -> Choices:
    name = path.rsplit(".", 1)[-1]
    if path.startswith("texts."):
        found = [q for q in questions(asked, "choice", "yes_no") if q["key"] == name]
        return choices_in(found[0]) if found else []
    if path.startswith("overall.") and name in LONG_LEVELS:
        return LONG_LEVELS[name]
    return {**SHORT_LEVELS, "grade": GRADES, "trend": TRENDS, "confidence": CONFIDENCES}.get(name, [])


def choices_in(question: Mapping[str, Any]) -> Choices:
    """What a choice may be answered with, in words; of yes and no without the answer that nothing is."""
    if question["kind"] == "yes_no":
        return YES_NO_WORDS[:2]
    return [(one["key"], said(one)) for one in question.get("choices", [])]
