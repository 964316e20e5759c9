"""Answering from a file: all of it comes into the draft or nothing does, and each fault has its row and column."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from coordination.situations.answers import sheets_read
from coordination.situations.answers.sheets_read import Unreadable, read_sheets
from coordination.situations.models import Input
from tests.conftest import signed_in
from tests.situations.answers import answer, content
from tests.situations.sets import ask

pytestmark = pytest.mark.django_db

HEAD = "nyckel;fråga;enhet;svar\n"


@pytest.fixture
def maria(house):
    return signed_in(house.maria)


@pytest.fixture
def roads(house, incident):
    return ask(house, incident, "vag")


def upload(client, asked, house, data, name="svar.csv"):
    where = reverse("answer_file", args=[asked.incident.number, asked.number])
    data = data.encode() if isinstance(data, str) else data
    return client.post(where, {"aktor": house.ljusdal.pk, "fil": SimpleUploadedFile(name, data)})


def workbook(*sheets) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def faults(data) -> list[tuple[str, int, str]]:
    with pytest.raises(Unreadable) as unreadable:
        read_sheets(data)
    return [(one.sheet, one.row, one.letter) for one in unreadable.value.wrong]


def draft() -> Input | None:
    return Input.objects.filter(state="draft").first()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ","])
def test_a_csv_file_is_read_as_swedish_programs_save_it(maria, asked, house, encoding, delimiter):
    text = "nyckel;svar\nhouseholds_without_power;340\nsummary;Träd över väg\noverall.works;Delvis\n"
    answered = upload(maria, asked, house, text.replace(";", delimiter).encode(encoding))
    assert answered.status_code == 302
    kept = draft().content
    assert kept["numbers"]["households_without_power"] == "340"
    assert kept["texts"]["summary"] == "Träd över väg"
    assert kept["overall"]["works"] == "1"
    assert not Input.objects.filter(state="submitted").exists()


def test_what_the_file_leaves_empty_is_as_it_was(maria, asked, house):
    answer(house.maria, asked, house.ljusdal, content(households=12))
    upload(maria, asked, house, HEAD + "households_without_power;;;\ninjured;;;2\n")
    assert draft().content["numbers"]["households_without_power"] == 12
    assert draft().content["numbers"]["injured"] == "2"


def test_the_excel_template_comes_back_filled_in(maria, roads, house):
    where = reverse("answer_template", args=[roads.incident.number, roads.number, "xlsx"])
    book = load_workbook(io.BytesIO(maria.get(where).content))
    assert book.sheetnames == ["Svar", "needs", "roads"]
    first = book.worksheets[0]
    for row in first.iter_rows(min_row=2):
        if row[0].value == "people_stuck":
            row[3].value = 40
        if row[0].value == "people_stuck_cared":
            row[3].value = "Nej"
    book["roads"].append(["Rv 83", "Färila", "Avstängd", 12, "8.30", ""])
    book["needs"].append(["kl. 12", "Bandvagn", 2])
    out = io.BytesIO()
    book.save(out)
    assert upload(maria, roads, house, out.getvalue(), "svar.xlsx").status_code == 302
    kept = draft().content
    assert kept["numbers"]["people_stuck"] == "40"
    assert kept["texts"]["people_stuck_cared"] == "no"
    assert kept["rows"]["roads"][0]["state"] == "closed"
    assert kept["needs"][0]["what"] == "Bandvagn"
    assert "Rv 83" in maria.get(reverse("answer_check", args=[roads.incident.number, roads.number])).content.decode()


def test_the_csv_template_has_every_question_and_comes_back(maria, roads, house):
    where = reverse("answer_template", args=[roads.incident.number, roads.number, "csv"])
    text = maria.get(where).content.decode("utf-8-sig")
    assert "people_stuck;Personer som sitter fast i fordon;personer;" in text
    assert "[roads]" in text
    filled = text.rstrip() + "\r\nE4;Norr om Hudiksvall;Öppen;0;;\r\n"
    assert upload(maria, roads, house, filled).status_code == 302
    assert draft().content["rows"]["roads"][0]["road"] == "E4"


def test_municipalities_are_written_by_name_or_code(maria, house, incident):
    asked = ask(house, incident, "elnat")
    text = HEAD + "\n[households_by_municipality]\nKommun;Hushåll\nLjusdal;210\n2183;0\n"
    assert upload(maria, asked, house, text).status_code == 302
    rows = draft().content["rows"]["households_by_municipality"]
    assert rows == [{"municipality": "2161", "households": "210"}, {"municipality": "2183", "households": "0"}]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD + "injured;;;2\nhouseholds_without_power;;;många\n", "rad 3, kolumn D"),
        (HEAD + "injured;;;2\nfinns_inte;;;1\n", "rad 3, kolumn A"),
        (HEAD + "injured;;;2\ninjured;;;3\n", "rad 3, kolumn A"),
        (HEAD + "injured;;;2\ncrisis_board;;;Kanske\n", "rad 3, kolumn D"),
        (HEAD + "injured;;;2\nmain_place.municipality;;;Falun\n", "rad 3, kolumn D"),
        (HEAD + "injured;;;2\nmain_place.lat;;;16\nmain_place.lon;;;61\n", "rad 3, kolumn D"),
        (HEAD + "injured;;;2\nfunctions.el.grade;;;5 Kritisk påverkan\n", "rad 3, kolumn D"),
        (HEAD + "injured;;;=1+1\n", "rad 2, kolumn D"),
        (HEAD + "injured;;;2\nsummary;;;bak\u202elänges\n", "rad 3, kolumn D"),
        (HEAD + "injured;;;2\nsummary;;;noll\x00tecken\n", "rad 3, kolumn D"),
        (HEAD + "injured;;;2\n;;;3\n", "rad 3, kolumn A"),
        ("fråga;värde\ninjured;2\n", "rad 1, kolumn A"),
        (HEAD + 'injured;;;2\nsummary;;;"halv', "rad 3"),
        (HEAD + "injured;;;2\n[coming_events]\nNär\ni dag\n", "Begäran frågar inte efter ”coming_events”"),
        (HEAD, "Filen har inga svar."),
        ("", "Filen är tom."),
    ],
)
def test_each_fault_is_told_where_it_stands_and_nothing_is_taken_in(maria, asked, house, text, told):
    answered = upload(maria, asked, house, text)
    assert answered.status_code == 422
    assert told in answered.content.decode()
    assert draft() is None


def test_all_faults_are_told_at_once(maria, asked, house):
    shown = upload(
        maria, asked, house, HEAD + "injured;;;två\nfinns_inte;;;1\ncrisis_board;;;Kanske\n"
    ).content.decode()
    for told in ("rad 2, kolumn D", "rad 3, kolumn A", "rad 4, kolumn D"):
        assert told in shown
    assert draft() is None


def test_faults_in_a_table_of_rows_name_sheet_row_and_column(maria, roads, house):
    data = workbook(
        ("Svar", [["nyckel", "svar"], ["people_stuck", 3]]),
        ("roads", [["Väg", "Läge", "Fordon som sitter fast"], ["E4", "Öppen", 1], ["", "Halvöppen", "två"]]),
    )
    shown = upload(maria, roads, house, data, "svar.xlsx").content.decode()
    for told in ("rad 3, kolumn A", "rad 3, kolumn B", "rad 3, kolumn C"):
        assert told in shown
    assert "Blad roads" in shown
    assert draft() is None


def test_a_column_that_is_not_in_the_template_is_refused(maria, roads, house):
    text = HEAD + "\n[roads]\nVäg;Färg\nE4;röd\n"
    assert "Kolumnen ”Färg” finns inte" in upload(maria, roads, house, text).content.decode()
    assert draft() is None


def test_formulas_of_a_workbook_are_refused_by_row():
    data = workbook(("Svar", [["nyckel", "svar"], ["injured", 2], ["people", "=SUM(B2:B2)"]]))
    assert faults(data) == [("", 3, "B")]


def test_a_workbook_that_unfolds_to_too_much_is_refused_before_it_is_read(monkeypatch):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * (sheets_read.LARGEST_UNFOLDED + 1))
    monkeypatch.setattr(sheets_read, "load_workbook", None)
    monkeypatch.setattr(zipfile.ZipFile, "read", None)
    assert len(out.getvalue()) < 100_000
    assert faults(out.getvalue()) == [("", 0, "")]


@pytest.mark.parametrize("data", [b"PK\x03\x04trasig", b"PK", workbook(("Svar", [["x"]]))[:-40]])
def test_a_broken_workbook_is_told_to_be_broken(data):
    assert faults(data) == [("", 0, "")]


def test_a_workbook_that_defines_things_of_its_own_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(("Svar", [["nyckel", "svar"]])))) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename.endswith("sheet1.xml"):
                data = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>' + data.split(b"?>", 1)[-1]
            new.writestr(part.filename, data)
    assert faults(out.getvalue()) == [("", 0, "")]


def test_a_table_without_end_is_refused():
    assert faults(b"nyckel;svar\n" + b"a;b\n" * 2000) == [("", 0, "")]
    assert faults(b";" * 200) == [("", 0, "")]


def test_a_file_that_is_too_large_is_refused(maria, asked, house):
    shown = upload(maria, asked, house, b"a" * (sheets_read.LARGEST_FILE + 1))
    assert shown.status_code == 422
    assert "högst 2 MB" in shown.content.decode()


def test_no_file_is_asked_for(maria, asked, house):
    where = reverse("answer_file", args=[asked.incident.number, asked.number])
    assert "Välj en fil." in maria.post(where, {"aktor": house.ljusdal.pk}).content.decode()


def test_only_those_who_answer_take_files_in(asked, house):
    for name, keys in (("answer_file", []), ("answer_template", ["csv"])):
        address = reverse(name, args=[asked.incident.number, asked.number, *keys])
        assert signed_in(house.maria).get(address).status_code == 200
        assert signed_in(house.lena).get(address).status_code == 403
        assert signed_in(house.charlie).get(address).status_code == 404
    assert signed_in(house.maria).get(address.replace(".csv", ".exe")).status_code == 404
