"""A word of the field, linked to the glossary where a page uses it first."""

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from coordination.overview import glossary

register = template.Library()

# Words already linked are kept with the rendering of one page, so that its parts know of one another.
LINKED = "glossary terms linked"


@register.simple_tag(takes_context=True)
def term(context: Context, name: str, form: str = "") -> SafeString:
    """`{% term "påverkansgrad" %}`, or `{% term "värdegrund" word %}` with the form that the sentence needs.

    The link's title is the short explanation, which a screen reader reads as its description. A word that the glossary
    lacks is an error of the template, and is not passed over.
    """
    found = glossary.find(name)
    shown = form or found.word
    linked = _linked(context)
    if found.sv in linked:
        return format_html("{}", shown)
    linked.add(found.sv)
    return format_html('<a class="term" href="{}" title="{}">{}</a>', found.url, found.meaning, shown)


def _linked(context: Context) -> set[str]:
    request = context.get("request")
    if request is None:
        return set()
    seen: set[str] = request.__dict__.setdefault(LINKED, set())
    return seen
