"""The addresses of the processes. Included at the root."""

from django.urls import include, path

from processes.views import (
    answering,
    commenting,
    feed,
    filing,
    handing_out,
    judging,
    lessons,
    library,
    public,
    review,
    yearly,
)
from processes.views.running import mine

FILED = "lan/<str:letter>/dokument/"
ONE = f"{FILED}<slug:slug>/"
LESSONS = "lan/<str:letter>/lardomar/"
LESSON = f"{LESSONS}<int:number>/"

urlpatterns = [
    path("regional-niva/", public.regional_level, name="regional_level"),
    path("regional-niva/atom.xml", feed.atom, name="regional_atom"),
    path("regional-niva/<str:county>/", public.county, name="regional_county"),
    path("dokument/<str:letter>/<slug:slug>", handing_out.document, name="process_document"),
    path("metodkoncept/", public.method_concept, name="method_concept"),
    path("publikationer/", public.publications, name="publications"),
    path("granskning/", review.review, name="review"),
    path("granskning/dokument/", judging.waiting, name="documents_to_judge"),
    path("granskning/dokument/<int:pk>/", judging.judge, name="document_judge"),
    path("granskning/behovsanalyser/", answering.waiting, name="analyses_to_answer"),
    path("granskning/behovsanalyser/<int:pk>/", answering.answer, name="analysis_answer"),
    path("granskning/ar/<int:year>/", yearly.report, name="yearly_report"),
    path("granskning/<str:letter>/kommentera/", commenting.add, name="comment_add"),
    path("granskning/<str:letter>/kommentar/<int:pk>/<slug:do>/", commenting.comment_act, name="comment_act"),
    path("granskning/<str:letter>/godkann/<int:number>/", commenting.approve, name="result_approve"),
    path("granskning/<str:letter>/", review.county_process, name="county_process"),
    path(FILED, filing.documents, name="process_documents"),
    path(ONE, filing.document, name="process_document_versions"),
    path(f"{ONE}<int:version>/fil/", handing_out.version_file, name="process_version_file"),
    path(f"{ONE}<int:version>/lamna/", filing.submit, name="process_version_submit"),
    path(f"{ONE}<int:version>/ta-tillbaka/", filing.take_back, name="process_version_take_back"),
    path(LESSONS, lessons.lessons, name="lessons"),
    path(f"{LESSONS}ny/", lessons.lesson_new, name="lesson_new"),
    path(LESSON, lessons.lesson, name="lesson"),
    path(f"{LESSON}slapp/", library.release, name="lesson_release"),
    path(f"{LESSON}ta-ur/", library.withdraw, name="lesson_withdraw"),
    path(f"{LESSON}<slug:do>/", lessons.lesson_act, name="lesson_act"),
    path("lardomar/", library.library, name="lesson_library"),
    path("lardomar/<int:pk>/", library.released_lesson, name="released_lesson"),
    path("lan/<str:letter>/granskning/", commenting.for_county, name="process_comments"),
    path("lan/<str:letter>/granskning/<int:pk>/svara/", commenting.answer, name="comment_answer"),
    path("lan/process/", mine, name="my_process"),
    path("lan/<str:letter>/process/", include("processes.urls_running")),
    path("lan/<str:letter>/", include("processes.urls_judging")),
]
