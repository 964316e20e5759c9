"""Files to attach, and a request that asks for them."""

import uuid
from io import BytesIO

from PIL import Image

from coordination.situations.answers import attached
from coordination.situations.models import QuestionSet
from coordination.situations.services import attaching, inputs, question_sets
from coordination.situations.services.question_sets import Chosen
from tests.situations.answers import content
from tests.situations.sets import ask, newest

PDF = b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
KEY = "foton"
GPS = 0x8825


def picture(kind="JPEG", *, place=False, size=(24, 16), colour=(200, 30, 30)) -> bytes:
    """A photo; with `place` it says in its EXIF where it was taken, with which camera, lying on its side."""
    made, out = Image.new("RGB", size, colour), BytesIO()
    exif = Image.Exif()
    if place:
        exif[0x010F], exif[0x0112] = "Kamerafabriken", 6
        exif[GPS] = {1: "N", 2: (61.0, 49.0, 41.0), 3: "E", 4: (16.0, 5.0, 24.0)}
    made.save(out, kind, exif=exif, **({"comment": b"tagen av Kim"} if place and kind == "JPEG" else {}))
    return out.getvalue()


def set_with_files(house, incident, *, kind="file", section="omfattning") -> QuestionSet:
    question_sets.add_question(by=house.lena, incident=incident, name="Foton", kind=kind, shelf_minutes=720)
    base = newest("lagesrapport")
    chosen = [Chosen(s["key"], q["key"], bool(q.get("quick"))) for s in base.sections for q in s["questions"]]
    return question_sets.save_set(
        by=house.lena,
        incident=incident,
        base=base,
        name="Lägesrapport med foton",
        chosen=[*chosen, Chosen(section, KEY, quick=True)],
        functions=base.functions,
    )


def asked_for_files(house, incident):
    return ask(house, incident, set_with_files(house, incident))


def attach(house, asked, *, by=None, actor=None, name="lokalt beslut.pdf", data=PDF):
    """A file in the actor's draft, which is begun if it is not."""
    by, actor = by or house.maria, actor or house.ljusdal
    draft = inputs.open_draft(by=by, request=asked, actor=actor)
    return attaching.attach(by=by, draft=draft, question=KEY, found=attached.read(name, data))


def send(house, asked, *, by=None, actor=None, raw=None):
    by, actor = by or house.maria, actor or house.ljusdal
    draft = inputs.open_draft(by=by, request=asked, actor=actor)
    return inputs.submit_input(by=by, draft=draft, key=uuid.uuid4().hex, raw=raw or content(2, 1, 1, households=900))
