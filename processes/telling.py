"""What was found in a document, in words, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from processes.models import Document, DocumentVersion
from processes.states import VersionState


@dataclass(frozen=True)
class Check:
    """`good` None: not known. `todo` is empty where nothing is to be done."""

    name: str
    good: bool | None
    says: str
    todo: str = ""


@dataclass(frozen=True)
class Told:
    version: DocumentVersion
    checks: list[Check]

    @property
    def lacking(self) -> list[Check]:
        return [check for check in self.checks if check.todo]

    @property
    def may_submit(self) -> bool:
        return self.version.state in (VersionState.STORED, VersionState.RETURNED)

    @property
    def waits(self) -> bool:
        return self.version.state == VersionState.SUBMITTED


def told(version: DocumentVersion) -> Told:
    found = version.checks
    return Told(version, [_tagged(found), _title(found), _language(found), _text(found)])


def _tagged(found: dict[str, Any]) -> Check:
    if found.get("tagged") is None:
        todo = _("Gör en taggad PDF av dokumentet när det ska publiceras.")
        return Check(_("Taggad"), None, _("kan bara kontrolleras i en PDF"), todo)
    if found["tagged"]:
        return Check(_("Taggad"), True, _("ja: rubriker och läsordning finns för skärmläsare"))
    todo = _("Spara om från Word eller LibreOffice med valet taggad eller tillgänglig PDF.")
    return Check(_("Taggad"), False, _("nej: en skärmläsare får ingen ordning"), todo)


def _title(found: dict[str, Any]) -> Check:
    if found.get("title"):
        return Check(_("Titel i filen"), True, str(found["title"]))
    todo = _("Skriv en titel i dokumentets egenskaper och spara om.")
    return Check(_("Titel i filen"), False, _("saknas"), todo)


def _language(found: dict[str, Any]) -> Check:
    if found.get("language"):
        return Check(_("Språk i filen"), True, str(found["language"]))
    todo = _("Ange språket i dokumentets egenskaper och spara om: annars läses texten upp med fel uttal.")
    return Check(_("Språk i filen"), False, _("saknas"), todo)


def _text(found: dict[str, Any]) -> Check:
    if found.get("text"):
        return Check(_("Text"), True, _("ja: går att läsa upp och söka i"))
    todo = _("Sidorna är bilder, som från en skanner. Gör PDF:en från dokumentet i stället.")
    return Check(_("Text"), False, _("nej"), todo)


@dataclass(frozen=True)
class Row:
    document: Document
    newest: Told | None
    published: DocumentVersion | None


def newest_of_each(documents: Iterable[Document], versions: Iterable[DocumentVersion]) -> list[Row]:
    """Each document with its newest version and the one that is public."""
    of: dict[int, list[DocumentVersion]] = {}
    for version in sorted(versions, key=lambda one: -one.number):
        of.setdefault(version.document_id, []).append(version)
    rows = []
    for document in documents:
        held = of.get(document.pk, [])
        public = next((one for one in held if one.state == VersionState.PUBLISHED), None)
        rows.append(Row(document, told(held[0]) if held else None, public))
    return rows
