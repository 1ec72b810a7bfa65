"""Addresses of a consultation's statement in the workspace."""

from django.urls import path

from samrad.reporting.views import results, statements, texts

app_name = "reporting"
_ONE = "<int:statement>/"
urlpatterns = [
    path("", statements.statements, name="statements"),
    path("skapa/", statements.order, name="order"),
    path("forsok-igen/", statements.retry, name="retry"),
    path("avbryt/", statements.cancel, name="cancel"),
    path("forhandsvisning/", statements.preview, name="preview"),
    path("utfall/", results.results, name="results"),
    path("text/<slug:section>/", texts.text, name="text"),
    path(f"{_ONE}publicera/", statements.publish, name="publish"),
    path(f"{_ONE}dra-tillbaka/", statements.withdraw, name="withdraw"),
    path(f"{_ONE}<slug:document>/<int:volume>/", statements.file, name="file"),
]
