"""A report to read out over radio: at most 1,500 signs of whole Swedish sentences, made of the frozen body alone.

Nothing in it has to be seen to be understood: no abbreviations, no marks, no source numbers. Where there is not room
for all, whole sentences are left out by their weight, and it is said how many.
"""

import re
from typing import Any, Final, NamedTuple

from django.utils.translation import override

from coordination.situations.press.brief import spread
from coordination.situations.report import reading
from coordination.situations.report.citing import CITED
from coordination.situations.report.proposal import listed
from coordination.situations.report.reading import Body
from coordination.situations.report.sentences import sentences

LONGEST: Final = 1500
# Kept free for the sentence that says how much was left out.
ROOM: Final = 90
SPOKEN: Final = (
    (r"\bkl\.?\s*(?=\d)", "klockan "),
    (r"\bnr\.?\s*(?=\d)", "nummer "),
    (r"\bt\.\s?ex\.", "till exempel"),
    (r"\bbl\.\s?a\.", "bland annat"),
    (r"\bd\.?v\.?s\.", "det vill säga"),
    (r"\bm\.\s?m\.", "med mera"),
    (r"\bm\.\s?fl\.", "med flera"),
    (r"\bo\.\s?s\.\s?v\.|\bosv\.", "och så vidare"),
    (r"\bca\.?\s+(?=\d)", "cirka "),
    (r"(?<=\d)\s?st\b\.?", " stycken"),
    (r"(?<=\d)\s?%", " procent"),
    (r"(?<=\d)\s?km\b", " kilometer"),
    (r"(?<=\d)\s?kV\b", " kilovolt"),
    (r"(?<=\d)\s?kW\b", " kilowatt"),
    (r"(?<=\d)\s?MW\b", " megawatt"),
    (r"\bTiB\b", "tjänsteman i beredskap"),
    (r"\s?&\s?", " och "),
    (r"(?<=\d)\s?kVA\b", " kilovoltampere"),
    (r"(?<![\d–-])(\d{1,4})\s?[–-]\s?(\d{1,4})(?![\d–-])", r"\1 till \2"),
)
# In which order there is room for them. What all may tell the public comes before what is only counted.
WORDS: Final = (("summary", 1), ("message", 2), ("support", 5), ("assessment", 6), ("disputed", 7), ("forecast", 8))
ANSWERED, COUNTED = 3, 4
HARD, MOST_FUNCTIONS = 3, 4


class Said(NamedTuple):
    """A sentence, and its weight: the lowest is kept the longest. What is left out of a text ends it: `part`."""

    weight: int
    part: str
    text: str


def radio_text(body: Body) -> str:
    with override("sv"):
        first, last = _opening(body), _closing(body)
        kept, left = _fitting([*_written(body, ("summary",)), *_facts(body), *_written(body, _rest())], first, last)
    said = [*first, *kept, *([_left_out(left)] if left else []), *last]
    return "\n".join(said) + "\n"


def spoken(text: str) -> str:
    """Written words as they are read aloud, on one line."""
    text = CITED.sub("", text).replace(reading.NBSP, " ")
    for pattern, words in SPOKEN:
        text = re.sub(pattern, words, text)
    text = re.sub(r"\s+", " ", text).replace(" .", ".").replace(" ,", ",").strip()
    return text if not text or text[-1] in ".!?" else f"{text}."


def _opening(body: Body) -> list[str]:
    incident, report = body["incident"], body["report"]
    lines = ["Övning, övning, övning."] if incident["exercise"] else []
    lines.append(f"Lägesrapport {report['number']} från {incident['owner']} om {incident['name']}.")
    lines.append(f"Läget gäller {reading.spoken_time(body['as_of'])}.")
    if report["marking"] != "Öppen":
        lines.append(f"Märkning: {report['marking']}. Läs den bara för dem som får läsa rapporten.")
    return [spoken(line) for line in lines]


def _closing(body: Body) -> list[str]:
    report, lines = body["report"], []
    if report.get("next_at"):
        lines.append(spoken(f"Nästa rapport kommer {reading.spoken_time(report['next_at'])}."))
    if body["incident"]["exercise"]:
        lines.append("Detta var en övning.")
    return [*lines, f"Slut på rapport {report['number']}."]


def _rest() -> tuple[str, ...]:
    return tuple(name for name, _weight in WORDS if name != "summary")


def _written(body: Body, names: tuple[str, ...]) -> list[Said]:
    weights = dict(WORDS)
    return [
        Said(weights[name], name, spoken(sentence))
        for name in names
        for sentence in sentences(body["words"].get(name, ""))
        if spoken(sentence)
    ]


def _facts(body: Body) -> list[Said]:
    """What the machine counted: who has answered and who is silent, the worst functions, what moved, what is needed."""
    first = [reading.answered_sentence(body), reading.age_sentence(body), reading.withheld_sentence(body)]
    if body["silent"]:
        first.append(f"Har inte svarat: {listed(body['silent'])}.")
    first.append(_moved(body))
    hard = [f for f in body["functions"] if (f["worst"] or 0) >= HARD]
    then = [
        f"{function['name']}, kommuner per grad: {spread(function['distribution'])}."
        for function in sorted(hard, key=lambda f: -(f["worst"] or 0))[:MOST_FUNCTIONS]
    ]
    then += [_need(need) for need in body["needs"]]
    found = [*((ANSWERED, text) for text in first), *((COUNTED, text) for text in then)]
    return [Said(weight, f"fact {n}", spoken(text)) for n, (weight, text) in enumerate(found) if text]


def _moved(body: Body) -> str:
    if body.get("compared_to") is None:
        return ""
    ways = [reading.direction_of(change) for change in body["changes"]]
    better = ways.count("better")
    return f"Sedan rapport {body['compared_to']}: {len(ways) - better} uppgifter är värre och {better} är bättre."


def _need(need: dict[str, Any]) -> str:
    amount = f", {need['amount']} {need.get('unit') or ''}".rstrip() if need.get("amount") else ""
    where = f", {need['where']}" if need.get("where") else ""
    latest = f", senast {_time_or_words(need['needed_by'])}" if need.get("needed_by") else ""
    what = need.get("what") or "stöd"
    what = what if what[1:2].isupper() else what[:1].lower() + what[1:]
    return f"{need['short']} behöver {what}{amount}{where}{latest}."


def _time_or_words(stamp: str) -> str:
    try:
        return reading.spoken_time(stamp)
    except ValueError:
        return stamp


def _fitting(said: list[Said], first: list[str], last: list[str]) -> tuple[list[str], int]:
    """As many as there is room for, in their order, and how many there was no room for."""
    room = LONGEST - ROOM - sum(len(line) + 1 for line in (*first, *last))
    order = sorted(range(len(said)), key=lambda n: (said[n].weight, n))
    kept: set[int] = set()
    ended: set[str] = set()
    for n in order:
        size = len(said[n].text) + 1
        if size > room or said[n].part in ended:
            ended.add(said[n].part)
            continue
        kept.add(n)
        room -= size
    return [said[n].text for n in sorted(kept)], len(said) - len(kept)


def _left_out(count: int) -> str:
    sentences_word = "mening är utelämnad" if count == 1 else "meningar är utelämnade"
    return f"{count} {sentences_word}. Hela rapporten finns i Samlad."
