"""The made-up answers that both sides hold: seven kinds of them, so that neighbours differ."""

FUNCTIONS = 20
ACTORS = 500
MANY_ACTORS = 5000
# How many times each of the actors has been asked: 500, 5,000 and 50,000 answers.
ROUNDS = (1, 10, 100)
# Statements alone are counted at 100,000 answers too, with as many people as a whole country's boards and towns have.
MOST_ROUNDS = 200
PEOPLE = 3000
# A report on paper: of so many actors, and so many of them, each printed once.
ON_PAPER = 40
PRINTED = 6
KINDS = 7
TRENDS = ("better", "same", "worse", "much_worse")
CONFIDENCES = ("confirmed", "likely", "unconfirmed")
SENTENCE = (
    "Träd ligger över ledningen mot kusten och reservkraften räcker till i morgon kväll om bränslet kommer fram. "
)
KEYS = [f"f{number:02d}" for number in range(1, FUNCTIONS + 1)]
TEXTS = ("consequences", "measures_taken", "measures_planned", "forecast")
COOKIE = "csrftoken=" + "a" * 32
TOKEN = "a" * 32


def levels(number: int) -> dict[str, int]:
    return {"works": number % 3, "resources": number // 2 % 3, "load": number // 3 % 3}


def graded(number: int) -> dict[str, object]:
    return {
        **levels(number),
        "trend": TRENDS[number % len(TRENDS)],
        "confidence": CONFIDENCES[number % len(CONFIDENCES)],
    }


def raw(kind: int, functions: int = FUNCTIONS) -> dict[str, object]:
    """An answer as it is sent: everything is said."""
    return {
        "overall": graded(kind),
        "functions": {key: graded(kind + number) for number, key in enumerate(KEYS[:functions])},
        "numbers": {"households_without_power": 100 * kind, "people_in_shelters": kind},
        "texts": {"summary": SENTENCE * 2, **dict.fromkeys(TEXTS, SENTENCE * 2)},
        "needs": [],
    }
