"""What a document is stands in its bytes. What acts or cannot be looked into is refused in words."""

import pytest

from journal.refusals import RuleBroken
from processes import inspecting
from processes.models import LARGEST_DOCUMENT
from tests.processes import papers

REFUSED = {
    "empty": (b"", "tom"),
    "text": (b"Hej", "inte en PDF"),
    "a program": (b"MZ\x90\x00" + b"\x00" * 100, "inte en PDF"),
    "html that says that it is a PDF": (b"<html>%PDF-1.7 %%EOF", "inte en PDF"),
    "a cut PDF": (papers.pdf()[:-400], "inte hel"),
    "a head and a tail": (b"%PDF-1.7\nnothing\n%%EOF", "inte hel"),
    "a PDF with a password": (papers.locked(), "lösenord"),
    "a PDF that only the owner may change": (
        papers.pdf(encryption=papers.pikepdf.Encryption(owner="agare", user="")),
        "lösenord eller låst",
    ),
    "a script": (papers.pdf(change=papers.with_javascript), "skript"),
    "a script on a page": (papers.pdf(change=papers.with_script_on_a_page), "skript"),
    "a script among compressed objects": (
        papers.pdf(change=papers.with_script_on_a_page, object_stream_mode=papers.pikepdf.ObjectStreamMode.generate),
        "skript",
    ),
    "a program to start": (papers.pdf(change=papers.with_launch), "startar program"),
    "a program to start, pointed to": (papers.pdf(change=papers.with_launch_pointed_to), "startar program"),
    "a form that sends": (papers.pdf(change=papers.with_form_that_sends), "startar program"),
    "a file within": (papers.pdf(change=papers.with_file_within), "andra filer inbäddade"),
    "a form that changes": (papers.pdf(change=papers.with_xfa), "XFA"),
    "old Word, or Word with a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "lösenord"),
    "Word with macros": (papers.docx(kind=papers.MACRO_KIND), "makron"),
    "Word with macros by another name": (papers.docx(**{"word/vbaProject.bin": "x"}), "makron"),
    "Word with a file within": (papers.docx(**{"word/embeddings/oleObject1.bin": "x"}), "andra filer"),
    "Word with a template from elsewhere": (
        papers.docx(
            **{
                "word/_rels/settings.xml.rels": '<Relationships><Relationship Id="r1" Type="http://schemas.openxml'
                'formats.org/officeDocument/2006/relationships/attachedTemplate" Target="https://example.org/a.dotm" '
                'TargetMode="External"/></Relationships>'
            }
        ),
        "hämtar en mall",
    ),
    "ODT with macros": (papers.odt(**{"Basic/Standard/Module1.xml": "x"}), "makron"),
    "ODT with a password": (
        papers.odt(**{"META-INF/manifest.xml": "<manifest:encryption-data/>"}),
        "skyddat med lösenord",
    ),
    "another archive": (papers.archive({"a.txt": "hej"}), "inte ett Word-dokument"),
    "a broken archive": (b"PK\x03\x04" + b"\x00" * 200, "inte helt"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_not_taken_is_told_in_words(kind):
    data, words = REFUSED[kind]
    with pytest.raises(RuleBroken, match=words):
        inspecting.inspect(data)


def test_more_than_25_megabytes_are_refused():
    with pytest.raises(RuleBroken, match="högst 25 MB"):
        inspecting.inspect(b"%PDF-" + b"\x00" * LARGEST_DOCUMENT)


def test_an_archive_that_unpacks_to_very_much_is_refused(monkeypatch):
    monkeypatch.setattr(inspecting.archive, "MOST_UNPACKED", 10_000)
    with pytest.raises(RuleBroken, match="packas upp"):
        inspecting.inspect(papers.docx(**{"word/media/bild.png": "0" * 20_000}))


def test_an_accessible_pdf_has_all_four():
    found = inspecting.inspect(papers.pdf(pages=3))
    assert found.media_type == inspecting.PDF
    assert found.pages == 3
    assert found.checks == {"tagged": True, "title": "Strategi, Gävleborgs län", "language": "sv-SE", "text": True}


@pytest.mark.parametrize(
    ("lacks", "name", "found"),
    [
        ({"tagged": False}, "tagged", False),
        ({"title": ""}, "title", ""),
        ({"language": ""}, "language", ""),
        ({"text": False}, "text", False),
    ],
)
def test_what_an_accessible_pdf_lacks_is_found(lacks, name, found):
    checks = inspecting.inspect(papers.pdf(**lacks)).checks
    assert checks[name] == found
    assert sum(bool(value) for value in checks.values()) == 3


def test_word_and_odt_tell_title_and_language_and_their_tags_are_not_known():
    found = inspecting.inspect(papers.docx())
    assert found.media_type == inspecting.DOCX
    assert found.checks == {"tagged": None, "title": "Strategi & plan", "language": "sv-SE", "text": True}
    assert inspecting.inspect(papers.odt()).media_type == inspecting.ODT


@pytest.mark.parametrize(
    ("claimed", "kept"),
    [
        ("strategi.pdf", "strategi.pdf"),
        ("strategi.exe", "strategi.pdf"),
        ("C:\\Users\\lena\\Strategi v2.pdf", "Strategi v2.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("gpj.\u202efdp.exe", "gpj. fdp.pdf"),
        ('a"b\r\nX: y.pdf', "a b X y.pdf"),
        ("", "dokument.pdf"),
        ("Å" * 300 + ".pdf", "Å" * 100 + ".pdf"),
    ],
)
def test_the_name_is_cleaned_and_ends_as_its_content(claimed, kept):
    assert inspecting.clean_name(claimed, inspecting.PDF) == kept


@pytest.mark.parametrize("data", [papers.pdf()[:cut] + b"\n%%EOF" for cut in range(20, 700, 37)])
def test_a_pdf_that_is_broken_anywhere_is_taken_or_refused_never_an_error(data):
    try:
        kind = inspecting.inspect(data).media_type
    except RuleBroken:
        kind = "refused"
    assert kind in (inspecting.PDF, "refused")
