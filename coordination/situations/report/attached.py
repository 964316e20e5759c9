"""The files that answers carry, as a report refers to them: by name, size and hash, never the bytes."""

from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.situations.models.attaching import KINDS, SHORT_HASH
from coordination.situations.report import reading
from coordination.situations.report.reading import Body


def files_rows(body: Body) -> list[dict[str, Any]]:
    """A row for each question that was answered with files; a body from before there were any has none."""
    return [_row(body, row) for row in body.get("files", [])]


def _row(body: Body, row: dict[str, Any]) -> dict[str, Any]:
    files, actors = sum(len(one["files"]) for one in row["answers"]), len(row["answers"])
    words = {
        "files": ngettext("%(n)d fil", "%(n)d filer", files) % {"n": files},
        "actors": ngettext("%(n)d aktör", "%(n)d aktörer", actors) % {"n": actors},
    }
    return {
        "key": row["key"],
        "name": row["name"],
        "section": row["section"],
        "count": _("%(files)s från %(actors)s") % words,
        "files": [_file(body, one, file) for one in row["answers"] for file in one["files"]],
    }


def _file(body: Body, said: dict[str, Any], file: dict[str, Any]) -> dict[str, Any]:
    return {
        "short": said["short"],
        "source": said["source"],
        "name": file["name"],
        "about": f"{filesizeformat(file['size'])}, {KINDS.get(file['media_type'], file['media_type'])}",
        "hash": file["sha256"][:SHORT_HASH],
        "href": f"{reading.answer_address(body, said['input'])}filer/{file['id']}/",
    }
