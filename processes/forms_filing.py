"""A document, its next version, and what the reviewer says of one."""

from contextlib import AbstractContextManager
from typing import Any, Final

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from processes import inspecting
from processes.models import LARGEST_DOCUMENT, FiledKind

LANGUAGES: Final = (
    ("", _("Som filen säger")),
    ("sv", _("Svenska")),
    ("en", _("Engelska")),
    ("fi", _("Finska")),
    ("se", _("Nordsamiska")),
)


class VersionForm(forms.Form):
    file = forms.FileField(
        label=_("Fil"),
        max_length=250,
        allow_empty_file=True,
        help_text=_("PDF, DOCX eller ODT, högst 25 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.odt"}),
    )
    language = forms.ChoiceField(label=_("Språk"), choices=LANGUAGES, required=False)

    def clean_file(self) -> Any:
        """Too much is refused before it is read."""
        sent = self.cleaned_data["file"]
        if (sent.size or 0) > LARGEST_DOCUMENT:
            raise forms.ValidationError(inspecting.too_large().sentence)
        return sent

    def all_or_nothing(self) -> AbstractContextManager[Any]:
        return transaction.atomic()


class DocumentForm(VersionForm):
    title = forms.CharField(label=_("Titel"), max_length=200)
    kind = forms.ChoiceField(label=_("Slag"), choices=FiledKind.choices)
    field_order = ["title", "kind", "file", "language"]


class JudgementForm(forms.Form):
    judgement = forms.ChoiceField(
        label=_("Din bedömning"),
        choices=[("publish", _("Publicera")), ("return", _("Begär ändring"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Dina ord till länet"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Behövs när du begär ändring: vad som ska ändras."),
    )
