"""The addresses of a county's capability, work plan and needs analyses, below /lan/<letter>/."""

from django.urls import path

from processes.views import analyses, capability, work

ANALYSIS = "behovsanalys/<int:number>/"
MEASURE = f"{ANALYSIS}atgard/"

urlpatterns = [
    path("formaga/", capability.show, name="capability"),
    path("formaga/<int:number>/<slug:component>/", capability.rate, name="rating"),
    path("arbetsplan/", work.plan, name="work_plan"),
    path("arbetsplan/ny/", work.new, name="work_item_new"),
    path("arbetsplan/<int:pk>/", work.item, name="work_item"),
    path("arbetsplan/<int:pk>/andra/", work.edit, name="work_item_edit"),
    path("behovsanalys/", analyses.listed, name="needs_analyses"),
    path("behovsanalys/ny/", analyses.new, name="needs_analysis_new"),
    path(ANALYSIS, analyses.show, name="needs_analysis"),
    path(f"{ANALYSIS}andra/", analyses.edit, name="needs_analysis_edit"),
    path(f"{ANALYSIS}lamna/", analyses.deliver, name="needs_analysis_deliver"),
    path(f"{ANALYSIS}ta-tillbaka/", analyses.take_back, name="needs_analysis_take_back"),
    path(MEASURE, analyses.measure_new, name="analysis_measure_new"),
    path(f"{MEASURE}<int:pk>/", analyses.measure_edit, name="analysis_measure"),
    path(f"{MEASURE}<int:pk>/ta-bort/", analyses.measure_drop, name="analysis_measure_drop"),
]
