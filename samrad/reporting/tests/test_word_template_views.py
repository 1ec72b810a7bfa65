"""The pages of templates and documents: fetching, putting in, refusing, going back."""

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from samrad.documents.writing import CouldNotWrite
from samrad.journal.models import Entry
from samrad.reporting.models import DocumentTemplate
from samrad.reporting.tests import world
from samrad.reporting.views import word_templates
from tests import make

pytestmark = pytest.mark.django_db
REGION, KEY = "kronoberg", "purpose-sheet"


def upload(*paragraphs, name="mall.docx"):
    """Return a Word file with these paragraphs, as a browser sends it."""
    file = docx.Document()
    for paragraph in paragraphs:
        file.add_paragraph(paragraph)
    written = io.BytesIO()
    file.save(written)
    return SimpleUploadedFile(name, written.getvalue())


def words(response):
    """Return the words of the document that was handed out."""
    content = b"".join(response) if response.streaming else response.content
    return "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)


def at(name, *more):
    return reverse(f"documents:{name}", args=[REGION, *more])


@pytest.fixture
def officer(client):
    make.region()
    client.force_login(make.officer())
    return client


def put(client, file, *, seen=0):
    return client.post(at("put", KEY), {"file": file, "seen": seen})


def test_every_template_is_listed_with_what_it_is_for(officer):
    page = officer.get(at("templates")).content.decode()

    assert page.count("Vår</span>") == 21
    assert "Det alla som arbetar med samrådet behöver ha läst." in page


def test_a_template_tells_what_it_may_hold(officer):
    page = officer.get(at("template", KEY)).content.decode()

    assert "{{ syfte }}" in page
    assert "{% for rad in fragor %}" in page
    assert "regionfullmäktige" in page


def test_our_template_is_handed_out_with_its_tags(officer):
    response = officer.get(at("default_file", KEY))

    assert "{{ syfte }}" in words(response)
    assert "mall-t2-syfte-och-mal-pa-en-sida.docx" in response["Content-Disposition"]


def test_a_template_of_ones_own_takes_the_place_of_ours_and_is_told_of(officer):
    consultation = world.full()

    response = put(officer, upload("Vårt eget: {{ rubrik }}, {{ vem_beslutar }}"))

    assert response.status_code == 302
    assert "Er egen mall gäller" in officer.get(at("template", KEY)).content.decode()
    fetched = officer.get(at("consultation_document", consultation.slug, KEY))
    assert words(fetched).startswith(f"Vårt eget: {consultation.title}")
    assert Entry.objects.filter(kind="document_template.put").count() == 1


def test_ones_own_changed_from_ours_goes_in(officer):
    ours = officer.get(at("default_file", KEY)).content

    assert put(officer, SimpleUploadedFile("egen.docx", ours)).status_code == 302


def test_all_faults_are_told_and_the_old_template_stays(officer):
    put(officer, upload("Gammal {{ rubrik }}"))

    response = put(officer, upload("Ny {{ rubirk }}", "{% if syfte %}"), seen=1)

    page = response.content.decode()
    assert response.status_code == 422
    assert "2 fel i mallen" in page
    assert "Platshållaren ”rubirk” finns inte." in page
    assert "Menade du ”rubrik”?" in page
    assert "I texten: ”Ny {{ rubirk }}”" in page
    assert DocumentTemplate.objects.get().text.startswith("Gammal")


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (SimpleUploadedFile("mall.docx", b"text"), "Filen är inget Word-dokument."),
        (SimpleUploadedFile("mall.doc", b"text"), "gamla formatet .doc"),
        (SimpleUploadedFile("mall.docx", b""), "Filen är tom."),
        ("", "Välj filen som ska användas."),
    ],
)
def test_a_file_that_is_no_template_is_refused_in_words(officer, file, said):
    response = put(officer, file)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert DocumentTemplate.objects.count() == 0


def test_a_file_that_is_too_large_is_refused(officer, settings):
    settings.SAMRAD_MAX_UPLOAD = 100

    assert "Filen är större än" in put(officer, upload("x")).content.decode()


def test_two_who_change_at_once_do_not_overwrite_each_other(officer):
    put(officer, upload("Först"))

    response = put(officer, upload("Sedan"), seen=0)

    assert response.status_code == 422
    assert "Någon annan har bytt mall under tiden." in response.content.decode()
    assert DocumentTemplate.objects.get().text.startswith("Först")


def test_going_back_to_ours_keeps_the_other_among_the_earlier(officer):
    put(officer, upload("Egen {{ rubrik }}"))

    officer.post(at("revert", KEY), {"seen": 1})

    page = officer.get(at("template", KEY)).content.decode()
    assert "Vår mall gäller" in page
    assert "Version 1" in page
    assert words(officer.get(at("version_file", KEY, 1))).startswith("Egen")


def test_a_new_template_after_going_back_has_a_number_of_its_own(officer):
    put(officer, upload("Ett"))
    officer.post(at("revert", KEY), {"seen": 1})

    put(officer, upload("Två"))

    rows = DocumentTemplate.objects.order_by("number").values_list("number", "ended_at")
    assert [(number, ended is None) for number, ended in rows] == [(1, False), (2, True)]


def test_the_template_is_handed_out_filled_with_examples(officer):
    assert "Hur ska regionen stödja föreningar" in words(officer.get(at("example", KEY)))


def test_a_template_that_cannot_be_filled_leads_to_its_page(officer, monkeypatch):
    consultation = world.full()

    def fails(*_given):
        raise CouldNotWrite

    monkeypatch.setattr(word_templates, "fill_template", fails)
    for address in (
        at("example", KEY),
        at("consultation_document", consultation.slug, KEY),
    ):
        answer = officer.get(address, follow=True)

        assert answer.redirect_chain == [(at("template", KEY), 302)]
        assert "Dokumentet gick inte att skapa." in answer.content.decode()


def test_the_documents_tell_what_is_missing(officer):
    consultation = world.full()

    page = officer.get(at("consultation_documents", consultation.slug)).content.decode()

    assert "luckor att fylla i" in page
    assert at("consultation_document", consultation.slug, "handover") in page
    meeting = consultation.activities.get(kind="MEETING")
    assert at("meeting_documents", consultation.slug, meeting.uuid) in page


def test_the_page_of_documents_asks_few_questions(officer, django_assert_max_num_queries):
    consultation = world.full()

    with django_assert_max_num_queries(20):
        officer.get(at("consultation_documents", consultation.slug))


def test_a_template_about_something_else_is_not_there(officer):
    consultation = world.full()

    found = officer.get(at("consultation_document", consultation.slug, "attendance"))

    assert found.status_code == 404


def test_a_neighbour_reads_nothing_of_ours(client):
    make.document_template(region=make.region(), number=1)
    client.force_login(make.officer(make.region("blekinge")))

    for name, more in (("templates", ()), ("template", (KEY,)), ("version_file", (KEY, 1))):
        assert client.get(at(name, *more)).status_code == 403


def test_our_template_is_not_changed_by_what_another_region_does(officer):
    make.document_template(region=make.region("blekinge"), number=1)

    assert "Vår mall gäller" in officer.get(at("template", KEY)).content.decode()


def test_a_handover_is_for_those_who_do_the_work(client):
    consultation = world.full()
    client.force_login(make.officer(role="reader"))

    page = client.get(at("consultation_documents", consultation.slug)).content.decode()

    handover = at("consultation_document", consultation.slug, "handover")
    assert at("consultation_document", consultation.slug, "memo-annex") in page
    assert handover not in page
    assert client.get(handover).status_code == 403
