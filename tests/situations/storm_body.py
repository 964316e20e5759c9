"""Report no. 3 of the storm exercise as a body, on the morning of the pictures. Every municipal figure is made up."""

from typing import Any

FUNCTIONS = [
    ("power", "El", 1, 0),
    ("water", "Dricksvatten", 2, 0),
    ("telecom", "Tele och data", 1, 1),
    ("care", "Vård och omsorg", 1, 0),
    ("roads", "Vägar och spår", 2, 1),
    ("heat", "Värme", 2, 0),
    ("supply", "Mat och drivmedel", 0, 0),
    ("school", "Skola, barnomsorg", 0, 0),
]
# name, short, clock, oral, grades by function, households without power
ANSWERS: list[tuple[str, str, str, bool, list[int | None], int]] = [
    ("Bollnäs kommun", "Bollnäs", "07:41", False, [5, 3, 4, 3, 3, 4, 2, 2], 2100),
    ("Gävle kommun", "Gävle", "07:36", False, [2, 2, 2, 2, 3, 2, 2, 1], 350),
    ("Söderhamns kommun", "Söderhamn", "07:52", False, [5, 3, 3, 4, 4, 4, 3, 3], 2400),
    ("Ovanåkers kommun", "Ovanåker", "07:50", False, [4, 4, 3, 4, 3, 4, 2, 3], 1200),
    ("Nordanstigs kommun", "Nordanstig", "08:12", True, [4, 2, 4, 3, 3, 3, None, None], 900),
    ("Hudiksvalls kommun", "Hudiksvall", "07:58", False, [4, 3, 3, 3, 4, 3, 2, 2], 1100),
    ("Ockelbo kommun", "Ockelbo", "08:19", False, [3, 2, 3, 3, 3, 2, 2, 2], 250),
    ("Sandvikens kommun", "Sandviken", "07:44", False, [2, 1, 2, 2, 3, 2, 1, 1], 50),
]
OTHERS = [("Elnät Gävleborg", "08:40", 9), ("Polisen", "07:30", 10), ("Region Gävleborg", "07:55", 11)]
CHANGES = [
    ("Ovanåker", "Vård och omsorg", 3, 4, "much_worse", 4),
    ("Ovanåker", "Dricksvatten", 3, 4, "worse", 4),
    ("Söderhamn", "Dricksvatten", 2, 3, "worse", 3),
    ("Gävle", "Vägar och spår", 4, 3, "better", 2),
    ("Bollnäs", "El", 4, 5, "worse", 1),
    ("Bollnäs", "Tele och data", 3, 4, "worse", 1),
    ("Bollnäs", "Värme", 3, 4, "worse", 1),
    ("Hudiksvall", "Vägar och spår", 3, 4, "worse", 6),
    ("Ockelbo", "Tele och data", 4, 3, "better", 7),
    ("Ovanåker", "Värme", 3, 4, "worse", 4),
    ("Söderhamn", "Vägar och spår", 3, 4, "worse", 3),
]
WORDS = {
    "summary": (
        "8 350 hushåll är utan el i åtta kommuner. [1] Läget är värst i Bollnäs och Söderhamn, där elförsörjningen är "
        "kritisk. Hofors och Ljusdal har inte svarat. Deras läge är okänt.\n\nDricksvattnet försämras i Ovanåker och "
        "Söderhamn. Reservkraft saknas vid ett vattenverk. [4] Hemtjänsten når inte alla personer i Söderhamns norra "
        "delar. [3] Vi bedömer att värme i vårdboenden blir det svåraste inom tolv timmar."
    ),
    "assessment": (
        "Störst risk nu är att personer som behöver omsorg blir utan värme. [3, 4] Vägnätet avgör hur fort elbolagens "
        "lag kommer fram.\n\nUppgifterna från de norra kommunerna är få. Vi ringer Ljusdal på nytt kl. 09.15."
    ),
    "forecast": "Vinden avtar under dagen. Felavhjälpningen i skog väntas ta flera dygn. [9]",
    "support": "Ovanåker behöver reservkraft före kl. 14. Fråga om bandvagn har gått till Försvarsmakten.",
    "disputed": (
        "Väg 50 mellan Söderhamn och Bollnäs: Polisen uppger avstängd kl. 05.40 (bekräftad). [10] Trafikverket uppger "
        "öppen för tung trafik kl. 07.00 (trolig). Frågan är inte avgjord."
    ),
    "message": "Koka vattnet i Ovanåker tills kommunen säger annat. Ring 112 bara vid fara för liv.",
}


def at(clock: str) -> str:
    return f"2025-12-28T{clock}:00+01:00"


def storm_body() -> dict[str, Any]:
    """A fresh body each time, so that a test may change its own."""
    return {
        "incident": {
            "number": "2025-041",
            "name": "Stormen Johannes",
            "exercise": True,
            "county": "Gävleborgs län",
            "owner": "Länsstyrelsen Gävleborg",
        },
        "request": {"number": 3, "as_of": at("08:00"), "deadline": at("08:00")},
        "as_of": at("08:00"),
        "compiled_at": at("08:52"),
        "invited": 13,
        "answered": _answered(),
        "silent": _silent(),
        "overall": {"worst": 5, "distribution": [5, 5, 4, 4, 4, 3, 2, 2, None, None]},
        "functions": [_function(place, *row) for place, row in enumerate(FUNCTIONS)],
        "numbers": _numbers(),
        "texts": [],
        "needs": _needs(),
        "changes": [
            {
                "actor": 1,
                "short": short,
                "function": name,
                "function_name": name,
                "before": before,
                "after": after,
                "trend": trend,
                "source": source,
            }
            for short, name, before, after, trend, source in CHANGES
        ],
        "compared_to": 2,
        "sources": _sources(),
        "withheld": 0,
        "report": {
            "number": 3,
            "published_at": at("09:04"),
            "published_by": "TiB, Länsstyrelsen Gävleborg",
            "marking": "Öppen",
            "replaces": 2,
            "next_at": at("13:00"),
            "hash": "7c1e90ab44d21f08c2b1e2f7780d5a5ee4d0c6b4a19f3327d5ab8c01f2e3d4c5",
        },
        "words": dict(WORDS),
    }


def _answered() -> list[dict[str, Any]]:
    rows = [
        (number, name, short, "municipality", clock, oral, max(grade or 0 for grade in grades))
        for number, (name, short, clock, oral, grades, _) in enumerate(ANSWERS, 1)
    ]
    rows += [(number, name, name, "other", clock, False, 3) for name, clock, number in OTHERS]
    return [
        {
            "actor": number,
            "name": name,
            "short": short,
            "level": level,
            "input": 30 + number,
            "number": f"2025-041-0{30 + number}",
            "at": at(clock),
            "late": clock > "08:00",
            "oral": oral,
            "source": number,
            "overall": overall,
            "trend": "worse",
            "confidence": "confirmed",
            "stale": number == 10,
        }
        for number, name, short, level, clock, oral, overall in rows
    ]


def _silent() -> list[dict[str, Any]]:
    return [
        {"actor": 21, "name": "Hofors kommun", "short": "Hofors", "level": "municipality", "last": None},
        {
            "actor": 22,
            "name": "Ljusdals kommun",
            "short": "Ljusdal",
            "level": "municipality",
            "last": {"input": 12, "at": at("03:14"), "overall": 4},
        },
    ]


def _function(place: int, key: str, name: str, worse: int, better: int) -> dict[str, Any]:
    cells = [
        {
            "actor": number,
            "short": short,
            "grade": grades[place],
            "trend": "worse",
            "confidence": "confirmed",
            "input": 30 + number,
            "source": number,
            "proposed": grades[place],
            "reason": "",
        }
        for number, (_, short, _, _, grades, _) in enumerate(ANSWERS, 1)
    ]
    known = sorted((cell["grade"] for cell in cells if cell["grade"]), reverse=True)
    spread = known + [None] * (10 - len(known))
    return {
        "key": key,
        "name": name,
        "worst": known[0],
        "distribution": spread,
        "worse": worse,
        "better": better,
        "cells": cells,
    }


def _numbers() -> list[dict[str, Any]]:
    parts = [
        {"actor": number, "short": short, "value": households, "input": 30 + number, "source": number}
        for number, (_, short, _, _, _, households) in enumerate(ANSWERS, 1)
    ]
    missing = [{"actor": 21, "short": "Hofors"}]
    former = {"actor": 22, "short": "Ljusdal", "value": 900, "at": at("03:14"), "input": 12, "why": "former_request"}
    grid = {"actor": 9, "short": "Elnät Gävleborg", "value": 9300, "at": at("08:40"), "input": 39, "why": "other_level"}
    return [
        {
            "key": "households",
            "name": "Hushåll utan el",
            "unit": "hushåll",
            "total": sum(part["value"] for part in parts),
            "parts": parts,
            "missing": missing,
            "not_counted": [former, grid],
        },
        {
            "key": "shelter",
            "name": "Personer i trygghetspunkter",
            "unit": "personer",
            "total": 64,
            "parts": [
                {"actor": 1, "short": "Bollnäs", "value": 40, "input": 31, "source": 1},
                {"actor": 3, "short": "Söderhamn", "value": 24, "input": 33, "source": 3},
            ],
            "missing": [{"actor": 21, "short": "Hofors"}, {"actor": 22, "short": "Ljusdal"}],
            "not_counted": [],
        },
    ]


def _needs() -> list[dict[str, Any]]:
    return [
        {
            "actor": 4,
            "short": "Ovanåker",
            "what": "Reservkraft till vattenverket",
            "amount": 60,
            "unit": "kVA",
            "where": "Edsbyn",
            "needed_by": at("14:00"),
            "consequence": "Vattnet tar slut i högreservoaren under kvällen.",
            "input": 34,
            "source": 4,
        },
        {
            "actor": 3,
            "short": "Söderhamn",
            "what": "Bandvagn till hemtjänsten",
            "amount": 2,
            "unit": "st",
            "where": "Trönö och Rengsjö",
            "needed_by": at("12:00"),
            "consequence": "Elva personer nås inte.",
            "input": 33,
            "source": 3,
        },
    ]


def _sources() -> list[dict[str, Any]]:
    keys = ("input", "number", "actor", "short", "at", "oral", "late")
    return [{"n": answer["source"]} | {key: answer[key] for key in keys} for answer in _answered()]
