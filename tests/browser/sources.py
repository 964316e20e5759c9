"""Following a published report back to its answers: each link opens one, of the actor named, with the figure in it."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.sync_api import Locator

# The words of an element with a space between its parts, as they are seen.
WORDS: Final = """const words = (one) => {
  const found = [], walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) found.push(walker.currentNode.data);
  return found.join(" ").replace(/\\s+/g, " ").trim();
};"""
READ: Final = f"""(article) => {{ {WORDS}
  const links = [...article.querySelectorAll("a[href]")].map((link) => {{
    const row = link.closest("tr, li, p, dt") ?? link, head = row.querySelector("th");
    const table = link.closest("table[id]");
    return {{href: link.getAttribute("href"), name: words(link), row: words(row), head: head ? words(head) : "",
             cell: words(row.querySelector("td") ?? row), table: table ? table.id : "",
             title: table ? words(table.caption) : "", cites: link.classList.contains("src")}};
  }});
  return {{links, ids: [...article.querySelectorAll("[id]")].map((one) => one.id)}};
}}"""
# As a reader opens them: in her own browser, each in a tab of its own.
OPEN: Final = f"""(article, addresses) => {{ {WORDS}
  return Promise.all(addresses.map(async (address) => {{
    const answer = await fetch(address), page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const main = page.querySelector("main");
    return [address, answer.status, main ? words(main) : ""];
  }}));
}}"""
ANSWER: Final = re.compile(r"/svar/\d+/$")
NUMBER: Final = r"(\d[\d\u00a0 ]*)"


@dataclass
class Followed:
    """How much was followed, and what did not hold."""

    answers: dict[str, str] = field(default_factory=dict)
    figures: int = 0
    cited: int = 0
    wrong: list[str] = field(default_factory=list)

    def holds(self, href: str, said: str, where: str) -> None:
        """The words stand in the answer, and are not a part of a longer number there."""
        self.figures += 1
        if not re.search(rf"(?<!\d){re.escape(said)}(?!\d)", self.answers[href]):
            self.wrong.append(f"{where}: {said} does not stand in {href}")


def follow(article: Locator) -> Followed:
    """Every link of the report, and every figure that stands beside one."""
    read = article.evaluate(READ)
    links, ids = read["links"], set(read["ids"])
    found = Followed()
    found.wrong += [f"{one['href']} is not in the report" for one in links if leads_nowhere(one["href"], ids)]
    away = sorted({one["href"] for one in links if not one["href"].startswith("#")})
    for address, status, words in article.evaluate(OPEN, away):
        found.wrong += [] if status == 200 else [f"{address} answers {status}"]
        if ANSWER.search(address):
            found.answers[address] = words
    functions = {one["title"] for one in links if one["table"].startswith("funktion-")}
    sources = {number_of(one): one for one in links if one["href"] in found.answers and not one["table"]}
    for one in links:
        if one["href"] in found.answers:
            _opened(one, found)
        elif one["cites"]:
            _cited(one, sources, functions, found)
    return found


def leads_nowhere(href: str, ids: set[str]) -> bool:
    return href.startswith("#") and href[1:] not in ids


def number_of(link: dict[str, Any]) -> str:
    """The number of a row in the list of sources: 3 of "3 10:12 Hofors 2025-043-811"."""
    return str(link["row"].partition(" ")[0])


def _opened(one: dict[str, Any], found: Followed) -> None:
    """The answer is of the actor that the row names, and says what the row says."""
    name = one["head"] if re.match(r"\d", one["name"]) else one["name"]
    if name.partition(",")[0] not in found.answers[one["href"]] and name.split()[0] not in found.answers[one["href"]]:
        found.wrong.append(f"{one['href']} is not of {name}")
    where = f"{one['title']} {one['name']}"
    if one["table"].startswith("siffra-"):
        found.holds(one["href"], one["cell"], where)
    elif one["table"].startswith("funktion-") and one["head"] != "Okänt":
        found.holds(one["href"], f"{one['title']} {one['head']}", where)
    elif one["head"] == one["name"] and re.match(NUMBER, one["cell"]):
        # One side of what went apart: "240 hushåll".
        found.holds(one["href"], re.match(NUMBER, one["cell"])[1].strip(), where)  # type: ignore[index]  # matched


def _cited(one: dict[str, Any], sources: dict[str, dict[str, Any]], functions: set[str], found: Followed) -> None:
    """A sentence that cites a source: what it says of that actor stands in the answer."""
    found.cited += 1
    number = one["href"].removeprefix("#kalla-")
    if number not in sources:
        found.wrong.append(f"source {number} opens no answer")
        return
    source = sources[number]
    told = re.search(rf"{re.escape(source['name'])} {NUMBER}", one["row"])
    if told:
        found.holds(source["href"], told[1].strip(), one["row"])
    moved = re.search(r"till (\w+)", one["row"])
    for name in functions if moved and one["row"].startswith(source["name"]) else ():
        if f"{source['name']} {name} " in one["row"]:
            found.holds(source["href"], f"{name} {moved[1]}", one["row"])  # type: ignore[index]  # it moved
