"""Addresses of the joint direction and the measures, under an incident."""

from django.urls import path

from coordination.direction.views import directions, grounds, measures, receiving, writing
from coordination.direction.views.meetings import calling, holding, listing, minutes, planning

urlpatterns = [
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
    path("h/<str:number>/atgarder/", measures.measure_list, name="measures"),
    path("h/<str:number>/atgarder/ny/", measures.new, name="measure_new"),
    path("h/<str:number>/atgarder/<int:pk>/", measures.answer, name="measure_answer"),
    path("h/<str:number>/moten/", listing.meetings, name="meetings"),
    path("h/<str:number>/moten/nytt/", planning.new, name="meeting_new"),
    path("h/<str:number>/moten/<int:k>/", listing.show, name="meeting"),
    path("h/<str:number>/moten/<int:k>.ics", listing.ics, name="meeting_ics"),
    path("h/<str:number>/moten/<int:k>/andra/", planning.edit, name="meeting_edit"),
    path("h/<str:number>/moten/<int:k>/punkt/ny/", planning.point_new, name="meeting_point_new"),
    path("h/<str:number>/moten/<int:k>/punkt/ordna/", planning.order, name="meeting_order"),
    path("h/<str:number>/moten/<int:k>/punkt/<int:pk>/bort/", planning.point_remove, name="meeting_point_remove"),
    path("h/<str:number>/moten/<int:k>/kalla/", planning.call, name="meeting_call"),
    path("h/<str:number>/moten/<int:k>/stall-in/", planning.cancel, name="meeting_cancel"),
    path("h/<str:number>/moten/<int:k>/kvittera/", calling.answer, name="meeting_answer"),
    path("h/<str:number>/moten/<int:k>/underlag/", calling.pack, name="meeting_pack"),
    path("h/<str:number>/moten/<int:k>/invandning/", calling.object_, name="meeting_object"),
    path("h/<str:number>/moten/<int:k>/borja/", holding.begin, name="meeting_begin"),
    path("h/<str:number>/moten/<int:k>/anteckna/", holding.notes, name="meeting_notes"),
    path("h/<str:number>/moten/<int:k>/anteckna/<int:pk>/", holding.note, name="meeting_note"),
    path("h/<str:number>/moten/<int:k>/anteckna/<int:pk>/spara/", holding.autosave, name="meeting_note_autosave"),
    path("h/<str:number>/moten/<int:k>/narvaro/", holding.attendance, name="meeting_attendance"),
    path("h/<str:number>/moten/<int:k>/beslut/", holding.resolve, name="meeting_resolve"),
    path("h/<str:number>/moten/<int:k>/atgard/", holding.measure, name="meeting_measure"),
    path("h/<str:number>/moten/<int:k>/avsluta/", holding.end, name="meeting_end"),
    path("h/<str:number>/moten/<int:k>/protokoll/", minutes.minutes, name="meeting_minutes"),
]
