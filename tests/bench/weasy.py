"""A warm process that lets WeasyPrint make a tagged PDF of a page, each time a line asks for it."""

import io
import json
import logging
import sys
import time
from pathlib import Path
from typing import Any

from pypdf import PdfReader

STYLE = """
@page { size: A4; margin: 20mm; @bottom-right { content: counter(page) " (" counter(pages) ")" } }
body { font: 10pt sans-serif } table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: 1mm }
"""


def main(page: str) -> None:
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    try:
        import weasyprint  # whoever lacks it, or the libraries it stands on, hears so in the table
    except (ImportError, OSError) as missing:
        print(json.dumps({"missing": f"{missing}".splitlines()[0]}), flush=True)
        return
    print("{}", flush=True)
    html = Path(page).read_text(encoding="utf-8")
    for _line in sys.stdin:
        print("ready", flush=True)
        sys.stdin.readline()
        began = time.perf_counter()
        made = _made(weasyprint, html)
        seconds = time.perf_counter() - began
        print(json.dumps({"seconds": seconds, "pages": len(PdfReader(io.BytesIO(made)).pages)}), flush=True)


def _made(weasyprint: Any, html: str) -> bytes:
    style = weasyprint.CSS(string=STYLE)
    made = weasyprint.HTML(string=html).write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1", pdf_tags=True)
    return bytes(made)


if __name__ == "__main__":
    main(sys.argv[1])
