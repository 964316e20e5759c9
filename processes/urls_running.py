"""The addresses of a county's own process, below /lan/<letter>/process/."""

from django.urls import path

from processes.views import running, seminars, stages

RUN = "<int:number>/"
STAGE = f"{RUN}etapp/<int:pk>/"
SEMINAR = f"{RUN}internat/<int:pk>/"

urlpatterns = [
    path("", running.home, name="process_home"),
    path("starta/", running.start, name="process_start"),
    path(RUN, running.show, name="process_run"),
    path(f"{RUN}andra/", running.edit, name="process_edit"),
    path(f"{RUN}oversyn/", running.review_day, name="process_review"),
    path(f"{RUN}avsluta/", running.end, name="process_end"),
    path(f"{RUN}beslut/", running.decide, name="process_decide"),
    path(f"{RUN}ny-etapp/", running.add_stage, name="process_stage_add"),
    path(f"{RUN}kalender/", seminars.days, name="process_calendar"),
    path(f"{RUN}kalender.ics", seminars.ical, name="process_ical"),
    path(f"{RUN}kriterium/<int:pk>/", stages.criterion, name="process_criterion"),
    path(STAGE, stages.stage, name="process_stage"),
    path(f"{STAGE}internat/", stages.seminar_add, name="process_seminar_add"),
    path(f"{STAGE}<slug:do>/", stages.stage_act, name="process_stage_act"),
    path(SEMINAR, seminars.edit, name="process_seminar"),
    path(f"{SEMINAR}bjud-in/", seminars.invite, name="process_invite"),
    path(f"{SEMINAR}narvaro/", seminars.attendance, name="process_attendance"),
    path(f"{RUN}deltagare/<int:pk>/ta-bort/", seminars.uninvite, name="process_uninvite"),
]
