"""The parts that an answer's form is drawn from: a field, its choices, a graded function, a section."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from coordination.situations.models import AnswerFile
from coordination.templatetags.look import GRADES_IN_FULL

# Mark and word of a part of the answer, as the list at its side says it.
STEPS: Final = {
    "wrong": ("s-late", _("att avgöra")),
    "todo": ("s-todo", _("ej ifylld")),
    "now": ("s-now", _("pågår")),
    "same": ("s-done", _("oförändrad")),
    "done": ("s-done", _("klar")),
}


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    checked: bool
    former: bool
    icon: str = ""


@dataclass(frozen=True)
class Offer:
    """What another answer of the actor already said to the same question: used by one press, and never by itself."""

    path: str
    input: int
    words: str
    at: datetime
    where: str
    note: str = ""


@dataclass(frozen=True)
class Field:
    name: str
    label: str
    kind: str
    value: str = ""
    hint: str = ""
    unit: str = ""
    rows: int = 1
    former: str = ""
    choices: list[Choice] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    guard: str = ""
    definition: str = ""
    offer: Offer | None = None
    # Of a place its parts; of rows the names of the columns, and the fields of each row.
    parts: "list[Field]" = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    table: "list[list[Field]]" = field(default_factory=list)
    # What is attached already.
    files: list[AnswerFile] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.name.partition(".")[2]

    @property
    def template(self) -> str:
        # A whole answer from a file has the name that a question of files would have.
        return f"situations/answer_{'files' if self.kind == 'file' else self.kind}.html"

    @property
    def has_guard(self) -> bool:
        """A choice has none, nor a file: whoever may read the answer may read what was chosen, and open the file."""
        return self.kind not in ("choice", "yes_no", "file")

    @property
    def shown(self) -> str:
        """What is filled in, as people read it."""
        return self.chosen if self.kind == "choice" else self.value

    @property
    def filled(self) -> "list[list[Field]]":
        return [row for row in self.table if any(one.value.strip() for one in row)]

    @property
    def chosen(self) -> str:
        return next((choice.label for choice in self.choices if choice.checked), "")


@dataclass(frozen=True)
class Graded:
    """One function, or the whole: three levels, the grade they give, and what somebody set instead."""

    path: str
    name: str
    hint: str
    levels: list[Field]
    computed: int | None
    grade: int | None
    override: Field
    reason: Field
    trend: Field
    confidence: Field
    former: int | None
    has_former: bool
    same: bool
    blank: bool
    open: bool
    errors: list[str]
    offer: Offer | None = None

    @property
    def computed_words(self) -> str:
        return str(GRADES_IN_FULL[self.computed])

    @property
    def key(self) -> str:
        return self.path.removeprefix("functions.")


@dataclass(frozen=True)
class Section:
    key: str
    number: int
    name: str
    fields: list[Field]
    step: str
    has_numbers: bool
    has_needs: bool
    has_grades: bool
    # What is graded here: the whole and the functions, or questions of impact that stand in another section.
    graded: list[Graded] = field(default_factory=list)
    # Another part of the portal asks it along with the request (rounds/additions.py), and this is said beside it.
    added: bool = False
    told: Any = None

    @property
    def icon(self) -> str:
        return STEPS[self.step][0]

    @property
    def words(self) -> str:
        return str(STEPS[self.step][1])

    @property
    def has_texts(self) -> bool:
        return self.has_needs or any(one.kind in ("text", "rows", "place") for one in self.fields)
