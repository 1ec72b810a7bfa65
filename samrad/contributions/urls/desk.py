"""The desk, at /arbete/<region>/samrad/<consultation>/ and below."""

from django.urls import path

from samrad.contributions.views import (
    desk,
    export,
    intake,
    publication,
    replies,
    replying,
    splitting,
    submissions,
    together,
)

app_name = "contributions"
_SUBMISSION = "inkommet/<uuid:submission>/"
_CONTRIBUTION = "inspel/<int:contribution>/"
_REPLY = "svar/<int:reply>/"
_BATCH = "svar/utskick/<int:batch>/"

urlpatterns = [
    path("inkommet/", submissions.submissions, name="submissions"),
    path("inkommet/nytt/", intake.take_in_submission, name="take_in"),
    path(_SUBMISSION, submissions.submission, name="submission"),
    path(_SUBMISSION + "ratta/", intake.correct_submission, name="correct_submission"),
    path(_SUBMISSION + "granska/", submissions.moderate, name="moderate"),
    path(_SUBMISSION + "avsandare/", submissions.link_sender, name="link_sender"),
    path(_SUBMISSION + "fil/<uuid:file>/", submissions.submission_file, name="submission_file"),
    path("inspel/", desk.desk, name="desk"),
    path("inspel/export/", export.export, name="export"),
    path("inspel/export/<uuid:export_order>/", export.export_file, name="export_file"),
    path("inspel/export/<uuid:export_order>/avbryt/", export.export_cancel, name="export_cancel"),
    path("inspel/tillsammans/", together.together, name="together"),
    path("inspel/kodning/", together.code_many, name="code_many"),
    path(_CONTRIBUTION, desk.contribution, name="contribution"),
    path(_CONTRIBUTION + "svara/", replying.write, name="write_reply"),
    path(_CONTRIBUTION + "kodning/", desk.code, name="code"),
    path(_CONTRIBUTION + "liknande/", desk.similar, name="similar"),
    path(_CONTRIBUTION + "avsnitt/", desk.pick_passage, name="pick_passage"),
    path(_CONTRIBUTION + "dela/", splitting.split, name="split"),
    path(_CONTRIBUTION + "historik/", desk.history, name="history"),
    path("svar/", replies.replies, name="replies"),
    path("svar/godkann/", replies.sign_off, name="sign_off"),
    path("svar/publicera/", publication.publish, name="publish"),
    path("svar/utskick/", publication.batches, name="batches"),
    path(_BATCH, publication.batch, name="batch"),
    path(_BATCH + "brev/", publication.letters, name="letters"),
    path(_BATCH + "postat/", publication.post_letters, name="post_letters"),
    path(_BATCH + "<uuid:participation>/", publication.settle, name="settle"),
    path(_REPLY, replies.reply, name="reply"),
    path(_REPLY + "skilj/", replies.separate, name="separate"),
    path(_REPLY + "ratta/", replies.correct, name="correct_reply"),
]
