"""The marking as a part of other forms: folded, with the incident's own as its beginning."""

from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from coordination.incidents.models import Marking, Reference, allowed
from coordination.incidents.services import Mark, wrong_with
from coordination.incidents.services.marking import HasMark

FIELDS: Final = {"marking": "marking", "reference": "marking_reference", "reason": "marking_reason"}
NO_REFERENCE: Final = ("", _("Inget lagrum"))


class MarkedForm(forms.Form):
    """A form for something that carries a marking. `marked` is the row whose marking it begins with."""

    marking = forms.ChoiceField(label=_("Märkning"), required=False)
    marking_reference = forms.ChoiceField(
        label=_("Lagrum"), required=False, choices=[NO_REFERENCE, *Reference.choices], help_text=_("För det känsliga.")
    )
    marking_reason = forms.CharField(
        label=_("Skäl för märkningen"),
        required=False,
        max_length=300,
        help_text=_("Varför sekretess kan gälla. Upprepa inte uppgiften."),
    )

    def __init__(self, data: Any = None, *, marked: HasMark | None = None, initial: Any = None, **more: Any) -> None:
        mark = Mark.of(marked) if marked is not None else Mark()
        begins = {"marking": mark.marking, "marking_reference": mark.reference, "marking_reason": mark.reason}
        super().__init__(data, initial=begins | (initial or {}), **more)
        self.begins = mark
        field: Any = self.fields["marking"]
        field.choices = [(value, label) for value, label in Marking.choices if value in allowed()]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "marking" not in self.errors:
            for part, sentence in wrong_with(self._said(cleaned)).items():
                self.add_error(FIELDS[part], sentence)
        return cleaned

    def _said(self, cleaned: dict[str, Any]) -> Mark:
        if not cleaned.get("marking"):
            return self.begins
        return Mark(cleaned["marking"], cleaned.get("marking_reference", ""), cleaned.get("marking_reason", ""))

    def taken(self) -> dict[str, Any]:
        """What was written, with the marking as `mark`: what a service takes."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in FIELDS.values()}
        return {**said, "mark": self._said(self.cleaned_data)}

    @property
    def plain(self) -> list[BoundField]:
        """The fields besides the marking, for pages that draw them all in order."""
        return [field for field in self if field.name not in FIELDS.values()]

    @property
    def marking_open(self) -> bool:
        """Whether the fold stands open: something in it is wrong."""
        return any(name in self.errors for name in FIELDS.values())

    @property
    def marking_word(self) -> str:
        value = self["marking"].value()
        return str(dict(Marking.choices).get(value, ""))
