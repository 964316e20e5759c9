"""Days and deviations of a process, as its pages say them."""

import datetime

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from processes.leading import deviation_words
from processes.models import Deviation

register = template.Library()


@register.simple_tag
def span(first: datetime.date | None, last: datetime.date | None) -> SafeString:
    """From one day to another; what is not known is a dash that is read out as a word."""
    if first is None and last is None:
        return format_html('<span class="q">{}</span>', _("inte satt"))
    if first == last:
        return _day(first)
    days = [_day(first) if first else SafeString("..."), _day(last) if last else SafeString("...")]
    return format_html_join(" – ", "{}", [(one,) for one in days])


def _day(day: datetime.date | None) -> SafeString:
    return format_html('<time datetime="{0}">{0}</time>', day.isoformat() if day else "")


@register.simple_tag
def deviation(one: Deviation) -> str:
    return deviation_words(one)
