"""Addresses of the loop and its needs, under an incident."""

from django.urls import path

from coordination.direction.views.loop import influence, needs, noting, workspace

urlpatterns = [
    path("h/<str:number>/analys/", workspace.now, name="loop_now"),
    path("h/<str:number>/analys/borja/", workspace.begin, name="cycle_new"),
    path("h/<str:number>/analys/varv/<int:k>/", workspace.one, name="loop"),
    path("h/<str:number>/analys/varv/<int:k>/avsluta/", workspace.close, name="cycle_close"),
    path("h/<str:number>/analys/varv/<int:k>/<slug:step>/", workspace.edit, name="cycle_edit"),
    path("h/<str:number>/analys/notering/ny/", noting.new, name="note_new"),
    path("h/<str:number>/analys/notering/<int:pk>/galler/", noting.hold, name="note_hold"),
    path("h/<str:number>/analys/notering/<int:pk>/avsluta/", noting.end, name="note_end"),
    path("h/<str:number>/analys/inflytande/nytt/", influence.new, name="influence_new"),
    path("h/<str:number>/analys/inflytande/<int:n>/gjort/", influence.do, name="influence_do"),
    path("h/<str:number>/analys/inflytande/<int:n>/svar/", influence.answer, name="influence_answer"),
    path("h/<str:number>/analys/inflytande/<int:n>/effekt/", influence.effect, name="influence_effect"),
    path("h/<str:number>/analys/<slug:step>/", workspace.step, name="loop_step"),
    path("h/<str:number>/behov/nytt/", needs.new, name="need_new"),
    path("h/<str:number>/behov/<int:n>/", needs.show, name="need"),
    path("h/<str:number>/behov/<int:n>/andra/", needs.edit, name="need_edit"),
]
