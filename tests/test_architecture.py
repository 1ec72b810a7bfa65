"""House rules that no linter knows. Each walk says first that it found something to walk."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parents[1]
SAMRAD = ROOT / "samrad"
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]
MODULES = sorted(
    path for path in SAMRAD.rglob("*.py") if not {"tests", "migrations"} & set(path.parts)
)
DOMAIN = [
    path
    for path in MODULES
    if {"services.py", "queries.py"} & {path.name}
    or {"services", "queries", "rules"} & set(path.relative_to(SAMRAD).parts[:-1])
]
# Rules that read Swedish know its words and show none; the demo's people speak it.
HOLDS_SWEDISH = (
    "pages/services/demo/",
    "registry/rules/imports.py",
    "registry/rules/names.py",
    # How Swedish writes dates, shortens words and looks; the words themselves are content.
    "invitations/rules/review/clock.py",
    "invitations/rules/review/moments.py",
    "invitations/rules/review/text.py",
    "invitations/rules/review/languages.py",
    "contributions/rules/segmentation.py",
    "contributions/rules/similarity.py",
    "plans/rules/passages.py",
)
# Slow to import, or in need of settings, so each has its one door.
LATE_IMPORTS = {
    "typst",
    "docx",
    "docxtpl",
    "jinja2",
    "mammoth",
    "pypdf",
    "xlsxwriter",
    "python_calamine",
}
LATE_IMPORTS |= {"lxml"}  # with docx
LATE_IMPORTS |= {"resource"}  # only where the system has it
# A loader that the guard calls gets the address's arguments and no `now`.
LOADS_FOR_THE_GUARD = {
    "consultations/queries.py",
    "contributions/queries/export.py",
    "registry/queries/register.py",
}
LATE_IN = {"__main__.py", "apps.py"}


def name_of(path):
    return str(path.relative_to(SAMRAD))


def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def contract(beginning):
    return next(one for one in LINTER["contracts"] if one["name"].startswith(beginning))


def test_there_is_something_to_walk():
    assert len(MODULES) > 100
    assert len(DOMAIN) > 30


def docstrings_in(tree):
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(tree):
        if isinstance(node, holders) and node.body and isinstance(node.body[0], ast.Expr):
            yield node.body[0].value


@pytest.mark.parametrize("path", DOMAIN, ids=name_of)
def test_domain_code_holds_no_interface_text(path):
    tree = tree_of(path)
    spoken = set(docstrings_in(tree))

    swedish = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in spoken
        if set("åäöÅÄÖ") & set(node.value)
    ]

    assert swedish == [] or name_of(path).startswith(HOLDS_SWEDISH)


@pytest.mark.parametrize("path", DOMAIN, ids=name_of)
def test_domain_code_does_not_speak_http(path):
    imported = {node.module for node in ast.walk(tree_of(path)) if isinstance(node, ast.ImportFrom)}

    assert imported & {"django.http", "django.shortcuts", "django.contrib.messages"} == set()


@pytest.mark.parametrize("path", DOMAIN, ids=name_of)
def test_domain_code_does_not_read_the_clock(path):
    imported = {
        (node.module, alias.name)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }

    clocks = imported & {("samrad.core.clock", "now"), ("time", "time")}
    assert clocks == set() or name_of(path) in LOADS_FOR_THE_GUARD


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_are_imported_at_the_top(path):
    late = {
        alias.name.split(".")[0]
        if isinstance(node, ast.Import)
        else (node.module or "").split(".")[0]
        for function in ast.walk(tree_of(path))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }

    assert late - LATE_IMPORTS == set() or path.name in LATE_IN


def test_every_app_with_models_obeys_the_inner_contract():
    with_models = {f"samrad.{path.parent.name}" for path in SAMRAD.glob("*/models.py")}
    with_models |= {f"samrad.{path.parent.parent.name}" for path in SAMRAD.glob("*/models/*.py")}

    # The guard, the roles and the policy have shapes of their own.
    assert with_models - set(contract("Inside an app")["containers"]) == {"samrad.access"}


def floors():
    """Return the order of the apps: the number of each, 0 at the top."""
    layers = contract("Apps depend")["layers"]
    return {
        app.strip(" ()"): number for number, layer in enumerate(layers) for app in layer.split("|")
    }


def upward_names():
    """Yield (app that must not use it, name) for every way from a model to rows of an app above."""
    floor = floors()
    for model in apps.get_models():
        if not model.__module__.startswith("samrad."):
            continue
        for relation in model._meta.related_objects:
            theirs = relation.related_model._meta.app_label
            ours = model._meta.app_label
            if theirs in floor and floor[theirs] < floor[ours]:
                yield ours, relation.get_accessor_name()
                yield ours, relation.related_query_name or relation.name


LOOK_UP = re.compile(r"[a-z_]+(__[a-z_]+)+")


def words_used_as_names(tree):
    """Return every attribute, keyword and first word of a look-up path in the module."""
    used = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            used.add(node.attr)
        elif isinstance(node, ast.keyword) and node.arg and "__" in node.arg:
            used.add(node.arg.split("__")[0])
        elif isinstance(node, ast.Constant) and LOOK_UP.fullmatch(str(node.value)):
            used.add(str(node.value).split("__")[0])
    return used


def test_nothing_is_read_upwards_through_a_related_name():
    forbidden = set(upward_names())
    used = {
        (path.relative_to(SAMRAD).parts[0], word)
        for path in MODULES
        if "rules" not in path.parts  # they hold plain values and no rows
        for word in words_used_as_names(tree_of(path))
    }

    assert len(forbidden) > 10
    assert used & forbidden == set()
