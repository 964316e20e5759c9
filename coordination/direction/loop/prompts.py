"""The questions at the head of each step, and the four approaches where each of them matters.

The steps are those of MSB337 and the approaches those of the common grounds; the questions are the portal's own.
"""

from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coordination.direction.models import Step

ORDER: Final = (Step.INTERPRET, Step.NEEDS, Step.SYSTEM, Step.INFLUENCE)

PURPOSE: Final[dict[str, Promise]] = {
    Step.VALUES: _("Det som vägleder oss när behov och mål krockar."),
    Step.INTERPRET: _("Vad som har hänt, vad som händer och vart det kan ta vägen."),
    Step.NEEDS: _("Vad människor och verksamheter behöver, och vad någon måste göra."),
    Step.SYSTEM: _("Alla aktörers hantering sedd som en helhet."),
    Step.INFLUENCE: _("Få aktörerna att röra sig åt samma håll, utan befäl."),
    Step.SYNTHESIS: _("Håll varvet i rörelse och veta när bilden är gammal."),
}

QUESTIONS: Final[dict[str, tuple[Promise, ...]]] = {
    Step.VALUES: (
        _("Vad måste skyddas först här?"),
        _("Vems intressen kan krocka, och hur väger vi dem?"),
        _("Efter vilken princip hjälper vi när alla inte kan få hjälp samtidigt?"),
        _("Vilka riskerar att glömmas bort?"),
    ),
    Step.INTERPRET: (
        _("Vad vet vi, från vem och hur säkert?"),
        _("Vad vet vi inte, och vem kan svara?"),
        _("Vilka tolkningar skiljer sig åt, och varför?"),
        _("Vilken utveckling är trolig, värst rimlig och bäst om 6, 24 och 72 timmar?"),
        _("Vilka tecken skulle få oss att ändra uppfattning?"),
    ),
    Step.NEEDS: (
        _("Vem behöver vad, var och när?"),
        _("Vad händer om behovet inte möts?"),
        _("Vilka behov kommer i nästa period som ingen har anmält än?"),
        _("Vilken åtgärd möter behovet, och vem har uppgiften enligt lag?"),
    ),
    Step.SYSTEM: (
        _("Vilka behov har ingen tagit?"),
        _("Var gör två aktörer samma sak, och var försvårar den ena för den andra?"),
        _("Vilken gemensam resurs är trång: drivmedel, reservkraft, personal, vägar, tele?"),
        _("Vem saknas vid bordet?"),
        _("Behövs grannlän, civilområde eller nationell nivå?"),
    ),
    Step.INFLUENCE: (
        _("Vem behöver röra sig, och åt vilket håll?"),
        _("Vilket medel räcker?"),
        _("Vem har bäst förtroende hos dem?"),
        _("Vad är vårt eget mandat?"),
        _("Hur ser vi att det verkade?"),
    ),
    Step.SYNTHESIS: (
        _("Vad har förändrats sedan sist?"),
        _("Vilket antagande höll inte?"),
        _("Vilken effekt fick vårt inflytande, jämfört med det vi avsåg?"),
        _("Hur länge håller vår egen organisation?"),
    ),
}


class Approach(NamedTuple):
    """A förhållningssätt with its reminder."""

    name: Promise
    prompt: Promise


APPROACHES: Final[dict[str, Approach]] = {
    Step.INTERPRET: Approach(
        _("Perspektivförståelse"), _("Hur ser händelsen ut för den som inte sitter i det här rummet?")
    ),
    Step.NEEDS: Approach(_("Proaktivitet"), _("Vad ångrar vi i morgon att vi inte började med i dag?")),
    Step.SYSTEM: Approach(_("Helhetssyn"), _("Tar någon ansvar för det som faller mellan uppgifterna?")),
    Step.VALUES: Approach(
        _("Medvetet beslutsfattande"), _("Vet vi vad vi väljer bort, på vilket underlag och vem som beslutar?")
    ),
}
