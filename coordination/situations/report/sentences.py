"""Written words as sentences, each with the citations that stand behind its full stop."""

import re
from typing import Final

# A full stop that ends nothing: kl. 08.00, bl.a. and their like.
_SHORT: Final = ("kl", "nr", "ca", "t.ex", "bl.a", "m.m", "m.fl", "dvs", "d.v.s", "o.s.v", "osv", "resp", "s.k", "tel")
_END: Final = re.compile(r"[.!?…]+[”\"’)]*(?:\s*\[[^\]]{1,80}\])*(?=\s|$)")


def sentences(text: str) -> list[str]:
    """The sentences in their order. A line break ends one, whatever it ends with."""
    found = []
    for line in text.replace("\r\n", "\n").split("\n"):
        found += _in_line(line)
    return found


def _in_line(line: str) -> list[str]:
    found, start = [], 0
    for match in _END.finditer(line):
        before = line[start : match.start()].rsplit(None, 1)[-1:] or [""]
        if match[0] == "." and before[0].lower() in _SHORT:
            continue
        found.append(line[start : match.end()].strip())
        start = match.end()
    return [sentence for sentence in (*found, line[start:].strip()) if sentence]
