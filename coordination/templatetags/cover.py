"""How much of a resource need is covered: the number in words beside this, the shape here."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

WIDE = 96


@register.simple_tag
def cover_bar(needed: int, agreed: int, offered: int) -> SafeString:
    """A box as wide as the need: filled as far as it is agreed, a thin bar as far as it is offered."""
    whole = max(needed, 1)
    full = min(agreed, whole) * WIDE // whole
    thin = min(agreed + offered, whole) * WIDE // whole - full
    return format_html(
        '<svg class="cover" width="{w2}" height="12" viewBox="0 0 {w2} 12" aria-hidden="true">'
        '<rect x="1" y="1" width="{w}" height="10" fill="none" stroke="currentColor"/>'
        '<rect x="1" y="1" width="{full}" height="10" fill="currentColor"/>'
        '<rect x="{at}" y="4" width="{thin}" height="4" fill="currentColor"/></svg>',
        w=WIDE,
        w2=WIDE + 2,
        full=full,
        at=full + 1,
        thin=thin,
    )
