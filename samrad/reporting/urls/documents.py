"""Addresses of documents and of their templates, below a region in the workspace."""

from django.urls import path

from samrad.reporting.views import papers, word_templates

_TEMPLATE = "mallar/<slug:template>/"
_PROCESS = "processer/<slug:process>/dokument/"
_CONSULTATION = "samrad/<slug:consultation>/"
_MEETING = _CONSULTATION + "moten/<uuid:activity>/dokument/"

app_name = "documents"
urlpatterns = [
    path("mallar/", word_templates.templates, name="templates"),
    path(_TEMPLATE, word_templates.template, name="template"),
    path(_TEMPLATE + "byt/", word_templates.put, name="put"),
    path(_TEMPLATE + "var-mall.docx", word_templates.default_file, name="default_file"),
    path(_TEMPLATE + "exempel.docx", word_templates.example, name="example"),
    path(_TEMPLATE + "<int:edition>/", word_templates.version_file, name="version_file"),
    path(_TEMPLATE + "ga-tillbaka/", word_templates.revert, name="revert"),
    path(_PROCESS, papers.process_documents, name="process_documents"),
    path(_PROCESS + "<slug:process_template>/", papers.process_document, name="process_document"),
    path(_CONSULTATION + "dokument/", papers.consultation_documents, name="consultation_documents"),
    path(
        _CONSULTATION + "dokument/<slug:template>/",
        papers.consultation_document,
        name="consultation_document",
    ),
    path(_MEETING, papers.meeting_documents, name="meeting_documents"),
    path(_MEETING + "<slug:meeting_template>/", papers.meeting_document, name="meeting_document"),
]
