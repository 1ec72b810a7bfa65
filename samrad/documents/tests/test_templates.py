"""Templates made in Word: what is refused, what is filled, and how gaps show."""

import io
import json
import re
import subprocess
import sys
import zipfile
from datetime import date

import docx
import pytest
from docx.enum.text import WD_COLOR_INDEX
from jinja2 import TemplateError

from samrad.documents import child, packages, writing
from samrad.documents.blocks import Document
from samrad.documents.fields import Field, Filling, filled
from samrad.documents.markup import from_template
from samrad.documents.templates import checking, filling, parts, tags
from samrad.documents.templates.faults import Fault
from samrad.documents.writing import CouldNotWrite, check_template, fill_template, to_docx

DAY = date(2026, 3, 2)
FIELDS = (
    Field("syfte", "syftet"),
    Field("rubrik", "rubriken"),
    Field("hjalp"),
    Field("lofte"),
    Field(
        "fragor",
        "frågorna",
        (Field("nummer"), Field("text", "frågan"), Field("roster", "", (Field("ord"),))),
    ),
    Field("moten", "", (Field("dag", "dagen"),)),
)
VALUES = {
    "syfte": "Få veta & <förstå>",
    "fragor": [{"nummer": "1", "text": "Vad?"}, {"nummer": "2", "text": ""}],
}


def template(*paragraphs, header="", **more):
    """Return a Word file with these paragraphs, a list of pieces being a paragraph of many runs."""
    file = docx.Document()
    for pieces in paragraphs:
        paragraph = file.add_paragraph()
        for piece in [pieces] if isinstance(pieces, str) else pieces:
            paragraph.add_run(piece).bold = bool(len(piece) % 2)
    file.sections[0].header.paragraphs[0].text = header
    for name, value in more.items():
        setattr(file.core_properties, name, value)
    written = io.BytesIO()
    file.save(written)
    return written.getvalue()


def with_files(content, **files):
    """Return the file with more packed in it."""
    written = io.BytesIO(content)
    with zipfile.ZipFile(written, "a") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("--", "."), text)
    return written.getvalue()


def fill(made, values=VALUES):
    return filling.fill(made, fields=FIELDS, values=values, title="Titel", made_on=DAY)


def opened(content):
    return docx.Document(io.BytesIO(content))


def words(content):
    return [paragraph.text for paragraph in opened(content).paragraphs]


def test_what_is_known_is_filled_in_and_stays_text():
    file = opened(fill(template("Syfte: {{ syfte }}.", header="{{ rubrik|upper }}")))

    assert file.paragraphs[0].text == "Syfte: Få veta & <förstå>."
    assert file.sections[0].header.paragraphs[0].text == "[FYLL I: RUBRIKEN]"
    assert file.core_properties.title == "Titel"


def test_a_tag_split_over_runs_is_found():
    assert words(fill(template(["A {", "{ sy", "ft", "e }", "} B"])))[0] == "A Få veta & <förstå> B"
    assert checking.faults_in(template(["{", "{ syf", "et }}"]), FIELDS) == (
        Fault("UNKNOWN", "syfet", "syfte", near="{{ syfet }}"),
    )


def test_a_hard_space_in_a_tag_is_a_space():
    made = template("{{\xa0syfte\xa0}}")

    assert checking.faults_in(made, FIELDS) == ()
    assert words(fill(made))[0] == "Få veta & <förstå>"


def test_what_is_missing_is_a_marked_gap():
    paragraph = opened(fill(template("Rubrik: {{ rubrik }}, löfte: {{ lofte }}."))).paragraphs[0]

    assert paragraph.text == "Rubrik: [Fyll i: rubriken], löfte: ."
    assert [run.text for run in paragraph.runs if run.font.highlight_color] == [
        "[Fyll i: rubriken]"
    ]
    assert paragraph.runs[1].font.highlight_color == WD_COLOR_INDEX.YELLOW


def test_a_template_may_leave_gaps_of_its_own():
    paragraph = opened(fill(template(["Risk: [Fyll", " i: risk]", "."]))).paragraphs[0]

    assert paragraph.text == "Risk: [Fyll i: risk]."
    assert [run.text for run in paragraph.runs if run.font.highlight_color] == ["[Fyll i: risk]"]
    assert tags.count_gaps("[Fyll i: risk] {{ rubrik }}", filled(FIELDS, VALUES)) == 2


def test_lines_stay_lines_beside_a_gap():
    made = fill(template("{{ syfte }} {{ rubrik }}"), {"syfte": "Ett\n\nTvå\ue002"})
    paragraph = opened(made).paragraphs[0]

    assert paragraph.text == "Ett\n\nTvå [Fyll i: rubriken]"
    assert [run.text for run in paragraph.runs if run.font.highlight_color] == [
        "[Fyll i: rubriken]"
    ]


def test_a_gap_counts_as_nothing_in_a_condition():
    made = template("{% if rubrik %}ja{% else %}nej{% endif %}")

    assert words(fill(made))[0] == "nej"


def test_tags_alone_in_paragraphs_and_rows_leave_nothing_behind():
    body = from_template(
        "{% for f in fragor %}\n\n1. {{ f.text }}\n\n{% endfor %}\n\n"
        "| Nr | Fråga |\n|--|----|\n| {% for f in fragor %} | |\n"
        "| {{ f.nummer }} | {{ f.text }} |\n| {% endfor %} | |\n",
        help_field="hjalp",
        help_title="Hjälp",
    )
    made = to_docx(Document("T", DAY, body, show_title=False))
    file = opened(fill(made))

    assert [p.text for p in file.paragraphs if p.text] == ["Vad?", "[Fyll i: frågan]"]
    assert [[cell.text for cell in row.cells] for row in file.tables[0].rows] == [
        ["Nr", "Fråga"],
        ["1", "Vad?"],
        ["2", "[Fyll i: frågan]"],
    ]


def test_a_list_without_rows_asks_for_one_where_there_should_be_one():
    made = template(
        "{% for f in fragor %}{{ f.text }}{% endfor %}{% for m in moten %}x{% endfor %}"
    )

    assert words(fill(made, {}))[0] == "[Fyll i: frågan]"


def test_a_quotation_is_help_that_is_left_out_unless_asked_for():
    body = from_template("> Skriv kort.\n\nText.", help_field="hjalp", help_title="Hjälp")
    made = to_docx(Document("T", DAY, body, show_title=False))

    assert words(fill(made)) == ["Text."]
    assert words(fill(made, {"hjalp": True})) == ["Hjälp\nSkriv kort.", "Text."]


def test_gaps_are_counted_without_a_file():
    text = parts.text_of(template("{{ rubrik }} {{ syfte }}", header="{{ rubrik }}"))

    assert tags.count_gaps(text, filled(FIELDS, VALUES)) == 2


def test_values_are_never_read_as_tags():
    made = template("{{ syfte }}")

    assert words(fill(made, {"syfte": "{{ rubrik }} {% for %}"})) == ["{{ rubrik }} {% for %}"]


def test_properties_are_never_read_as_tags():
    file = opened(fill(template("x", author="{{ syfte.__class__ }}", subject="{% for %}")))

    assert (file.core_properties.author, file.core_properties.subject) == ("", "")


def test_the_same_values_give_the_same_bytes():
    made = template("{{ syfte }}")

    assert fill(made) == fill(made)


@pytest.mark.parametrize(
    ("paragraphs", "code", "what", "perhaps"),
    [
        (["{{ syfet }}"], "UNKNOWN", "syfet", "syfte"),
        (["{{ frågor }}"], "UNKNOWN", "frågor", "fragor"),
        (["{{ nonsens }}"], "UNKNOWN", "nonsens", ""),
        (["{{ syfte "], "NOT_CLOSED", "{{", ""),
        (["syfte }}"], "NOT_CLOSED", "}}", ""),
        (["{{ fragor }}"], "IS_A_LIST", "fragor", ""),
        (["{{ syfte|length }}"], "IS_NO_LIST", "syfte", ""),
        (["{% for x in syfte %}", "{% endfor %}"], "IS_NO_LIST", "syfte", ""),
        (
            ["{% for f in fragor %}", "{{ f }}", "{% endfor %}"],
            "IS_A_ROW",
            "f",
            "nummer, text, roster",
        ),
        (["{% for f in fragor %}{{ f.txt }}{% endfor %}"], "UNKNOWN_PART", "f.txt", "f.text"),
        (["{% for f in fragor %}"], "NEVER_ENDED", "{% for f in fragor %}", ""),
        (["{% if syfte %}"], "NEVER_ENDED", "{% if syfte %}", ""),
        (["{% endfor %}"], "NEVER_BEGUN", "{% endfor %}", ""),
        (["{% else %}"], "NEVER_BEGUN", "{% else %}", ""),
        (
            ["{% for f in fragor %}", "x {% endfor %}"],
            "MISPLACED",
            "{% endfor %}",
            "{% for f in fragor %}",
        ),
        (["{{ syfte.__class__ }}"], "UNKNOWN", "syfte", ""),
        (["{{ f.__class__ }}"], "UNKNOWN", "f", ""),
        (["{{ syfte() }}"], "NOT_ALLOWED", "{{ syfte() }}", ""),
        (["{{ ''.join(fragor) }}"], "NOT_ALLOWED", "{{ ''.join(fragor) }}", ""),
        (["{{ syfte|attr('x') }}"], "NOT_ALLOWED", "{{ syfte|attr('x') }}", ""),
        (["{{ 9 ** 9 }}"], "NOT_ALLOWED", "{{ 9 ** 9 }}", ""),
        (["{{ syfte rubrik }}"], "NOT_ALLOWED", "{{ syfte rubrik }}", ""),
        (["{% set x = 1 %}"], "NOT_ALLOWED", "{% set x = 1 %}", ""),
        (["{% include 'x' %}"], "NOT_ALLOWED", "{% include 'x' %}", ""),
        (["{%tc for f in fragor %}"], "NOT_ALLOWED", "{%tc for f in fragor %}", ""),
        (["{{r syfte }}"], "NOT_ALLOWED", "{{r syfte }}", ""),
        (["{% if syfte == 1 %}x{% endif %}"], "NOT_ALLOWED", "{% if syfte == 1 %}", ""),
        (
            ["{% for f in fragor %}{% for m in moten %}x{% endfor %}{% endfor %}"],
            "NOT_ALLOWED",
            "{% for m in moten %}",
            "",
        ),
    ],
)
def test_what_is_wrong_is_named(paragraphs, code, what, perhaps):
    first = checking.faults_in(template(*paragraphs), FIELDS)[0]

    assert (first.code, first.what, first.perhaps) == (code, what, perhaps)
    assert first.near


RUN = "<w:r>{}</w:r>"


def with_part(content, name, change):
    """Return the file with one of its parts changed."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        for each in old.namelist():
            said = old.read(each)
            new.writestr(each, change(said.decode()).encode() if each == name else said)
    return written.getvalue()


def with_xml(xml, *, part="word/document.xml", before="</w:p>"):
    """Return a template with some XML written into a part, in its first paragraph unless said."""
    return with_part(
        template("Text.", header="Huvud"), part, lambda old: old.replace(before, xml + before, 1)
    )


@pytest.mark.parametrize(
    ("xml", "before", "what"),
    [
        (RUN.format("<w:delText>{{ 7*7 }}</w:delText>"), "</w:p>", "{{ 7*7 }}"),
        (RUN.format("<w:instrText> REF {{ 7*7 }}</w:instrText>"), "</w:p>", "{{ 7*7 }}"),
        (RUN.format("<w:instrText>{{ syfte }}</w:instrText>"), "</w:p>", "{{ syfte }}"),
        ('<w:bookmarkStart w:id="9" w:name="{{ 7*7 }}"/>', "</w:p>", "{{ 7*7 }}"),
        (
            '<w:bookmarkStart w:id="9" w:name="{% for x in fragor %}{{ x }}{% endfor %}"/>',
            "</w:p>",
            "{% for x in fragor %}",
        ),
        ("<!-- {{ 9**9**9 }} -->", "</w:p>", "{{ 9**9**9 }}"),
        ("<?x {# dold #}?>", "</w:p>", "{# dold #}"),
        ("{{ 7*7 }}", "<w:p>", "{{ 7*7 }}"),
        ("&#123;&#123; 7*7 }}", "<w:p>", "{{ 7*7 }}"),
        ("<w:r><w:t>{</w:t></w:r><w:r><w:tab/>{ 7*7 }}</w:r>", "</w:p>", None),
        ("{<w:x/>{ 7*7 }}", "<w:p>", "{{ 7*7 }}"),
        (RUN.format("<w:sym w:char='{{ syfte }}'/><w:t>{{ syfte }}</w:t>"), "</w:p>", None),
    ],
)
def test_tags_that_stand_where_nobody_reads_are_refused(xml, before, what):
    faults = checking.faults_in(with_xml(xml, before=before), FIELDS)

    assert [fault.code for fault in faults] == ["OUT_OF_REACH"]
    assert what in {faults[0].what, None}


def test_the_caption_of_a_table_keeps_its_words_and_loses_its_tags():
    caption = '<w:tblCaption w:val="Fråga {{ 7*7 }} {% for x in fragor %}"/>'
    table = f"<w:tbl><w:tblPr>{caption}</w:tblPr><w:tblGrid/></w:tbl>"
    made = with_xml(table, before="<w:sectPr")

    assert checking.faults_in(made, FIELDS) == ()
    with zipfile.ZipFile(io.BytesIO(fill(made))) as archive:
        assert 'w:val="Fråga"' in archive.read("word/document.xml").decode()


def renamed(content, old, new):
    """Return the file with a part under another name."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(written, "w") as after:
        for each in before.namelist():
            said = before.read(each)
            if each.endswith((".rels", "Types].xml")):
                short = old.removeprefix("word/").encode(), new.removeprefix("word/").encode()
                said = said.replace(*short)
            after.writestr(new if each == old else each, said)
    return written.getvalue()


def test_heads_are_read_whatever_the_part_is_called():
    made = renamed(template(header="{{ 7*7 }}"), "word/header1.xml", "word/custom/h.xml")
    good = renamed(template(header="{{ syfte }}"), "word/header1.xml", "word/custom/h.xml")

    assert [(one.code, one.part) for one in checking.faults_in(made, FIELDS)] == [
        ("NOT_ALLOWED", "header")
    ]
    assert checking.faults_in(good, FIELDS) == ()
    assert opened(fill(good)).sections[0].header.paragraphs[0].text == VALUES["syfte"]


def test_the_text_is_read_whatever_the_part_is_called():
    made = template("{{ 7*7 }}")
    made = with_part(made, "_rels/.rels", lambda old: old.replace("word/document", "word/dokument"))
    made = renamed(made, "word/document.xml", "word/dokument.xml")
    made = renamed(made, "word/_rels/document.xml.rels", "word/_rels/dokument.xml.rels")

    assert [one.code for one in checking.faults_in(made, FIELDS)] == ["NOT_ALLOWED"]


def test_a_tag_in_a_part_that_is_not_filled_is_refused_too():
    made = with_files(template("x"), **{"word__comments--xml": "<a>{{ syfte }}</a>"})

    assert [one.code for one in checking.faults_in(made, FIELDS)] == ["OUT_OF_REACH"]


def test_what_others_keep_for_themselves_is_no_tag():
    made = with_files(template("x"), **{"customXml__item9--xml": "<a>{{Form.Name}}</a>"})

    assert checking.faults_in(made, FIELDS) == ()


@pytest.mark.parametrize("element", ["ins", "del", "moveFrom", "moveTo"])
def test_changes_that_wait_are_named(element):
    inside = RUN.format("<w:t>nytt</w:t>" if element == "ins" else "<w:delText>{{ x }}</w:delText>")
    change = f'<w:{element} w:id="1" w:author="A">{inside}</w:{element}>'

    assert checking.faults_in(with_xml(change), FIELDS) == (Fault("TRACKED"),)


@pytest.mark.parametrize(
    "said",
    ["9**9", "9*9", "'a'*9", "9+9", "-9", "9//2", "7%2", "syfte*9", "syfte.upper()", "loop()"],
)
def test_the_filling_itself_neither_counts_nor_calls(said):
    with pytest.raises((TemplateError, TypeError)):
        tags.count_gaps("{{ " + said + " }}", {"syfte": "x"})


@pytest.mark.parametrize(
    "tag",
    [
        "{% if 9**9**9 %}x{% endif %}",
        "{% if syfte*9 %}x{% endif %}",
        "{% if 10**10 < 3 %}x{% endif %}",
        "{% for x in range(9) %}x{% endfor %}",
        "{% for x in 'abc'*9 %}x{% endfor %}",
        "{% if syfte %}x{% elif 9**9 %}y{% endif %}",
        "{{ 99999999999999999999 }}",
        "{{ fragor[0] }}",
        "{{ syfte ~ syfte }}",
        "{% macro x() %}{% endmacro %}",
    ],
)
def test_nothing_but_names_is_let_into_tags(tag):
    assert checking.faults_in(template(tag), FIELDS)[0].code == "NOT_ALLOWED"


def test_all_that_is_wrong_is_told_at_once_and_where():
    made = template("Först {{ syfet }}.", "{% if rubrik %}", header="{{ regon }}")

    assert [(fault.code, fault.part, fault.near) for fault in checking.faults_in(made, FIELDS)] == [
        ("UNKNOWN", "document", "Först {{ syfet }}."),
        ("NEVER_ENDED", "document", "{% if rubrik %}"),
        ("UNKNOWN", "header", "{{ regon }}"),
    ]


def test_rows_of_a_row_may_be_gone_through():
    made = template(
        "{% for f in fragor %}{{ loop.index }}{% endfor %}",
        "{% for f in fragor %}",
        "{% for r in f.roster %}{{ r.ord }}{% endfor %}",
        "{% endfor %}",
    )

    assert checking.faults_in(made, FIELDS) == ()


def test_a_good_template_is_tried_and_its_text_kept():
    order = Filling(FIELDS, VALUES, "", DAY)

    assert check_template(template("{{ syfte }}"), order) == ((), "{{ syfte }}\n")
    assert check_template(b"PK nonsense", order)[0][0].code == "BROKEN"


def test_a_file_of_blocks_is_filled_without_being_kept():
    body = from_template("{{ rubrik }}", help_field="hjalp", help_title="Hjälp")
    made = fill_template(Document("T", DAY, body), Filling(FIELDS, {"rubrik": "R"}, "T", DAY))

    assert words(made) == ["T", "R"]


RELATION = (
    '<Relationships><Relationship Id="r1" TargetMode="External" Target="http://x.invalid" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"/></Relationships>'
)


@pytest.mark.parametrize(
    ("name", "content", "refused"),
    [
        ("mall.doc", b"x", ("OLD_WORD",)),
        ("mall.docx", b"not a zip", ("NOT_A_DOCX",)),
        ("mall.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ("LOCKED",)),
        ("mall.docx", with_files(b"", other__file="x"), ("NOT_A_DOCX",)),
        ("mall.docm", with_files(template(), word__vbaProject="x"), ("MACROS",)),
        ("mall.docx", with_files(template(), word__embeddings__o="x"), ("EMBEDDED",)),
        (
            "mall.docx",
            with_files(template(), **{"word___rels__x--rels": RELATION.format("image")}),
            ("EXTERNAL",),
        ),
        (
            "mall.docx",
            with_files(template(), **{"word___rels__x--rels": RELATION.format("oleObject")}),
            ("EMBEDDED", "EXTERNAL"),
        ),
        (
            "mall.docx",
            with_files(template(), **{"word___rels__x--rels": RELATION.format("hyperlink")}),
            (),
        ),
        (
            "mall.docx",
            with_files(template(), **{"word__x--xml": "<!DOCTYPE x [<!ENTITY a 'b'>]>"}),
            ("NOT_A_DOCX",),
        ),
        *[
            ("mall.docx", with_files(template(), **{"word___rels__x--rels": rels}), refused)
            for rels, refused in (
                (RELATION.format("image").replace("External", "&#69;xternal"), ("EXTERNAL",)),
                (
                    RELATION.format("image").replace(
                        '"http://x.invalid"', "'http://x.invalid/relationships/hyperlink\"'"
                    ),
                    ("EXTERNAL",),
                ),
                (
                    RELATION.format("image").replace(
                        '"http://x.invalid"', "'http://x.invalid/relationships/hyperlink&quot;'"
                    ),
                    ("EXTERNAL",),
                ),
                (RELATION.format("ole&#79;bject"), ("EMBEDDED", "EXTERNAL")),
                (
                    f"<x:r xmlns:x='urn:x'>{RELATION.format('image')}</x:r>".replace(
                        "<Relationship ", "<x:Relationship "
                    ),
                    ("EXTERNAL",),
                ),
                ("<Relationships", ("NOT_A_DOCX",)),
                ("<!DOCTYPE x><Relationships/>", ("NOT_A_DOCX",)),
                (
                    "<!DOCTYPE x [<!ENTITY e 'External'>]>"
                    + RELATION.format("image").replace("External", "&e;"),
                    ("NOT_A_DOCX",),
                ),
                ("<!DOCTYPE x><Relationships/>".encode("utf-16"), ("NOT_A_DOCX",)),
            )
        ],
        ("mall.docx", template(), ()),
    ],
)
def test_what_is_packed_is_looked_at_first(name, content, refused):
    assert packages.refusals_of(name, content) == refused


def test_a_file_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(packages, "MOST_UNPACKED", 1000)

    assert packages.refusals_of("mall.docx", template()) == ("UNPACKS_TOO_LARGE",)


def test_what_a_template_was_based_on_is_let_go():
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    based = RELATION.format("attachedTemplate").replace('"', "'")
    based = based.replace("<Relationships>", f"<Relationships xmlns='{space}'>")
    made = with_files(template("{{ syfte }}"), **{"word___rels__settings--xml--rels": based})
    made = with_part(
        made,
        "word/settings.xml",
        lambda old: re.sub(
            r"(<w:settings[^>]*>)", r"\1<w:attachedTemplate r:id='r1'></w:attachedTemplate>", old
        ),
    )
    with zipfile.ZipFile(io.BytesIO(fill(made))) as archive:
        left = b"".join(map(archive.read, archive.namelist()))

    assert b"attachedTemplate" not in left
    assert b"x.invalid" not in left


def test_a_template_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setitem(writing.MOST, "check", 0.0)

    with pytest.raises(CouldNotWrite):
        check_template(template("x"), Filling(FIELDS, VALUES, "", DAY))


def test_the_child_that_fills_is_held_to_its_limits(monkeypatch, tmp_path):
    held = []
    monkeypatch.setattr(child, "limit", lambda **limits: held.append(limits))
    (tmp_path / "template.docx").write_bytes(template("x"))
    order = {"fields": [], "values": {}, "title": "", "made_on": str(DAY)}
    (tmp_path / "order.json").write_text(json.dumps(order))
    for asked in ("fill", "check"):
        child.main(asked, tmp_path)

    assert held == [{"seconds": 60}, {"seconds": 60}]


def test_limits_hold_in_a_process_of_its_own():
    said = (
        "from samrad.documents.limits import limit\n"
        "limit(memory=300 * 1024 * 1024, seconds=1)\n"
        "try:\n    bytearray(400 * 1024 * 1024)\nexcept MemoryError:\n    print('full')\n"
        "while True:\n    pass\n"
    )
    ended = subprocess.run(  # noqa: S603 -- our own words
        [sys.executable, "-c", said], check=False, capture_output=True, timeout=30
    )

    assert ended.stdout == b"full\n"
    assert ended.returncode < 0
