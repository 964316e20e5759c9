"""Small real documents, made in the test: PDF by pikepdf, and archives as Word and LibreOffice write them."""

from io import BytesIO
from zipfile import ZipFile

import pikepdf
from pikepdf import Array, Dictionary, Name, String

DOCX_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO_KIND = "application/vnd.ms-word.document.macroEnabled.main+xml"


def pdf(*, tagged=True, title="Strategi, Gävleborgs län", language="sv-SE", text=True, pages=1, change=None, **save):
    """A PDF with as much of an accessible one as is asked for. `change` is given the open file."""
    made = pikepdf.new()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    for _ in range(pages):
        made.add_blank_page(page_size=(200, 200))
        page = made.pages[-1]
        shown = b"BT /F1 12 Tf 20 100 Td (Strategi) Tj ET" if text else b"0 0 100 100 re f"
        page.Contents = made.make_stream(shown)
        if text:
            page.Resources = Dictionary(Font=Dictionary(F1=made.make_indirect(font)))
    if tagged:
        made.Root.MarkInfo = Dictionary(Marked=True)
        made.Root.StructTreeRoot = made.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    if language:
        made.Root.Lang = String(language)
    if title:
        made.docinfo["/Title"] = title
    if change is not None:
        change(made)
    kept = BytesIO()
    made.save(kept, **save)
    return kept.getvalue()


def with_javascript(made):
    made.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def with_script_on_a_page(made):
    made.pages[0].AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


def with_launch(made):
    made.Root.OpenAction = Dictionary(S=Name.Launch, F=String("cmd.exe"))


def with_launch_pointed_to(made):
    made.Root.OpenAction = Dictionary(S=made.make_indirect(Name.Launch), F=String("cmd.exe"))


def with_form_that_sends(made):
    made.Root.OpenAction = made.make_indirect(Dictionary(S=Name.SubmitForm, F=String("https://example.org/")))


def with_file_within(made):
    made.attachments["hemlig.exe"] = b"MZ"


def with_xfa(made):
    made.Root.AcroForm = Dictionary(Fields=Array([]), XFA=String("<xdp/>"))


def locked():
    return pdf(encryption=pikepdf.Encryption(owner="agare", user="lasare"))


def archive(parts):
    kept = BytesIO()
    with ZipFile(kept, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return kept.getvalue()


def docx(*, kind=DOCX_KIND, title="Strategi &amp; plan", language="sv-SE", **more):
    about = f"<cp:coreProperties><dc:title>{title}</dc:title><dc:language>{language}</dc:language></cp:coreProperties>"
    return archive(
        {
            "[Content_Types].xml": f'<Types><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
            "word/document.xml": "<w:document/>",
            "docProps/core.xml": about,
            **{name.replace("__", "/"): content for name, content in more.items()},
        }
    )


def odt(**more):
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": "<office:document-content/>",
            "meta.xml": "<office:meta><dc:title>Strategi</dc:title></office:meta>",
            "META-INF/manifest.xml": "<manifest:manifest/>",
            **more,
        }
    )
