"""Files as answers: what is taken and what is refused, and how they follow the answer that they belong to."""

import uuid
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from coordination.situations.answers import attached
from coordination.situations.models import AnswerFile, Input
from coordination.situations.services import afterwards, attaching, drafts, inputs
from journal.refusals import Refused, RuleBroken
from tests.conftest import signed_in
from tests.situations.answers import content
from tests.situations.filed import GPS, KEY, PDF, asked_for_files, attach, picture, send
from tests.situations.sets import ask

pytestmark = pytest.mark.django_db
FIELD = f"files.{KEY}"


@pytest.fixture
def asked(house, incident):
    return asked_for_files(house, incident)


@pytest.fixture
def maria(house):
    return signed_in(house.maria)


def page(response) -> str:
    return response.content.decode()


def upload(name, data) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/png")


def typed(house, *files, **more):
    return {
        "overall.works": "2",
        "overall.resources": "1",
        "overall.load": "0",
        "overall.trend": "worse",
        "overall.confidence": "confirmed",
        "texts.summary": "En ledning ligger över vägen.",
        "aktor": house.ljusdal.pk,
        "version": "",
        "idempotency_key": uuid.uuid4().hex,
        "do": "send",
        FIELD: list(files),
        **more,
    }


def form(asked):
    return reverse("answer", args=[asked.incident.number, asked.number])


def address(one):
    return reverse("input_file", args=[one.incident.number, one.input_id, one.pk])


# What a file is


def test_what_a_file_is_stands_in_its_content_and_not_in_its_name():
    assert attached.read("bild.png", PDF).media_type == "application/pdf"
    assert attached.read("bild.png", PDF).name == "bild.pdf"
    assert attached.read("notis", "Räddningstjänsten är på väg.".encode()).media_type == "text/plain"
    assert attached.read("hushåll.txt", b"kommun;antal\nLjusdal;900\nBolln\xe4s;12\n").name == "hushåll.csv"
    assert [attached.read("x", picture(kind)).media_type for kind in ("JPEG", "PNG", "WEBP")] == [
        "image/jpeg",
        "image/png",
        "image/webp",
    ]


def test_a_note_that_begins_as_a_picture_would_is_still_a_note():
    assert attached.read("a.txt", b"BMW i diket vid Simea").media_type == "text/plain"
    assert attached.read("a.txt", b"MZ, II och ID3 stannar").media_type == "text/plain"


def archive() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("nollor.txt", b"0" * 3_000_000)
    return out.getvalue()


def animated() -> bytes:
    out, frames = BytesIO(), [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    return out.getvalue()


def wide(side: int) -> bytes:
    """Few bytes that would become a picture of very many points."""
    out = BytesIO()
    Image.new("1", (side, side)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("tom.pdf", b"", "Filen är tom."),
        ("stor.txt", b"a" * (5 * 1024 * 1024 + 1), "Filen är för stor"),
        ("arkiv.pdf", archive(), "Innehållet är inte en PDF"),
        ("beslut.pdf", b"MZ\x90\x00\x03\x00\x00\x00", "Innehållet är inte en PDF"),
        ("beslut.pdf", b"\x7fELF\x02\x01\x01\x00", "Innehållet är inte en PDF"),
        ("sida.txt", b"<html><body>hej</body></html>", "Webbsidor, SVG och skript"),
        ("bild.txt", b"<?xml version='1.0'?><svg/>", "Webbsidor, SVG och skript"),
        ("bild.csv", b"a;b\n<svg onload=alert(1)>;2", "Webbsidor, SVG och skript"),
        ("kor.txt", b"#!/bin/sh\nrm -rf /", "Webbsidor, SVG och skript"),
        ("halv.pdf", PDF[:40], "PDF-filen är inte hel"),
        ("halv.jpg", picture()[:200], "Bilden går inte att öppna"),
        ("falsk.png", b"\x89PNG\r\n\x1a\nalert(1)", "Bilden går inte att öppna"),
        ("film.webp", animated(), "Rörliga bilder"),
        ("bomb.png", wide(12_000), "Bilden är för stor"),
        ("vag.webp", b"RIFF\x00\x00\x00\x00WAVEfmt ", "Bilden går inte att öppna"),
    ],
)
def test_what_is_not_taken_is_refused_in_a_sentence(name, data, sentence):
    with pytest.raises(RuleBroken) as refusal:
        attached.read(name, data)
    assert sentence in refusal.value.sentence


@pytest.mark.parametrize(
    ("claimed", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\kim\\beslut.exe", "beslut.pdf"),
        ("foto\u202egnp.exe", "foto gnp.pdf"),
        ("be\x00slut\r\nX: y.pdf", "be slut X y.pdf"),
        ('<script>"a".pdf', "script a.pdf"),
        ("beslut.2026", "beslut.2026.pdf"),
        ("...", "fil.pdf"),
        ("", "fil.pdf"),
        ("å" * 300 + ".pdf", "å" * 100 + ".pdf"),
    ],
)
def test_a_name_is_cleaned_and_ends_as_its_content_does(claimed, kept):
    assert attached.read(claimed, PDF).name == kept


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_does_not_tell_where_when_or_with_what_it_was_taken(kind):
    given = picture(kind, place=True)
    with Image.open(BytesIO(given)) as before:
        assert before.getexif().get_ifd(GPS)
    kept = attached.read("linje", given).data
    with Image.open(BytesIO(kept)) as after:
        assert not after.getexif()
        assert after.size == (16, 24)  # turned as the camera was held
        assert not {"exif", "xmp", "comment"} & set(after.info)
    assert b"Kamerafabriken" not in kept
    assert b"tagen av Kim" not in kept


# In the form


def test_a_photo_goes_with_the_answer_and_is_shown_wherever_the_answer_is(maria, asked, house):
    shown = page(maria.get(form(asked)))
    assert 'enctype="multipart/form-data"' in shown
    assert "Säkerhetsskyddsklassificerade uppgifter hör inte hemma här" in shown
    sent = maria.post(form(asked), typed(house, upload("linje.jpg", picture(place=True)), upload("beslut.pdf", PDF)))
    answered = Input.objects.get()
    assert sent.url == reverse("receipt", args=[asked.incident.number, answered.pk])
    files = list(AnswerFile.objects.filter(input=answered))
    assert [(one.name, one.media_type) for one in files] == [
        ("linje.jpg", "image/jpeg"),
        ("beslut.pdf", "application/pdf"),
    ]
    receipt, whole = page(maria.get(sent.url)), page(signed_in(house.lena).get(answered.get_absolute_url()))
    for one in files:
        for shown in (receipt, whole):
            assert one.name in shown
            assert address(one) in shown
            assert "Maria" in shown
    assert "2 filer" in page(signed_in(house.lena).get(reverse("inputs", args=[asked.incident.number])))


def test_a_refused_file_is_told_at_the_field_and_nothing_else_is_lost(maria, asked, house):
    refused = maria.post(form(asked), typed(house, upload("linje.jpg", picture()), upload("sida.pdf", b"<html>")))
    assert refused.status_code == 422
    shown = page(refused)
    assert "sida.pdf: Webbsidor, SVG och skript tas inte emot." in shown
    assert f'id="{FIELD}_fel"' in shown
    assert "En ledning ligger över vägen." in shown
    draft = Input.objects.get()
    assert draft.state == "draft"
    assert draft.content["texts"]["summary"] == "En ledning ligger över vägen."
    assert [one.name for one in draft.files.all()] == ["linje.jpg"]
    again = page(maria.get(form(asked)))
    assert "linje.jpg" in again
    assert "En ledning ligger över vägen." in again


def test_a_good_file_in_a_form_that_is_wrong_elsewhere_is_kept(maria, asked, house):
    refused = maria.post(
        form(asked), typed(house, upload("beslut.pdf", PDF), **{"numbers.households_without_power": "många"})
    )
    assert refused.status_code == 422
    assert "många" in page(refused)
    assert "beslut.pdf" in page(refused)
    assert AnswerFile.objects.get().input.state == "draft"


def test_the_page_that_was_refused_can_be_sent_as_it_stands(maria, asked, house):
    refused = maria.post(form(asked), typed(house, upload("beslut.pdf", PDF), upload("a.pdf", b"")))
    version = page(refused).split('name="version" value="')[1].split('"')[0]
    sent = maria.post(form(asked), typed(house, version=version))
    assert sent.status_code == 302
    assert Input.objects.get().state == "submitted"
    assert Input.objects.get().files.count() == 1


def test_fifty_megabytes_are_refused_in_a_sentence(maria, asked, house):
    refused = maria.post(form(asked), typed(house, upload("film.pdf", b"%PDF-" + b"0" * 50 * 1024 * 1024)))
    assert refused.status_code == 422
    assert "film.pdf: Filen är för stor. Den får vara högst 5 MB." in page(refused)
    assert not AnswerFile.objects.exists()


def test_five_files_and_no_more_and_the_same_one_once(asked, house, maria):
    notes = [upload(f"{n}.txt", f"Anteckning {n}".encode()) for n in range(5)]
    maria.post(form(asked), typed(house, *notes, do="save"))
    assert AnswerFile.objects.count() == 5
    refused = maria.post(form(asked), typed(house, upload("6.txt", b"Den sjatte"), do="save"))
    assert "Högst 5 filer till en fråga" in page(refused)
    assert maria.post(form(asked), typed(house, upload("1 igen.txt", b"Anteckning 1"), do="save")).status_code == 302
    assert AnswerFile.objects.count() == 5


def test_a_file_is_taken_out_of_the_draft_with_a_button_and_what_was_typed_stays(maria, asked, house):
    maria.post(form(asked), typed(house, upload("fel.pdf", PDF), do="save"))
    one = AnswerFile.objects.get()
    shown = page(maria.get(form(asked)))
    assert f'value="drop:{KEY}:{one.sha256}"' in shown
    gone = maria.post(form(asked), typed(house, do=f"drop:{KEY}:{one.sha256}", **{"texts.summary": "Nytt."}))
    assert gone.status_code == 302
    assert not AnswerFile.objects.exists()
    assert Input.objects.get().content["texts"]["summary"] == "Nytt."


def test_the_check_page_shows_the_files(maria, asked, house):
    checked = maria.post(form(asked), typed(house, upload("beslut.pdf", PDF), vy="full", do="check"))
    shown = page(maria.get(checked.url))
    assert "beslut.pdf" in shown
    assert "PDF" in shown


def test_a_colleague_who_puts_in_a_file_does_not_have_her_draft_sent_unseen(maria, asked, house):
    maria.post(form(asked), typed(house, vy="full", do="check"))
    draft = Input.objects.get()
    attach(house, asked)
    check = reverse("answer_check", args=[asked.incident.number, asked.number])
    sent = maria.post(check, {"version": f"{draft.version}.{draft.revision}", "aktor": house.ljusdal.pk})
    assert sent.status_code == 409
    assert Input.objects.get().state == "draft"


# With the answer, from version to version


def test_the_receipt_vouches_for_the_files_too(house, asked):
    attach(house, asked)
    with_file = send(house, asked)
    bare = send(house, asked, by=house.bo, actor=house.bollnas)
    assert with_file.content == bare.content
    assert with_file.content_hash != bare.content_hash


def test_a_correction_keeps_the_files_and_the_former_version_keeps_its_own(house, asked, maria):
    attach(house, asked)
    attach(house, asked, name="linje.png", data=picture("PNG"))
    first = send(house, asked)
    shown = page(maria.get(form(asked)))
    assert "linje.png" in shown
    assert "lokalt beslut.pdf" in shown
    picture_of_line = first.files.get(name="linje.png")
    maria.post(form(asked), typed(house, do=f"drop:{KEY}:{picture_of_line.sha256}"))
    second = send(house, asked)
    first.refresh_from_db()
    assert first.state == "replaced"
    assert [one.name for one in first.files.all()] == ["lokalt beslut.pdf", "linje.png"]
    assert [one.name for one in second.files.all()] == ["lokalt beslut.pdf"]
    assert bytes(second.files.get().data) == PDF


def test_nothing_new_confirms_the_files_too(house, asked, incident):
    attach(house, asked)
    send(house, asked)
    again = ask(house, incident, asked.question_set)
    same = inputs.submit_unchanged(by=house.maria, request=again, actor=house.ljusdal, key=uuid.uuid4().hex)
    assert [one.name for one in same.files.all()] == ["lokalt beslut.pdf"]


def test_a_file_of_a_sent_answer_stays_as_it_was_sent(house, asked):
    one = attach(house, asked)
    sent = send(house, asked)
    with pytest.raises(RuleBroken):
        attaching.detach(by=house.maria, draft=sent, question=KEY, sha256=one.sha256)
    with pytest.raises(RuleBroken):
        attaching.attach(by=house.maria, draft=sent, question=KEY, found=attached.read("x.txt", b"x"))
    assert sent.files.count() == 1


def test_what_is_noted_of_the_telephone_leaves_the_actors_own_files_in_its_draft(house, asked):
    attach(house, asked)
    draft = Input.objects.get()
    spoken = drafts.send_spoken_beside(by=house.lena, draft=draft, raw=content(1, 1, 1), key=uuid.uuid4().hex)
    own = Input.objects.get(state="draft")
    assert spoken.files.count() == 0
    assert own.files.count() == 1


def test_a_question_without_files_takes_none_and_nobody_puts_them_in_for_another(house, asked):
    draft = inputs.open_draft(by=house.maria, request=asked, actor=house.ljusdal)
    with pytest.raises(RuleBroken):
        attaching.attach(by=house.maria, draft=draft, question="summary", found=attached.read("x", PDF))
    with pytest.raises(Refused):
        attaching.attach(by=house.bo, draft=draft, question=KEY, found=attached.read("x", PDF))
    with pytest.raises(Refused):
        attaching.attach(by=house.charlie, draft=draft, question=KEY, found=attached.read("x", PDF))


def test_a_withdrawn_answers_file_is_read_as_its_words_are(house, asked):
    one = attach(house, asked)
    afterwards.withdraw_input(by=house.maria, sent=send(house, asked), reason="Fel ledning.")
    assert signed_in(house.lena).get(address(one)).status_code == 200
    assert signed_in(house.charlie).get(address(one)).status_code == 404
