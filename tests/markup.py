"""What is wrong with a page's HTML, as sentences: read as the standard says, and its references followed."""

import re
from collections import Counter
from typing import Final

import html5lib

# The parser is of 2020 and knows neither of them; they are the standard's.
NEWER: Final = re.compile(r"<(/?)search\b")
ID: Final = re.compile(r"""<[^<>]*?\sid=["']([^"']+)["']""")
POINTS: Final = re.compile(r"""\s(?:for|aria-labelledby|aria-describedby|aria-controls)=["']([^"']+)["']""")
FRAGMENT: Final = re.compile(r"""href=["']#([^"']+)["']""")
SCRIPT: Final = re.compile(r"<script\b.*?</script>", re.DOTALL)


def wrong(page: str) -> list[str]:
    return [*unlike_the_standard(page), *loose_ends(page)]


def unlike_the_standard(page: str) -> list[str]:
    parser = html5lib.HTMLParser(strict=False)
    text = NEWER.sub(r"<\1section", page)
    parser.parse(text)
    lines = text.splitlines()
    return [
        f"{code} {facts or ''} near {lines[line - 1][max(0, at - 60) : at]!r}"
        for (line, at), code, facts in parser.errors
    ]


def loose_ends(page: str) -> list[str]:
    """Two things of one name, and names that nothing has."""
    text = SCRIPT.sub("", page)
    ids = Counter(ID.findall(text))
    named = {name for words in POINTS.findall(text) for name in words.split()} | set(FRAGMENT.findall(text))
    twice = [f"the id {name} stands {times} times" for name, times in ids.items() if times > 1]
    return twice + [f"nothing has the id {name}" for name in sorted(named - ids.keys())]
