"""Where a call comes from. Behind our own proxy that is the last in X-Forwarded-For; else the header is a claim."""

import ipaddress
from typing import Final

from django.conf import settings
from django.http import HttpRequest

UNKNOWN: Final = "0.0.0.0"  # noqa: S104  # nosec B104  # a call over a socket of the machine itself has no address
HOME: Final = 64


def of(request: HttpRequest) -> str:
    """The caller's address, or 0.0.0.0 where there is none that can be believed."""
    told = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or told
    try:
        return str(ipaddress.ip_address(told))
    except ValueError:
        return UNKNOWN


def network_of(request: HttpRequest) -> str:
    """What guesses are counted by. One IPv6 home has more addresses than anybody can count, so it counts as one."""
    found = ipaddress.ip_address(of(request))
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((found, HOME), strict=False).network_address)
    return str(found)
