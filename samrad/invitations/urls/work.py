"""Addresses of letters and sendings, below a consultation in the workspace."""

from django.urls import path

from samrad.invitations.views import (
    dispatch,
    letter_review,
    letters,
    mailings,
    paper,
    recipients,
    selection,
)

app_name = "invitations"
_LETTER = "brev/<slug:letter>/"
_REVIEW = _LETTER + "granska/"
_MAILING = "<uuid:mailing>/"
_RECIPIENT = _MAILING + "mottagare/<uuid:participation>/"
_BATCH = _MAILING + "papper/<int:volume>/"

urlpatterns = [
    path("", mailings.mailings, name="mailings"),
    path(_LETTER, letters.letter, name="letter"),
    path(_LETTER + "forhandsvisa/", letters.preview, name="preview"),
    path(_LETTER + "forhandsvisa/mejl/", letters.preview_mail, name="preview_mail"),
    path(_REVIEW, letter_review.review_letter, name="review_letter"),
    path(_REVIEW + "stammer-inte/", letter_review.dispute, name="dispute"),
    path(
        _REVIEW + "stammer-inte/<int:dispute>/ta-tillbaka/",
        letter_review.withdraw,
        name="withdraw_dispute",
    ),
    path(_LETTER + "utskick/", mailings.start, name="start"),
    path(_MAILING, mailings.mailing, name="mailing"),
    path(_MAILING + "urval/", selection.selection, name="selection"),
    path(_MAILING + "skicka/", dispatch.send, name="send"),
    path(_MAILING + "stoppa/", dispatch.call_back, name="call_back"),
    path(_MAILING + "ta-bort/", dispatch.drop, name="drop"),
    path(_MAILING + "fortsatt/", dispatch.go_on, name="go_on"),
    path(_MAILING + "papper/", paper.print_letters, name="print"),
    path(_BATCH + "brev.pdf", paper.batch_pdf, name="batch_pdf"),
    path(_BATCH + "brev.docx", paper.batch_docx, name="batch_docx"),
    path(_BATCH + "postat/", paper.posted, name="posted"),
    path(_RECIPIENT, recipients.recipient, name="recipient"),
    path(_RECIPIENT + "skicka-igen/", recipients.send_again, name="send_again"),
    path(_RECIPIENT + "framme/", recipients.arrived, name="arrived"),
    path(_RECIPIENT + "retur/", recipients.came_back, name="came_back"),
    path(_RECIPIENT + "adress/", recipients.new_email, name="new_email"),
    path(_RECIPIENT + "papper/", recipients.on_paper, name="on_paper"),
    path(_RECIPIENT + "nadd/", recipients.reached, name="reached"),
]
