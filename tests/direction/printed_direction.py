"""Direction 1 of the storm exercise as a frozen body: the positions of the pictures, silence and refusal among them."""

from typing import Any

POSITIONS = [
    ("Ljusdals kommun", "silent", "", None, "", None),
    ("Region Gävleborg", "own_body", "", "10:20", "Sjukvårdsledningen", "13:00"),
    (
        "Elnät Gävleborg",
        "cannot",
        "Vi kan inte lova en ordning mellan kunder. Felsökningen styr vad som går att laga först.",
        "10:18",
        "",
        None,
    ),
    (
        "Ovanåkers kommun",
        "reservation",
        "Vi klarar sex timmar bara om reservkraft till vårdboendet i Edsbyn kommer före kl. 14.",
        "10:21",
        "",
        None,
    ),
    ("Bollnäs kommun", "behind", "", "10:07", "", None),
    ("Gävle kommun", "behind", "", "10:06", "", None),
    ("Polisen", "behind", "", "10:08", "", None),
]
MEASURES = [
    ("Lista över personer med trygghetslarm utan kontakt", "Ljusdals kommun", "09:30", "suggested", ""),
    ("Reservkraft 60 kVA till vattenverket i Ovanåker", "Elnät Gävleborg", "10:00", "ongoing", "på väg från Gävle"),
    ("Sex trygghetspunkter öppna med värme och laddning", "Söderhamns kommun", "12:00", "taken", ""),
    ("Gemensamt budskap om vatten", "Länsstyrelsen Gävleborg", "10:30", "done", ""),
]


def at(clock: str | None) -> str | None:
    return f"2025-12-28T{clock}:00+01:00" if clock else None


def direction_body() -> dict[str, Any]:
    keys = ("name", "stand", "reason", "at", "own_body", "own_body_at")
    return {
        "incident": {
            "number": "2025-041",
            "name": "Stormen Johannes",
            "exercise": True,
            "county": "Gävleborgs län",
            "owner": "Länsstyrelsen Gävleborg",
        },
        "direction": {
            "number": 1,
            "version": 1,
            "purpose": "Människors liv och hälsa går före allt annat det närmaste dygnet.",
            "intended": "Ingen som behöver omsorg ska vara utan värme längre än sex timmar.",
            "goals": [
                "Alla vårdboenden har värme eller en bestämd plats att flytta till, kl. 14.00.",
                "Alla med trygghetslarm utan kontakt är uppsökta, kl. 16.00.",
                "Två vattenverk har reservkraft, kl. 14.00.",
            ],
            "protection_values": ["Människors liv och hälsa", "Samhällets funktionalitet"],
            "valid_from": at("11:00"),
            "valid_to": "2025-12-29T12:00:00+01:00",
            "message": "Sök dig till närmaste trygghetspunkt om du inte kan hålla värmen hemma.",
            "follow_up": "Antal vårdboenden utan värme i mer än sex timmar. Frågan följer med i begäran 4, kl. 12.00.",
            "fixed_at": at("11:00"),
            "fixed_by": "Länsstyrelsen Gävleborg",
            "hash": "11aa22bb33cc44dd55ee66ff77008899aabbccddeeff00112233445566778899",
        },
        "positions": [
            {"actor": number} | dict(zip(keys, (name, stand, reason, at(clock), body, at(body_clock)), strict=True))
            for number, (name, stand, reason, clock, body, body_clock) in enumerate(POSITIONS, 1)
        ],
        "measures": [
            {"what": what, "owner": owner, "due": at(due), "state": state, "note": note}
            for what, owner, due, state, note in MEASURES
        ],
    }
