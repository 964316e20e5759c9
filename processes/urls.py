"""The addresses of the processes. Included at the root."""

from django.urls import include, path

from processes.views import commenting, feed, filing, handing_out, judging, public, review, yearly
from processes.views.running import mine

FILED = "lan/<str:letter>/dokument/"
ONE = f"{FILED}<slug:slug>/"

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
    path("lan/<str:letter>/granskning/", commenting.for_county, name="process_comments"),
    path("lan/<str:letter>/granskning/<int:pk>/svara/", commenting.answer, name="comment_answer"),
    path("lan/process/", mine, name="my_process"),
    path("lan/<str:letter>/process/", include("processes.urls_running")),
]
