"""Addresses of the joint direction and the measures, under an incident."""

from django.urls import path

from coordination.direction import urls_loop
from coordination.direction.views import (
    after,
    announcements,
    directions,
    grounds,
    issues,
    measures,
    needs,
    receiving,
    waiting,
    writing,
)

urlpatterns = [
    *urls_loop.urlpatterns,
    path("h/<str:number>/inriktning/", directions.current, name="directions"),
    path("h/<str:number>/inriktning/ny/", writing.begin, name="direction_new"),
    path("h/<str:number>/inriktning/<int:k>/", directions.show, name="direction"),
    path("h/<str:number>/inriktning/<int:k>.pdf", directions.pdf, name="direction_pdf"),
    path("h/<str:number>/inriktning/<int:k>/andra/", writing.edit, name="direction_edit"),
    path("h/<str:number>/inriktning/<int:k>/spara/", writing.autosave, name="direction_autosave"),
    path("h/<str:number>/inriktning/<int:k>/foresla/", writing.propose, name="direction_propose"),
    path("h/<str:number>/inriktning/<int:k>/ta-tillbaka/", writing.take_back, name="direction_take_back"),
    path("h/<str:number>/inriktning/<int:k>/lagg-undan/", writing.withdraw, name="direction_withdraw"),
    path("h/<str:number>/inriktning/<int:k>/stallning/", directions.position, name="direction_position"),
    path("h/<str:number>/inriktning/<int:k>/faststall/", directions.fix, name="direction_fix"),
    path("h/<str:number>/inriktning/<int:k>/bygger-pa/", grounds.of_direction, name="direction_grounds"),
    path("h/<str:number>/atgarder/<int:pk>/bygger-pa/", grounds.of_measure, name="measure_grounds"),
    path("h/<str:number>/inriktning/<int:k>/mottagen/", receiving.receive, name="direction_receive"),
    path("h/<str:number>/inriktning/<int:k>/bedomning/", after.assessment, name="direction_assess"),
    path("h/<str:number>/inriktning/<int:k>/ny-stallning/", after.later_position, name="direction_later"),
    path("h/<str:number>/meddelanden/", announcements.announcement_list, name="announcements"),
    path("h/<str:number>/meddelanden/nytt/", announcements.new, name="announcement_new"),
    path("h/<str:number>/meddelanden/<int:n>/", announcements.announcement, name="announcement"),
    path("h/<str:number>/meddelanden/<int:n>/mottaget/", announcements.receive, name="announcement_receive"),
    path("h/<str:number>/behov/matris/", needs.show, name="matrix"),
    path("h/<str:number>/behov/<int:n>/roller/", needs.parts, name="need_parts"),
    path("h/<str:number>/systemfragor/", issues.issue_list, name="issues"),
    path("h/<str:number>/systemfragor/ny/", issues.new, name="issue_new"),
    path("h/<str:number>/systemfragor/avfarda/", issues.dismiss, name="finding_dismiss"),
    path("h/<str:number>/systemfragor/<int:n>/", issues.show, name="system_issue"),
    path("h/<str:number>/atgarder/<int:pk>/vantar/", waiting.waits, name="measure_waits"),
    path("h/<str:number>/atgarder/", measures.measure_list, name="measures"),
    path("h/<str:number>/atgarder/ny/", measures.new, name="measure_new"),
    path("h/<str:number>/atgarder/<int:pk>/", measures.answer, name="measure_answer"),
]
