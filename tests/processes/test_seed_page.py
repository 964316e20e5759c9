"""Every row of the page that the portal was founded on: where it stands now, or why it does not.

Rows are in the page's order, in its own words. `SAYS` is what a reader of ours finds for it.
"""

import re
from html import unescape
from typing import NamedTuple

import pytest

from processes.models import CountyProcess

REGIONAL, CONCEPT, BOOKS, SEARCH = "/regional-niva/", "/metodkoncept/", "/publikationer/", "/sok/"
BLEKINGE = "/regional-niva/blekinge/"


class Row(NamedTuple):
    row: str
    page: str
    says: str


def county(link: str, short: str, slug: str) -> Row:
    return Row(f"{link} (pdf)", f"/regional-niva/{slug}/", f"{link} (pdf)")


LINKS = (
    county("Länsstyrelsen Blekinge län", "Blekinge", "blekinge"),
    county("Länsstyrelsen Dalarnas län", "Dalarna", "dalarna"),
    county("Länsstyrelsen Gotlands län", "Gotland", "gotland"),
    county("Länsstyrelsen Gävleborg", "Gävleborg", "gavleborg"),
    county("Länsstyrelsen Hallands län", "Halland", "halland"),
    county("Länsstyrelsen Jämtlands län", "Jämtland", "jamtland"),
    county("Länsstyrelsen Kalmar län", "Kalmar", "kalmar"),
    county("Länsstyrelsen Norrbotten", "Norrbotten", "norrbotten"),
    county("Länsstyrelsen Stockholm", "Stockholm", "stockholm"),
    county("Länsstyrelsen Södermanlands län", "Södermanland", "sodermanland"),
    county("Länsstyrelsen Uppsala län", "Uppsala", "uppsala"),
    county("Länsstyrelsen Västerbotten", "Västerbotten", "vasterbotten"),
    county("Länsstyrelsen Västerbottens län Bilaga", "Västerbotten", "vasterbotten"),
    county("Länsstyrelsen Västernorrland", "Västernorrland", "vasternorrland"),
    county("Länsstyrelsen Västmanlands län", "Västmanland", "vastmanland"),
    county("Länsstyrelsen Örebro län", "Örebro", "orebro"),
    county("Länsstyrelsen Östergötland", "Östergötland", "ostergotland"),
)
AWAITING = {
    "Jönköping": "jonkoping",
    "Kronoberg": "kronoberg",
    "Skåne": "skane",
    "Värmland": "varmland",
    "Västra Götaland": "vastra-gotaland",
}
GONE_THROUGH = "Enligt källan har länet gått igenom utvecklingsprocessen. Strategin skulle publiceras senare."
ROWS = (
    Row("Hoppa över navigering, hoppa direkt till textinnehållet", REGIONAL, "Hoppa till innehållet"),
    Row("Om webbplatsen, tillgänglighetsinformation", REGIONAL, "Tillgänglighet"),
    Row("Startsida: Regional nivå i menyn", REGIONAL, "Regional nivå"),
    Row("Webbkarta", SEARCH, "Webbkarta"),
    Row("Sökfunktion", REGIONAL, "Sök län, dokument, publikation eller ord"),
    Row("Kontakt (i sidhuvudet)", REGIONAL, "Kontakt"),
    Row("Regional nivå", REGIONAL, "Regional nivå"),
    Row("Tipsa om artikeln", REGIONAL, "Tipsa om sidan"),
    Row("Länsstyrelserna har sedan 2011 möjlighet att delta", REGIONAL, "Länsstyrelserna har kunnat delta sedan 2011."),
    Row("Stödet bygger på Gemensamma grunder", REGIONAL, "arbetssätt i Gemensamma grunder"),
    Row("Kontakt (en namngiven tjänsteman)", REGIONAL, "Funktionen för regional samordning."),
    Row("Länsstyrelsens samordningsansvar", REGIONAL, "Länsstyrelsens samordningsansvar"),
    Row("särskilt ansvar för att vara sammanhållande", REGIONAL, "när en stor olycka eller kris kräver samordning"),
    Row("Länsstyrelsen ska avseende krisberedskap", REGIONAL, "Länsstyrelsen ska avseende krisberedskap vara samman"),
    Row("(2017:870, 4 §)", REGIONAL, "Förordning 2017:870, 4 §"),
    Row("Utvecklingsprocess", REGIONAL, "Utvecklingsprocess"),
    Row("SOGO har tillsammans med MSB tagit fram", REGIONAL, "av samverkansområdet Geografiskt områdesansvar"),
    Row("syfte att höja förmågan", REGIONAL, "höja den regionala och lokala nivåns förmåga"),
    Row("kunskap och verktyg", REGIONAL, "kunskap och verktyg"),
    Row("ett stöd till regional behovsanalys", REGIONAL, "stöd till en regional behovsanalys"),
    Row("Processer som är klara", REGIONAL, "Processer som är klara 16 län"),
    *LINKS,
    Row("Processer som pågår", REGIONAL, "Processer som pågår 5 län"),
    Row(
        "deras strategier kommer att publiceras här vartefter", REGIONAL, "deras strategier skulle publiceras vartefter"
    ),
    *(Row(name, f"/regional-niva/{slug}/", GONE_THROUGH) for name, slug in AWAITING.items()),
    Row("Metodkoncept", REGIONAL, "Metodkoncept"),
    Row("en tankemodell framtagen utifrån forskning", CONCEPT, "En tankemodell i fyra steg"),
    Row("ska användas när den utövar sitt områdesansvar", REGIONAL, "när den behöver utöva sitt områdesansvar"),
    Row("Koncept för samordning och inriktning", BOOKS, "Ett koncept för samordning och inriktning"),
    Row("presenteras i sin helhet i publikationen", REGIONAL, "Det beskrivs i sin helhet i vägledningen MSB337"),
    Row("vägledning för länsstyrelsen och andra aktörer", REGIONAL, "regionala och lokala aktörer som arbetar med"),
    Row("(pdf, nytt fönster)", BOOKS, "Läs hos utgivaren"),
    Row("Regionala behov styr", REGIONAL, "Regionala behov styr"),
    Row("en modell för hur processerna kan se ut", REGIONAL, "en modell för hur processen kan läggas upp"),
    Row("utforma efter egna regionala behov", REGIONAL, "formar sin egen efter regionens behov"),
    Row("Forskning som grund", REGIONAL, "Forskning som grund"),
    Row("Lunds universitet 2004–2009", REGIONAL, "forskning vid Lunds universitet 2004 till 2009"),
    Row("nätverksbaserat och i komplexa strukturer", REGIONAL, "utövas i nätverk och i komplexa strukturer"),
    Row("Effektivare ledning (länk)", BOOKS, "Effektivare ledning av storskalig räddningstjänst och krishantering"),
    Row("2013 utvärderades konceptet och processen", REGIONAL, "utvecklingsprocessen utvärderades 2013"),
    Row("Syftet är att bidra till lärande", REGIONAL, "regional nivå och i de kommande på nationell och lokal"),
    Row("Utvärdering (pdf, nytt fönster)", BOOKS, "Utvärdering - Regional samordning och inriktning vid stora"),
    Row("Faktablad", BOOKS, "Faktablad"),
    Row("MSB615", BOOKS, "Koncept för inriktning och samordning - utvecklingsprocess för centrala myndigheter"),
    Row("våren 2015 implementeras Gemensamma grunder", BOOKS, "Gemensamma grunder började införas våren 2015"),
    Row("Publikationsnummer: MSB615", BOOKS, "Nummer MSB615"),
    Row("MSB432", BOOKS, "Regional samordning och inriktning"),
    Row("SOGO tillhandahåller", BOOKS, "samverkansområdet Geografiskt områdesansvar (SOGO)"),
    Row("Publikationsnummer: MSB432", BOOKS, "Nummer MSB432"),
    Row("Vägledning", BOOKS, "Vägledning"),
    Row("MSB337: bakgrund i forskningsprojektet", BOOKS, "Har sin bakgrund i forskning vid Lunds universitet"),
    Row("Publikationsnummer: MSB337", BOOKS, "Nummer MSB337"),
    Row("Pris: 0,00 kr", BOOKS, "Pris 0,00 kr"),
    Row("Antal, Ej i lager", BOOKS, "Lager Ej i lager"),
    Row("Antal (beställning)", BOOKS, "Går inte att beställa: slut i lagret enligt källan."),
    Row("Publicerad: 2010-10-07 kl. 14:14", REGIONAL, "2010-10-07 : Publicerad. Kl. 14.14 enligt sidan."),
    Row("Senast granskad: 2015-05-11 kl. 13:29", REGIONAL, "2015-05-11 : Senast granskad. Kl. 13.29 enligt sidan."),
)
# Rows that have no place, each with its reason.
LEFT_OUT = {
    "Välkommen till MSB! Vi använder kakor": "the portal keeps no statistics and needs nobody's consent",
    "Människor": "a section of another site's menu",
    "Nyheter; Nytt Samverkan & ledning": "the agency's own news; ours is the Atom feed",
    "Vanliga frågor och svar; Hjälp": "of another site; ours is what each page says, and the glossary",
    "the official's name, telephone and address": "a person; the contact is a function",
}


@pytest.fixture
def read(client):
    pages: dict[str, str] = {}

    def words(path: str) -> str:
        if path not in pages:
            page = client.get(path).content.decode()
            pages[path] = " ".join(re.sub(r"<[^>]+>", " ", unescape(page)).split())
        return pages[path]

    return words


@pytest.mark.parametrize("page", sorted({row.page for row in ROWS}))
def test_each_row_of_the_source_is_found(read, page):
    lacking = [row.row for row in ROWS if row.page == page and squeezed(row.says) not in squeezed(read(page))]
    assert lacking == [], read(page)


def squeezed(words: str) -> str:
    """Without the spaces that a link or a mark leaves before a sign."""
    return re.sub(r"\s+([.,:;)])", r"\1", words)


def test_all_twenty_one_counties_stand_on_the_page_and_have_their_own(read):
    named = {row.page for row in LINKS} | {f"/regional-niva/{slug}/" for slug in AWAITING.values()}
    assert named == {one.public_url for one in CountyProcess.objects.public().select_related("county")}
    for process in CountyProcess.objects.public().select_related("county"):
        assert process.county.short in read(REGIONAL)
    assert len(LINKS) == 17


def test_what_has_no_place_says_why():
    assert all(LEFT_OUT.values())
