"""Addresses of the situation picture, under an incident."""

from django.urls import path

from coordination.situations.views import (
    answering,
    board,
    readership,
    receipts,
    redacting,
    report_review,
    report_writing,
    reports,
    requests,
)

urlpatterns = [
    path("h/<str:number>/lagesbild/", board.board, name="board"),
    path("h/<str:number>/svar/", board.feed, name="inputs"),
    path("h/<str:number>/svar/<int:pk>/", board.show_input, name="input"),
    path("h/<str:number>/svar/<int:pk>/fraga/", board.ask_back, name="input_ask_back"),
    path("h/<str:number>/svar/<int:pk>/avskrift/", redacting.redact_input, name="redact"),
    path("h/<str:number>/svar/<int:pk>/aterta/", receipts.withdraw, name="input_withdraw"),
    path("h/<str:number>/begaran/", requests.request_list, name="requests"),
    path("h/<str:number>/begaran/ny/", requests.new_request, name="request_new"),
    path("h/<str:number>/begaran/<int:k>/", requests.show_request, name="request"),
    path("h/<str:number>/begaran/<int:k>/paminn/", requests.remind, name="request_remind"),
    path("h/<str:number>/begaran/<int:k>/avsluta/", requests.close, name="request_close"),
    path("h/<str:number>/begaran/<int:k>/svara/", answering.answer, name="answer"),
    path("h/<str:number>/begaran/<int:k>/svara/spara/", answering.autosave, name="answer_autosave"),
    path("h/<str:number>/begaran/<int:k>/svara/granska/", answering.check, name="answer_check"),
    path("h/<str:number>/begaran/<int:k>/oforandrat/", answering.unchanged, name="answer_unchanged"),
    path("h/<str:number>/begaran/<int:k>/muntligt/<int:actor>/", answering.oral, name="answer_oral"),
    path("h/<str:number>/kvitto/<int:pk>/", receipts.receipt, name="receipt"),
    path("h/<str:number>/lasning/", readership.reading, name="reading"),
    path("h/<str:number>/rapporter/", reports.report_list, name="reports"),
    path("h/<str:number>/rapporter/utkast/", report_writing.write, name="report_write"),
    path("h/<str:number>/rapporter/utkast/spara/", report_writing.autosave, name="report_autosave"),
    path("h/<str:number>/rapporter/utkast/sammanstall/", report_writing.compile_now, name="report_compile"),
    path("h/<str:number>/rapporter/utkast/ta-med/", report_writing.take_newer, name="report_take_newer"),
    path("h/<str:number>/rapporter/utkast/lamna/", report_writing.send_to_review, name="report_to_review"),
    path("h/<str:number>/rapporter/utkast/granska/", report_review.check, name="report_check"),
    path("h/<str:number>/rapporter/utkast/tillbaka/", report_review.give_back, name="report_return"),
    path("h/<str:number>/rapporter/<int:k>/", reports.show_report, name="report"),
    path("h/<str:number>/rapporter/<int:k>.pdf", reports.report_pdf, name="report_pdf"),
    path("h/<str:number>/rapporter/<int:k>.json", reports.report_json, name="report_json"),
]
