"""The organisations whose own sign-in opens the portal, for the sign-in page."""

from django import template

from coordination.signing_in import organisation
from coordination.signing_in.organisation_settings import Service

register = template.Library()


@register.simple_tag
def organisation_sign_ins() -> tuple[Service, ...]:
    return organisation.services()
