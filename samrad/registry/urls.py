"""Addresses of the workspace below /arbete/<region>/organisationer/."""

from django.urls import path

from samrad.registry.views import contacts, imports, lists, organisations, regions

app_name = "registry"
_ONE = "<int:organisation>/"
_BATCH = "inlasning/<uuid:batch_uuid>/"

urlpatterns = [
    path("", lists.organisations, name="organisations"),
    path("skriv-ut/", lists.organisations_print, name="organisations_print"),
    path("tabell/", lists.organisations_export, name="organisations_export"),
    path("tabell/<uuid:register_order>/", lists.register_download, name="register_file"),
    path(
        "tabell/<uuid:register_order>/avbryt/", lists.register_cancel, name="register_file_cancel"
    ),
    path("ny/", organisations.new_organisation, name="organisation_new"),
    path("inlasning/", imports.imports, name="imports"),
    path(_BATCH, imports.import_batch, name="import"),
    path(_BATCH + "kolumner/", imports.import_columns, name="import_columns"),
    path(_BATCH + "granska/", imports.import_review, name="import_review"),
    path(_BATCH + "avbryt/", imports.import_cancel, name="import_cancel"),
    path(_BATCH + "stoppade/", imports.import_refusals, name="import_refusals"),
    path("region/", regions.region_settings, name="region"),
    path("region/kollegor/", regions.colleagues, name="colleagues"),
    path("region/kollegor/<int:role>/", regions.remove_colleague, name="colleague_remove"),
    path(_ONE, organisations.organisation, name="organisation"),
    path(_ONE + "andra/", organisations.edit_organisation, name="organisation_edit"),
    path(_ONE + "kontrollerad/", organisations.verify, name="organisation_verify"),
    path(_ONE + "historik/", organisations.history, name="organisation_history"),
    path(_ONE + "historik/<int:version>/", organisations.undo, name="organisation_undo"),
    path(_ONE + "kontakter/ny/", contacts.new_contact, name="contact_new"),
    path(_ONE + "kontakter/<int:contact>/", contacts.edit_contact, name="contact"),
    path(_ONE + "kontakter/<int:contact>/ta-bort/", contacts.remove_contact, name="contact_erase"),
]
