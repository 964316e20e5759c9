"""Addresses of the pages that join slices."""

from django.conf import settings
from django.urls import path

from coordination.overview import fate, glossary, one_page, style_sheet, views

urlpatterns = [
    path("", views.start, name="start"),
    path("h/<str:number>/", views.incident, name="incident"),
    path("h/<str:number>/en-sida/", one_page.one_page, name="one_page"),
    path("h/<str:number>/behover-svar/", views.needs_me, name="needs_me"),
    path("h/<str:number>/svar/<int:pk>/vag/", fate.show_fate, name="answer_fate"),
    path("ordlista/", glossary.page, name="glossary"),
    path("om/", views.about, name="about"),
]
if settings.DEMO:
    urlpatterns.append(path("stil/", style_sheet.style_sheet, name="style_sheet"))
