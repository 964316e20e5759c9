"""What the reviewer writes about a county's process, and what the county answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from processes.forms_running import Act, area
from processes.models import Yardstick, heading_words


class CommentForm(Act):
    yardstick = forms.ChoiceField(label=_("Kriterium"), choices=Yardstick.choices, widget=forms.RadioSelect)
    heading = forms.ChoiceField(label=_("Rubrik"), required=False)
    text = area(_("Kommentar"), rows=5, needed=True)
    asks_change = forms.BooleanField(label=_("Jag begär ändring"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [("", _("Processen i sin helhet")), *heading_words().items()]
        self.fields["heading"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField's


class AnswerForm(Act):
    text = area(_("Länets svar"), rows=5, needed=True)


class SettleForm(Act):
    text = area(_("Dina ord till länet"), help_text=_("Behövs när länet inte har svarat."))


class ReopenForm(Act):
    text = area(_("Vad undrar du mer?"), needed=True)


class ApproveForm(Act):
    words = area(
        _("Vad godkännandet gäller"),
        longest=500,
        needed=True,
        help_text=_("Står på länets sida med ditt namn."),
    )
