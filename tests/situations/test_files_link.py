"""A guest without an account attaches files by the link, sees them named, and reaches no address of the portal."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from coordination.incidents.clock import now_in
from coordination.situations.models import AnswerFile, Input
from coordination.situations.services import requests
from tests.conftest import fresh, signed_in
from tests.situations.filed import KEY, PDF, set_with_files
from tests.situations.test_links import TAXI, letters, path_of
from tests.situations.test_pages_answering import LEVELS

pytestmark = pytest.mark.django_db
FIELD = f"files.{KEY}"


@pytest.fixture
def link(house, incident):
    cache.clear()
    now = now_in(incident)
    requests.send_request(
        by=fresh(house.lena),
        incident=incident,
        question_set=set_with_files(house, incident),
        recipients=[house.ljusdal],
        purpose="Läget",
        as_of=now,
        deadline=now + timedelta(hours=2),
        addresses=(TAXI,),
    )
    (letter,) = letters()
    return path_of(letter)


def page(response) -> str:
    return response.content.decode()


def upload(name, data):
    return SimpleUploadedFile(name, data)


def typed(*files, **more):
    return {**LEVELS, "do": "send", "version": "", FIELD: list(files), **more}


def test_a_guest_attaches_a_file_and_sees_it_on_the_receipt(link, client, house):
    assert 'enctype="multipart/form-data"' in page(client.get(link))
    sent = client.post(link, typed(upload("beslut.pdf", PDF)))
    assert sent.status_code == 302
    receipt = page(client.get(link))
    assert "beslut.pdf" in receipt
    assert "/filer/" not in receipt
    one = AnswerFile.objects.get()
    assert client.get(one.get_absolute_url()).status_code == 302  # to the sign-in
    assert signed_in(house.lena).get(one.get_absolute_url()).content == PDF


def test_what_a_guest_may_not_attach_is_told_at_the_field_and_the_good_one_is_kept(link, client):
    refused = client.post(link, typed(upload("beslut.pdf", PDF), upload("kör.exe", b"MZ\x90\x00\x01")))
    assert refused.status_code == 422
    assert "kör.exe: Innehållet är inte en PDF" in page(refused)
    assert "beslut.pdf" in page(refused)
    assert Input.objects.get().state == "draft"
    one = AnswerFile.objects.get()
    gone = client.post(link, typed(do=f"drop:{KEY}:{one.sha256}"))
    assert gone.status_code == 302
    assert gone.url.startswith(link)
    assert not AnswerFile.objects.exists()


def test_a_guests_check_page_names_the_files(link, client):
    checked = client.post(link, typed(upload("beslut.pdf", PDF), vy="full", do="check"))
    assert "beslut.pdf" in page(client.get(checked.url))
