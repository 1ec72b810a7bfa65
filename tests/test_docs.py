"""What the documents promise: commands, settings, words, paths and links that are there."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands, load_command_class

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
OURS = {name: app for name, app in get_commands().items() if app.startswith("samrad.")}
SETTINGS = "".join(
    path.read_text(encoding="utf-8") for path in sorted((ROOT / "samrad" / "config").glob("*.py"))
)
# Made by `make setup` or when running, so not in a fresh clone.
MADE = ("build/", "var/", ".venv/", "node_modules/")
PATH = re.compile(
    r"`((?:samrad|docs|tests|tools|requirements|bench|locale)/[\w./-]*|[\w-]+\.(?:md|toml))`"
)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def text_of(path):
    return path.read_text(encoding="utf-8")


def first_cells(path):
    """Return the code words in the first column of a page's tables."""
    rows = re.findall(r"^\| *(`[^|]+`) *\|", text_of(ROOT / path), re.MULTILINE)
    return [word for row in rows for word in re.findall(r"`([^`]+)`", row)]


def name_of(path):
    return str(path.relative_to(ROOT))


def test_there_are_pages_to_read():
    assert len(PAGES) > 10
    assert len(OURS) > 5


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_path_named_is_there(page):
    named = [path for path in PATH.findall(text_of(page)) if not path.startswith(MADE)]

    missing = [
        path for path in named if not (ROOT / path).exists() and not (page.parent / path).exists()
    ]

    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page):
    assert [link for link in LINK.findall(text_of(page)) if not (page.parent / link).exists()] == []


def test_every_command_is_in_the_operators_list_and_the_other_way_round():
    listed = [word.removeprefix("samrad ") for word in first_cells("docs/operator/commands.md")]

    assert sorted(listed) == sorted(OURS)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_named_is_there(page):
    named = set(re.findall(r"`samrad ([a-z_]+)", text_of(page)))

    assert named - set(get_commands()) == set()


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_command_says_in_a_line_what_it_does(name):
    command = load_command_class(OURS[name], name)

    assert command.help.strip()
    assert command.__doc__.startswith(f"`samrad {name}")


def test_every_setting_is_in_the_operators_table_and_the_other_way_round():
    read = re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", SETTINGS)

    assert len(read) > 10
    assert sorted(first_cells("docs/operator/settings.md")) == sorted(set(read))


def code_names():
    """Return every class and function of ours, and every field of our models."""
    found = {
        name
        for path in (ROOT / "samrad").rglob("*.py")
        for name in re.findall(r"^\s*(?:class|def) (\w+)", text_of(path), re.MULTILINE)
    }
    models = [model for model in apps.get_models() if model.__module__.startswith("samrad.")]
    return found | {field.name for model in models for field in model._meta.get_fields()}


def test_every_word_of_the_glossary_is_a_name_in_the_code():
    row = re.compile(r"^\| [^|`]+ \| *([^|]*`[^|]+) *\|", re.MULTILINE)
    rows = row.findall(text_of(ROOT / "docs/glossary.md"))
    words = [word for row in rows for word in re.findall(r"`([^`]+)`", row)]

    known = code_names()
    assert len(words) > 20
    assert [word for word in words if word.split(".")[-1] not in known] == []


def test_every_dependency_has_a_reason_and_none_is_left_over():
    asked = [
        re.split(r"[\[>=<]", line)[0].lower()
        for path in sorted(ROOT.glob("requirements/*.in"))
        for line in text_of(path).splitlines()
        if line and not line.startswith("#")
    ]
    page = text_of(ROOT / "docs/decisions/0002-dependencies.md")
    cells = re.findall(
        r"^\| (?!Package|File|-)(?:`requirements/[^|]+\| )?([^|]+) \|", page, re.MULTILINE
    )
    named = [
        re.split(r" \(| 5", name)[0].strip("`").lower()
        for cell in cells
        for name in cell.split(", ")
    ]

    assert len(asked) > 30
    assert sorted(name for name in named if not name.startswith("@")) == sorted(
        [*asked, "axe-core"]
    )
