"""Reads a page as a browser would, and says what in it an attacker could have brought in."""

import json
import re
from typing import Final

from lxml import html

from tests.attacks.corpus import payloads
from tests.attacks.stage import token

# The elements that our templates are made of. All that is not here came from somewhere else.
OUR_ELEMENTS: Final = {
    "html", "head", "body", "meta", "title", "link", "script", "a", "abbr", "article", "aside", "b", "br", "button",
    "caption", "circle", "code", "col", "colgroup", "dd", "defs", "details", "div", "dl", "dt", "ellipse", "em",
    "fieldset", "figcaption", "figure", "footer", "form", "g", "h1", "h2", "h3", "h4", "header", "hr", "i", "input",
    "label", "legend", "li", "line", "main", "nav", "ol", "option", "optgroup", "output", "p", "path", "pattern",
    "polygon", "polyline", "pre", "progress", "rect", "section", "select", "small", "span", "strong", "sub", "summary",
    "sup", "svg", "symbol", "table", "tbody", "td", "template", "text", "textarea", "tfoot", "th", "thead", "time",
    "tr", "tspan", "ul", "use", "var", "kbd", "s", "q", "blockquote", "cite", "desc", "img", "picture", "source",
    "clippath", "mask", "lineargradient", "stop", "image", "dialog", "bdi", "data", "dfn", "mark", "wbr", "u", "search",
    "foreignobject",
}  # fmt: skip
ADDRESSES: Final = {
    "href",
    "src",
    "action",
    "formaction",
    "xlink:href",
    "poster",
    "data",
    "srcset",
    "background",
    "ping",
}
NAME: Final = re.compile(r"[a-z][a-z0-9:-]*", re.IGNORECASE)
GOOD_ADDRESS: Final = re.compile(
    r"(?!\s)(?:#|/(?!/)|\?|\./|https://(?!evil)|http://testserver|mailto:|tel:|$|[\w%.-]+(?:$|[/?#]))"
)


def brought_in(page: bytes) -> list[str]:
    """Everything in the page that is not ours, as sentences."""
    tree = html.document_fromstring(page.decode())
    wrong = []
    for element in tree.iter():
        if isinstance(element.tag, str):
            wrong += strange(element)
    return wrong


def strange(element: html.HtmlElement) -> list[str]:
    tag = element.tag.lower()
    found = [] if tag in OUR_ELEMENTS else [f"<{tag}>"]
    if tag == "script" and not is_our_script(element):
        found.append(f"script {html.tostring(element)[:200]!r}")
    if tag == "meta" and element.get("http-equiv"):
        found.append("meta http-equiv")
    for name, value in element.items():
        found += strange_attribute(tag, name.lower(), value)
    return found


def is_our_script(element: html.HtmlElement) -> bool:
    """A file of ours, or data that no browser runs and nothing in it can end."""
    held = (element.text or "").strip()
    if element.get("type") == "application/json" and element.get("src") is None:
        return "<" not in held and ">" not in held and isinstance(json.loads(held), dict | list)
    return not held and element.get("src", "").startswith("/static/")


def strange_attribute(tag: str, name: str, value: str) -> list[str]:
    if name.startswith("on") or name in {"style", "srcdoc"} or not NAME.fullmatch(name):
        return [f"<{tag} {name}={value[:80]!r}>"]
    if name in ADDRESSES and not GOOD_ADDRESS.match(value):
        return [f"<{tag} {name}={value[:80]!r}>"]
    return []


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00a0\u00ad-]+", "", text)


def words_of(page: bytes) -> str:
    """All that a reader can see or a field holds, without its spaces."""
    tree = html.document_fromstring(page.decode())
    held = [str(value) for element in tree.iter() if isinstance(element.tag, str) for value in element.attrib.values()]
    return squeezed(" ".join([tree.text_content(), *held]))


def looked_for(written: dict[str, str]) -> list[tuple[str, str]]:
    """(field, one payload as it was typed there), for all that was written."""
    return [
        (field, squeezed(one)) for field, whole in written.items() for one in payloads(token(field)) if one in whole
    ]


def fields_in(text: str, wanted: list[tuple[str, str]]) -> set[str]:
    """The fields of which a payload stands in the text, word for word as typed."""
    return {field for field, payload in wanted if payload in text}
