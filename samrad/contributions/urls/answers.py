"""Participants: personal pages at /d/<token>/, codes from letters at /kod/, the open form."""

from django.urls import path

from samrad.contributions.views import code, open_form
from samrad.contributions.views.answers import overview, passages, questions, receipts, sending

app_name = "answers"
_LINK = "d/<str:token>/"
_QUESTION = _LINK + "fraga/<int:position>/"
_PASSAGE = _LINK + "utkastet/<uuid:passage>/"

urlpatterns = [
    path("kod/", code.choose_region, name="choose_region"),
    path("kod/<slug:region>/", code.code, name="code"),
    path("samrad/<slug:consultation>/svara/", open_form.open_form, name="open"),
    path(_LINK, overview.first, name="first"),
    path(_LINK + "valkommen/", overview.started, name="started"),
    path(_LINK + "fragorna/", overview.print_questions, name="print_questions"),
    path(_LINK + "paus/", overview.pause, name="pause"),
    path(_LINK + "fel-mottagare/", overview.wrong_recipient, name="wrong_recipient"),
    path(_QUESTION, questions.question, name="question"),
    path(_QUESTION + "spara/", questions.keep_answer, name="keep_answer"),
    path(_LINK + "utkastet/", passages.passages, name="passages"),
    path(_PASSAGE, passages.passage, name="passage"),
    path(_PASSAGE + "spara/", passages.keep_comment, name="keep_comment"),
    path(_LINK + "skicka/", sending.send, name="send"),
    path(_LINK + "skicka/spara/", sending.keep_mandate, name="keep_mandate"),
    path(_LINK + "andra/", sending.reopen, name="reopen"),
    path(_LINK + "behall/", sending.keep_sent, name="keep_sent"),
    path(_LINK + "kvitto/<uuid:submission>/", receipts.receipt, name="receipt"),
    path(_LINK + "kvitto/<uuid:submission>/pdf/", receipts.receipt_pdf, name="receipt_pdf"),
    path(_LINK + "svar/", receipts.outcome, name="outcome"),
]
