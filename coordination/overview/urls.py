"""Addresses of the pages that join slices."""

from django.conf import settings
from django.urls import path

from coordination.overview import fate, glossary, lessons, one_page, search, style_sheet, views
from coordination.overview.evidence import views as evidence

urlpatterns = [
    path("", views.start, name="start"),
    path("h/<str:number>/", views.incident, name="incident"),
    path("h/<str:number>/en-sida/", one_page.one_page, name="one_page"),
    path("h/<str:number>/behover-svar/", views.needs_me, name="needs_me"),
    path("h/<str:number>/lardomar/", lessons.incident_lessons, name="incident_lessons"),
    path("h/<str:number>/svar/<int:pk>/vag/", fate.show_fate, name="answer_fate"),
    path("lan/<str:letter>/underlag/", evidence.pack_list, name="evidence_packs"),
    path("lan/<str:letter>/underlag/nytt/", evidence.make, name="evidence_make"),
    path("lan/<str:letter>/underlag/<int:number>/", evidence.pack, name="evidence_pack"),
    path("lan/<str:letter>/underlag/<int:number>/lamna/", evidence.give, name="evidence_hand_over"),
    path("lan/<str:letter>/underlag/<int:number>/<slug:key>/", evidence.figure, name="evidence_figure"),
    path("ordlista/", glossary.page, name="glossary"),
    path("om/", views.about, name="about"),
    path("sok/", search.page, name="search"),
    path("sitemap.xml", search.sitemap, name="sitemap"),
]
if settings.DEMO:
    urlpatterns.append(path("stil/", style_sheet.style_sheet, name="style_sheet"))
