"""A form and a set of twenty function rows."""

from django import forms

LEVELS = [("0", "0"), ("1", "1"), ("2", "2"), ("unknown", "Vet inte")]
TRENDS = [("better", "bättre"), ("same", "lika"), ("worse", "värre"), ("much_worse", "mycket värre")]
CONFIDENCES = [("confirmed", "bekräftad"), ("likely", "trolig"), ("unconfirmed", "obekräftad")]


class AnswerForm(forms.Form):
    works = forms.ChoiceField(choices=LEVELS)
    resources = forms.ChoiceField(choices=LEVELS)
    load = forms.ChoiceField(choices=LEVELS)
    trend = forms.ChoiceField(choices=TRENDS)
    confidence = forms.ChoiceField(choices=CONFIDENCES)
    summary = forms.CharField(max_length=4000, required=False)
    forecast = forms.CharField(max_length=4000, required=False)
    households = forms.IntegerField(min_value=0, required=False)


class ImpactForm(forms.Form):
    function = forms.SlugField(max_length=40)
    works = forms.ChoiceField(choices=LEVELS)
    resources = forms.ChoiceField(choices=LEVELS)
    load = forms.ChoiceField(choices=LEVELS)
    reason = forms.CharField(max_length=300, required=False)
    trend = forms.ChoiceField(choices=TRENDS)
    confidence = forms.ChoiceField(choices=CONFIDENCES)


Impacts = forms.formset_factory(ImpactForm, extra=0)
