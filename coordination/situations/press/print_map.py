"""The page's map made fit for paper: the page's colours live in its style sheet, which a PDF does not have."""

import re
from html import unescape

# A style sheet beats presentation attributes, so what must not follow its rules has a style of its own.
# Grey, dots, stripes, crossed stripes and solid, as in the print part of static/look/tokens.css.
DEFS = """<defs>
<pattern id="pt0" width="9" height="9" patternUnits="userSpaceOnUse"><rect width="9" height="9" fill="#fff"/>
<path d="M0 4.5h4" stroke="#000" stroke-width="1"/></pattern>
<pattern id="pt2" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="#fff"/>
<circle cx="4" cy="4" r="1.3" fill="#000"/></pattern>
<pattern id="pt3" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<rect width="8" height="8" fill="#fff"/><rect width="2.4" height="8" fill="#444"/></pattern>
<pattern id="pt4" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<rect width="8" height="8" fill="#fff"/><path d="M0 0h8v2H0zM0 0h2v8H0z" fill="#000"/></pattern>
<symbol id="m0" viewBox="0 0 24 24"><circle cx="12" cy="12" r="10" fill="#fff" stroke="#000" stroke-width="2"
 stroke-dasharray="4.2 3.65"/><text class="d" x="12" y="17" style="font-size:15px;fill:#000">?</text></symbol>
<symbol id="m1" viewBox="0 0 24 24"><circle cx="12" cy="12" r="10" fill="#fff" stroke="#000" stroke-width="2"/>
<text class="d" x="12" y="17" style="font-size:15px;fill:#000">1</text></symbol>
<symbol id="m2" viewBox="0 0 24 24"><path d="M1.2 2.6h21.6L12 22.6z" fill="#fff" stroke="#000" stroke-width="1.8"/>
<text class="d" x="12" y="14.4" style="font-size:13px;fill:#000">2</text></symbol>
<symbol id="m3" viewBox="0 0 24 24"><path d="M12 .9 23.1 12 12 23.1.9 12z" fill="#d9d9d9" stroke="#000"
 stroke-width="1.6"/><text class="d" x="12" y="16.8" style="font-size:14px;fill:#000">3</text></symbol>
<symbol id="m4" viewBox="0 0 24 24"><path d="M2.2 2.2h19.6v19.6H2.2z" fill="#4d4d4d" stroke="#000" stroke-width="1.6"/>
<text class="d" x="12" y="17.3" style="font-size:16px;fill:#fff">4</text></symbol>
<symbol id="m5" viewBox="0 0 24 24"><path d="M7.2.6h9.6l6.6 6.6v9.6l-6.6 6.6H7.2L.6 16.8V7.2z"
 style="fill:#000;stroke:#fff;stroke-width:1.2"/>
<text class="d" x="12" y="17.3" style="font-size:16px;fill:#fff">5</text></symbol>
</defs>"""
STYLE = """<style>
path { stroke: #000; stroke-width: 1.2; stroke-linejoin: round; }
text { font-family: "Samlad Sans"; font-weight: 600; font-size: 20px; fill: #000; text-anchor: middle;
 paint-order: stroke; stroke: #fff; stroke-width: 5px; stroke-linejoin: round; }
text.d { font-weight: 700; stroke: none; } text.e { text-anchor: end; }
path.g0f { fill: url(#pt0); stroke-dasharray: 5 4; } path.g1f { fill: #fff; } path.g2f { fill: url(#pt2); }
path.g3f { fill: url(#pt3); } path.g4f { fill: url(#pt4); } path.g5f { fill: #000; stroke: #fff; stroke-width: 2; }
text.t5 { fill: #fff; stroke: #000; }
</style>"""
OPENING = re.compile(r"<svg\b([^>]*)>")
OWN_SIZE = re.compile(r'\s(?:width|height|class|style)="[^"]*"')
LABEL = re.compile(r'\saria-label="([^"]*)"')
OUTSIDE = re.compile(r'href="[^"#]*#')


def drawing(svg: str) -> str:
    """The map's drawing alone, without what the page writes under it."""
    end = svg.rfind("</svg>")
    start = svg.find("<svg")
    return svg[start : end + len("</svg>")] if 0 <= start < end else ""


def spoken(svg: str) -> str:
    """What the map says to whoever cannot see it: the drawing's own label."""
    label = LABEL.search(drawing(svg))
    return unescape(label[1]) if label else ""


def print_map(svg: str) -> str:
    """The same drawing with the paper's patterns and marks inside it, and no reference to anything outside."""
    only = drawing(svg)
    opening = OPENING.search(only)
    if opening is None:
        return ""
    attributes = OWN_SIZE.sub("", opening[1])
    if "xmlns=" not in attributes:
        attributes += ' xmlns="http://www.w3.org/2000/svg"'
    inner = OUTSIDE.sub('href="#', only[opening.end() :])
    return f"<svg{attributes}>{STYLE}{DEFS}{inner}"
