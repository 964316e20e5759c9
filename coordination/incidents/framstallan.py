"""The text of a formal request: made in Swedish of the data alone, the same on the page, on paper and read aloud.

A pure function of what was gathered. Nothing in it has to be seen to be understood.
"""

import hashlib
import json
from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

Body = dict[str, Any]

EXERCISE: Final = "Övning, övning, övning."


def compose(
    *,
    number: int,
    asker: str,
    addressee: str,
    incident: Body,
    needs: list[Body],
    at: datetime,
    contact: str = "",
    tried: str = "",
    legal_ground: str = "",
    marking: str = "",
) -> Body:
    """All that the request says. `needs` are facts: what, quantity, agreed, offers and so on."""
    with override("sv"):
        parts = [
            ("Vem som ber om stöd", _who(asker, addressee, incident, at)),
            ("Det som saknas", [_lacking(need) for need in needs]),
            ("Det som är erbjudet", [_offered(need) for need in needs]),
            ("Det som är prövat", [sentence(tried) or "Inget är antecknat om vad som är prövat."]),
            ("Lagstöd", [sentence(legal_ground)]),
            ("Svar till", [sentence(f"{asker}, {contact}" if contact else asker)]),
            ("Märkning", [sentence(marking)]),
        ]
    return {
        "number": number,
        "title": f"Framställan {number} från {asker} till {addressee}",
        "asker": asker,
        "addressee": addressee,
        "incident": incident,
        "as_of": at.isoformat(),
        "needs": needs,
        "tried": tried,
        "legal_ground": legal_ground,
        "contact": contact,
        "parts": [
            {"heading": heading, "lines": [line for line in lines if line]} for heading, lines in parts if any(lines)
        ],
    }


def plain(body: Body) -> str:
    """To read out over radio or paste into a letter."""
    lines = [EXERCISE] if body["incident"].get("exercise") else []
    lines.append(sentence(body["title"]))
    for part in body["parts"]:
        lines += ["", f"{part['heading']}:", *part["lines"]]
    if body["incident"].get("exercise"):
        lines += ["", EXERCISE]
    return "\n".join(lines) + "\n"


def fingerprint(body: Body) -> str:
    """SHA-256 of what was frozen."""
    whole = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(whole.encode()).hexdigest()


def sentence(text: str) -> str:
    """On one line, with its full stop."""
    line = " ".join(text.split())
    return line if not line or line[-1] in ".!?" else f"{line}."


def moment(at: datetime | str | None) -> str:
    """28 december 2025 kl. 18.00."""
    if not at:
        return ""
    local = timezone.localtime(datetime.fromisoformat(at) if isinstance(at, str) else at)
    return f"{date_format(local, 'j F Y')} kl. {local:%H.%M}"


def _who(asker: str, addressee: str, incident: Body, at: datetime) -> list[str]:
    return [
        f"{asker} ber {addressee} om stöd. Det är en framställan och ingen order.",
        sentence(f"Den gäller {incident['name']}, händelse {incident['number']}"),
        f"Uppgifterna gäller {moment(at)}.",
    ]


def _lacking(need: Body) -> str:
    amount = f"{need['quantity']} {need['unit']} {need['what']}"
    missing = need["quantity"] - need["agreed"]
    until = f" till {moment(need['until'])}" if need["until"] else ", slutet är inte känt"
    said = [
        f"Resursbehov {need['number']}. {need['actor']} behöver {amount}.",
        f"Det saknas {missing} av {need['quantity']}.",
        f"Behövs från {moment(need['from'])}{until}.",
        sentence(f"Plats: {need['where']}"),
        sentence(f"Används till: {need['why']}") if need["why"] else "",
        sentence(f"Kontakt: {need['contact']}"),
    ]
    return " ".join(line for line in said if line)


def _offered(need: Body) -> str:
    """What others offer already, so that nobody sends the same twice."""
    name = f"Resursbehov {need['number']}"
    if not need["offers"]:
        return f"{name}: inget är erbjudet."
    each = [
        f"{one['actor']} {one['quantity']} {need['unit']}, {'överenskommet' if one['agreed'] else 'väntar på besked'}"
        for one in need["offers"]
    ]
    return sentence(f"{name}: {'; '.join(each)}")
