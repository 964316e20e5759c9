"""Collects every text that people read into the catalogue of English: `python -m tests.messages`.

Swedish is the language of the texts themselves, so the only catalogue is locale/en. Babel reads and writes it, so that
a bare machine without GNU gettext can do it too; a test holds the catalogue complete.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
PACKAGES = ("journal", "actors", "processes", "coordination")
CALLS = {
    name + lazy: numbers
    for lazy in ("", "_lazy")
    for name, numbers in {
        "gettext": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }.items()
} | {"_": None, "gettext_noop": None}

HEADERS = [
    ("Project-Id-Version", "Samlad"),
    ("Language", "en"),
    ("MIME-Version", "1.0"),
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Transfer-Encoding", "8bit"),
    ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
]

Found = tuple[str | tuple[str, ...], str | None]


class English(Catalog):
    """The header holds no dates, names or versions of tools: the same words always make the same file."""

    mime_headers = property(lambda self: HEADERS)

    def __init__(self, messages: Iterable[Message] = ()) -> None:
        super().__init__(locale="en", header_comment="# English for Samlad, whose own texts are Swedish.", fuzzy=False)
        for message in messages:
            if message.id:
                self[message.id] = message


def found_in_python(source: str) -> Iterator[Found]:
    for _line, message, _comments, context in extract("python", BytesIO(source.encode()), CALLS):
        yield message, context


def found_in_template(source: str) -> Iterator[Found]:
    """Django turns a template into calls between blanked-out words; each call stands on a line of its own."""
    from django.utils.translation.template import templatize

    for line in templatize(source).splitlines():
        yield from found_in_python(line.strip() + "\n")


def found() -> Iterator[Found]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from found_in_python(path.read_text())
    for path in sorted((ROOT / "templates").rglob("*.*")):
        if path.suffix in {".html", ".txt", ".svg", ".xml"}:
            yield from found_in_template(path.read_text())


def collected() -> English:
    catalog = English()
    for message, context in found():
        if message:
            catalog.add(message, context=context)
    return catalog


def read() -> English:
    with PO.open("rb") as file:
        return English(read_po(file, locale="en"))


def compiled(catalog: Catalog) -> bytes:
    buffer = BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def written(catalog: Catalog) -> bytes:
    """Sorted, and without places in files: a change in the catalogue is a change in words."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=0, no_location=True, sort_output=True, ignore_obsolete=True)
    return buffer.getvalue()


def merged() -> English:
    """What the portal says now, with the English that is there already."""
    catalog = read()
    catalog.update(collected(), no_fuzzy_matching=True)
    return catalog


def missing(catalog: Catalog) -> list[str]:
    return [str(m.id) for m in catalog if m.id and not all(m.string if m.pluralizable else [m.string])]


def main() -> int:
    catalog = merged()
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(written(catalog))
    MO.write_bytes(compiled(catalog))
    left = missing(catalog)
    print(f"{len(catalog)} texts, {len(left)} without English.")
    for text in left:
        print("  ", text)
    return 1 if left else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coordination.settings")
    import django

    django.setup()
    sys.exit(main())
