"""The content itself is under test."""

import json
import re
from collections.abc import Mapping

import pytest
from pydantic import ValidationError

from samrad.core.text import count_sentences, lix, search_key
from samrad.method import freeze, library, schema

LETTERS = (
    "invitation",
    "targeted-invitation",
    "referral",
    "reminder",
    "receipt",
    "heard",
    "answered",
)
WORDS_A_MINUTE = 180
PLACEHOLDER = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")


def test_the_whole_shelf_can_be_read_and_is_not_empty():
    assert library.read_everything() >= 20


def test_published_versions_never_change_and_never_disappear():
    assert library.differences_from_lock() == []


def test_no_file_stands_outside_the_shelf():
    on_the_shelf = set(library.published_files())
    found = {path.relative_to(library.CONTENT).as_posix() for path in library.files()}

    assert len(found) >= 30
    assert found == on_the_shelf


def test_the_committed_json_schemas_are_those_the_code_generates():
    for path, written in freeze.schemas():
        assert json.loads(path.read_text(encoding="utf-8")) == json.loads(written)


def test_an_unknown_field_is_refused():
    good = library.code_list("contribution-themes").head.model_dump(mode="json")

    with pytest.raises(ValidationError, match="extra_forbidden"):
        schema.CodeList.model_validate(good | {"colour": "blue"})


def test_a_missing_language_falls_back_to_swedish():
    assert library.thresholds(language="en").language == "sv"
    assert library.timeline(language="en").language == "en"


def test_an_unknown_key_or_version_is_a_lookup_error():
    with pytest.raises(LookupError):
        library.guide("no-such-guide")
    with pytest.raises(LookupError):
        library.timeline(version=99)


# Timeline


def test_what_the_timeline_tells_is_said_in_both_languages():
    assert library.timeline(language="sv").text.milestones.keys() == (
        library.timeline(language="en").text.milestones.keys()
    )


# Code lists, levels, matrix, thresholds


def test_there_are_eighteen_themes_with_labels_in_both_languages():
    for language in ("sv", "en"):
        themes = library.code_list("contribution-themes", language=language)
        assert len(themes.head.codes) == 18
        assert len({themes.text.codes[code].label for code in themes.head.codes}) == 18


def test_the_levels_promise_what_was_settled():
    assert library.promise("SAM", deciding_body="regionfullmäktige") == (
        "Vi samlar in era synpunkter, svarar på dem och visar vad de ledde till."
    )
    assert library.promise("PAR", deciding_body="regionfullmäktige") == (
        "Vi tar fram förslaget tillsammans; regionfullmäktige beslutar."
    )


def test_the_matrix_has_twenty_four_cells_with_something_in_each():
    for language in ("sv", "en"):
        matrix = library.matrix(language=language)
        assert len(matrix.head.keys()) == 24
        assert all(1 <= len(matrix.text.cells[cell]) <= 3 for cell in matrix.head.keys())  # noqa: SIM118 -- no mapping
        assert matrix.text.meanings.keys() == matrix.text.steps.keys()
        assert sorted(matrix.text.steps) == list(matrix.head.steps)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("invitation-days", 42),
        ("invitation-days-shortest", 28),
        ("targeted-invitation-days", 28),
        ("written-round-weeks", 12),
        ("heard-days", 30),
        ("smallest-group-shown", 5),
        ("purpose-sentences", 5),
    ],
)
def test_the_recommendations_are_those_that_were_settled(key, value):
    assert library.threshold(key) == value


@pytest.mark.parametrize(
    ("key", "value", "allowed"),
    [
        ("invitation-days", 42, True),
        ("invitation-days", 60, True),
        ("invitation-days", 41, False),
        ("invitation-days", 366, False),
        ("heard-days", 20, True),
        ("heard-days", 31, False),
        ("reminder-days-second", 5, True),
    ],
)
def test_a_region_may_tighten_but_not_loosen(key, value, allowed):
    found = {each.key: each for each in library.thresholds().head.thresholds}

    assert found[key].allows(value) is allowed


# Letters


@pytest.mark.parametrize("key", LETTERS)
def test_a_letter_names_only_what_it_may_and_all_that_it_must(key):
    letter = library.letter(key)
    names = library.placeholder_names(key)
    written = {
        search_key(name) for name in PLACEHOLDER.findall(letter.text.subject + letter.text.body)
    }

    assert written <= {search_key(name) for name in names.values()}
    assert {search_key(names[key]) for key in letter.head.required} <= written


@pytest.mark.parametrize("key", LETTERS)
def test_a_letter_has_no_stray_braces_and_no_exclamation_marks(key):
    letter = library.letter(key)
    bare = PLACEHOLDER.sub("", letter.text.subject + letter.text.body)

    assert not set("{}!") & set(bare)


@pytest.mark.parametrize("key", LETTERS)
def test_a_block_stands_in_a_paragraph_of_its_own(key):
    blocks = {
        search_key(library.placeholders().text.placeholders[each.key].name)
        for each in library.placeholders().head.placeholders
        if each.is_block
    }
    for paragraph in library.letter(key).text.body.split("\n\n"):
        found = [search_key(name) for name in PLACEHOLDER.findall(paragraph)]
        if blocks & set(found):
            assert PLACEHOLDER.fullmatch(paragraph.strip())


@pytest.mark.parametrize("key", LETTERS)
def test_a_letter_is_easy_to_read(key):
    assert lix(PLACEHOLDER.sub("x", library.letter(key).text.body)) <= 40


# What people read: guides, principles, forms

MOST_LIX = 45


def _guides(category=None):
    return {each.head.key: each for each in library.guides(category=category)}


@pytest.mark.parametrize("key", _guides())
def test_a_guide_is_short_and_easy_to_read(key):
    guide = library.guide(key)

    assert lix(guide.text.body) <= guide.head.most_lix <= MOST_LIX
    assert len(guide.text.body.split()) <= 600
    assert not set("!{}") & set(guide.text.body)


@pytest.mark.parametrize("key", [*_guides("guide"), *_guides("need"), *_guides("role")])
def test_what_officers_read_is_no_mere_list(key):
    assert len(library.guide(key).text.body.split()) >= 250


@pytest.mark.parametrize("key", _guides("volunteer"))
def test_what_volunteers_read_is_in_english_too(key):
    english = library.guide(key, language="en")

    assert english.language == "en"
    assert lix(english.text.body) <= english.head.most_lix
    assert len(english.text.body.split()) <= 450


@pytest.mark.parametrize("key", _guides())
def test_a_guide_says_how_long_it_takes_to_read(key):
    guide = library.guide(key)

    minutes = len(guide.text.body.split()) / WORDS_A_MINUTE
    assert abs(guide.head.duration_minutes - minutes) <= 1


@pytest.mark.parametrize("each", library.guides(), ids=lambda each: each.head.key)
def test_a_guide_names_only_forms_and_items_that_are_there(each):
    forms = {form.head.key for form in library.forms()}
    items = set(library.checklist().head.keys())

    assert set(each.head.forms) <= forms
    assert set(each.head.items) <= items
    assert len(set(each.head.items)) == len(each.head.items)


def test_the_three_sizes_hold_about_twenty_forty_five_and_eighty_items():
    items = library.checklist().head.items
    small = [item for item in items if item.size == "SMALL"]
    normal = [item for item in items if item.size in {"SMALL", "NORMAL"}]

    assert (len(small), len(normal), len(items)) == (21, 45, 80)
    assert all(item.size == "SMALL" for item in items if item.critical)


def test_every_item_says_plainly_what_shows_it_and_how_it_is_mended():
    texts = library.checklist().text.items
    words = [word for text in texts.values() for word in (text.proof, text.mend)]

    assert len(texts) == 80
    assert len(set(words)) == 160
    assert all(count_sentences(text.mend) == 1 for text in texts.values())
    assert lix("\n\n".join(words)) <= MOST_LIX


def test_every_number_of_the_checklist_says_why_it_is_what_it_is():
    own = library.edition(library.THRESHOLDS, "checklist")

    assert set(own.head.keys()) <= set(library.checklist_limits())
    assert not set(own.head.keys()) & set(library.threshold_values())


def test_every_item_of_the_checklist_has_a_guide_that_helps():
    helped = {item for each in library.guides() for item in each.head.items}

    assert set(library.checklist().head.keys()) - helped == set()


def test_there_is_a_guide_for_everything_that_was_asked_for():
    assert [len(_guides(category)) for category in ("volunteer", "guide", "need", "role")] == [
        2,
        22,
        5,
        6,
    ]
    for category in ("volunteer", "guide", "need", "role"):
        positions = [each.head.position for each in library.guides(category=category)]
        assert positions == list(range(1, len(positions) + 1))


def test_every_step_of_the_work_has_guides():
    for step in ("PREPARE", "PLAN", "INVITE", "CARRY_OUT", "FOLLOW_UP"):
        assert [each for each in library.guides(category="guide") if step in each.head.steps]


def test_the_duty_to_consult_the_sami_is_said_to_be_no_consultation_of_ours():
    body = library.guide("minorities-and-sami").text.body

    assert "Det är inte ett samråd" in body
    assert len(library.guide("minorities-and-sami").text.sources) >= 5


def test_there_are_six_principles_that_fit_the_codes_four():
    principles = library.principles()

    assert [each.code for each in principles.head.principles] == list("SDKLOM")
    assert len(principles.head.european) == 4
    assert lix("\n\n".join(_prose(principles.text))) <= MOST_LIX


def test_there_are_eighteen_forms_in_their_order_with_names_of_their_own():
    forms = library.forms()

    assert [each.head.position for each in forms] == list(range(1, 19))
    assert len({each.text.name for each in forms}) == 18


@pytest.mark.parametrize("each", library.forms(), ids=lambda each: each.head.key)
def test_a_form_is_easy_to_read_and_names_only_items_that_are_there(each):
    assert lix("\n\n".join(_prose(each.text))) <= MOST_LIX
    assert set(each.head.items) <= set(library.checklist().head.keys())


def test_a_forms_levels_and_steps_follow_from_its_cells():
    form = library.form("reference-group").head

    assert form.cells == ("C2", "C5", "C4", "D5")
    assert form.levels == ("DIA", "PAR")
    assert form.decision_steps == (2, 4, 5)


def test_every_cell_of_consultation_and_above_before_the_decision_has_a_form():
    cells = {cell for each in library.forms() for cell in each.head.cells}

    assert {f"{row}{step}" for row in "BCD" for step in "123"} <= cells


def test_every_level_is_compared_with_the_two_other_models():
    for language in ("sv", "en"):
        text = library.levels(language=language).text
        assert text.crosswalk
        assert all(level.skr and level.iap2 for level in text.levels.values())


def _prose(content):
    """Yield every text in `content` that is not an address."""
    if isinstance(content, str):
        if not content.startswith("http"):
            yield content
    elif isinstance(content, Mapping):
        for each in content.values():
            yield from _prose(each)
    elif isinstance(content, tuple):
        for each in content:
            yield from _prose(each)
    else:
        for name in type(content).model_fields:
            yield from _prose(getattr(content, name))


# Cases and changes


CASES = [case.head.key for case in library.cases()]


def whole(text):
    return ". ".join((text.summary, text.problem, *text.steps, text.result or "", text.lesson))


def test_there_are_cases_in_order_and_each_has_an_address_of_its_own():
    assert len(CASES) >= 6
    assert [case.head.position for case in library.cases()] == list(range(1, len(CASES) + 1))
    assert len({case.head.slug for case in library.cases()}) == len(CASES)


@pytest.mark.parametrize("key", CASES)
def test_a_case_is_easy_to_read(key):
    case = library.case(key)

    assert lix(whole(case.text)) <= case.head.most_lix <= 45
    assert "!" not in whole(case.text)


@pytest.mark.parametrize("key", CASES)
def test_a_case_lies_in_the_matrix_and_among_the_forms(key):
    case = library.case(key).head

    assert set(case.cells) <= set(library.matrix().head.keys())
    assert set(case.forms) <= {form.head.key for form in library.forms()}


def test_no_two_guides_or_forms_share_an_address():
    guides = [library.guide_slug(guide.head.key) for guide in library.guides()]
    forms = [library.form_slug(form.head.key) for form in library.forms()]

    assert len(guides) == len(set(guides))
    assert len(forms) == len(set(forms))
    assert library.guide_slug("be-heard") == "sa-gor-ni-er-rost-hord"


def test_the_editions_come_the_newest_first():
    positions = [change.head.position for change in library.changes()]

    assert positions == sorted(positions, reverse=True)
    assert positions[-1] == 1


# Words


def test_the_registers_words_cover_every_field_and_code_they_name():
    words = library.register_words()

    assert set(words.head.fields) == set(words.text.headers)
    assert set(words.head.art_areas) == set(words.text.art_areas)
    assert set(words.head.organisation_kinds) == set(words.text.organisation_kinds)


def test_no_header_means_two_things():
    words = library.register_words().text.headers
    by_word: dict[str, str] = {}
    for field, variants in words.items():
        for variant in variants:
            assert by_word.setdefault(search_key(variant), field) == field


def test_freezing_enters_what_is_new_and_names_what_changed(tmp_path):
    lock = tmp_path / "published.lock"
    lock.write_text("a 1\nb 2\nc 3\n", encoding="utf-8")

    broken = freeze.freeze(lock=lock, found={"a": "1", "b": "changed", "d": "4"})

    assert broken == ["b", "c"]
    assert lock.read_text(encoding="utf-8") == "a 1\nb 2\nc 3\nd 4\n"


def test_retiring_a_version_is_no_change_of_its_words():
    assert library.fingerprint(b"key: a\nstatus: published\nx: 1\n") == library.fingerprint(
        b"key: a\nstatus: retired\nx: 1\n"
    )


# Document templates

TEMPLATES = [each.head.key for each in library.document_templates()]
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\[Fyll i: .*?\]")


def test_every_field_of_a_row_has_words():
    edition = library.document_fields()

    def differing(heads, texts):
        return {one.key for one in heads} ^ set(texts) | {
            key for one in heads if one.rows for key in differing(one.rows, texts[one.key].rows)
        }

    assert len(edition.head.fields) > 50
    for one in edition.head.fields:
        assert differing(one.rows or (), edition.text.fields[one.key].rows) == set(), one.key


def test_every_gap_says_what_it_asks_for():
    edition = library.document_fields()

    silent = [
        one.key
        for one in edition.head.fields
        if one.leaves_gap and not edition.text.fields[one.key].gap
    ]
    assert silent == []


@pytest.mark.parametrize("key", TEMPLATES)
def test_a_document_template_is_easy_to_read(key):
    text = library.document_template(key).text

    words = TAG.sub("x", text.body).replace("|", " ").replace("-", " ")
    assert lix(words) <= 45
    assert lix(f"{text.purpose} {text.when}") <= 50
