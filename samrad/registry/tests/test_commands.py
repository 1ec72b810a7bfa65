"""The commands of the registry keep the contract of design §5.2."""

import json

import pytest
from django.core.management import CommandError, call_command

from samrad.registry.enums import ImportState
from samrad.registry.models import ImportBatch, Organisation, RegionRole
from samrad.registry.services import importing
from samrad.users.models import User
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    make.municipality()
    path = tmp_path / "register.csv"
    path.write_text(
        "id;namn;orgnr;kommun\n1;Påhittskören;802404-3716;Påhittköping\n2;Byalaget;;\n",
        encoding="utf-8",
    )
    return path


def run(capsys, path, *options):
    """Run the command; return its exit code and what it printed."""
    code: object = 0
    try:
        call_command("import_organisations", str(path), "--region", "07", *options)
    except SystemExit as ended:
        code = ended.code
    except CommandError as error:
        code = error.returncode
    return code, capsys.readouterr().out


def test_the_json_is_the_contract_and_a_clean_file_ends_with_0(file, capsys):
    code, out = run(capsys, file, "--format", "json")

    assert (code, json.loads(out)) == (
        0,
        {"rows": 2, "created": 2, "updated": 0, "unchanged": 0, "duplicates": 0, "refused": []},
    )
    assert ImportBatch.objects.get().source == "register"


def test_the_same_file_again_changes_nothing(file, capsys):
    run(capsys, file)

    _code, out = run(capsys, file, "--format", "json")

    assert json.loads(out)["unchanged"] == 2
    assert Organisation.objects.count() == 2


def test_a_dry_run_writes_nothing(file, capsys):
    code, out = run(capsys, file, "--dry-run", "--format", "json")

    assert (code, json.loads(out)["created"]) == (0, 2)
    assert (Organisation.objects.count(), ImportBatch.objects.count()) == (0, 0)


def test_refused_rows_end_with_1_and_are_told_masked(file, capsys):
    file.write_text("namn;orgnr\nA;811218-9876\nB;802404-3717\nC;\n", encoding="utf-8")

    code, out = run(capsys, file, "--format", "json")

    told = json.loads(out)
    assert (code, told["created"]) == (1, 1)
    assert told["refused"] == [
        {"row": 2, "column": "orgnr", "value": "••••••-••••", "reason": "PERSONAL_NUMBER"},
        {"row": 3, "column": "orgnr", "value": "802404-3717", "reason": "WRONG_CHECK_DIGIT"},
    ]
    assert "Rad 3, orgnr: Kontrollsiffran stämmer inte." in run(capsys, file, "--dry-run")[1]


@pytest.mark.parametrize(
    ("content", "reason"),
    [("Ort;ort\n", "DUPLICATE_HEADER"), ("Ort\nx\n", "NO_NAME_COLUMN"), ("", "FileEmpty")],
)
def test_a_structural_fault_ends_with_2(file, capsys, content, reason):
    file.write_text(content)

    code, out = run(capsys, file, "--format", "json")

    assert code == 2
    assert reason in [row["reason"] for row in json.loads(out)["refused"]]
    assert ImportBatch.objects.count() == 0


def test_a_mapping_says_which_column_is_what(file, tmp_path, capsys):
    file.write_text("Klubb;Namn\nKören;Kim\n", encoding="utf-8")
    mapping = tmp_path / "kolumner.json"
    mapping.write_text('{"klubb": "name", "Namn": "contact_name"}')

    code, _out = run(capsys, file, "--mapping", str(mapping), "--source", "Klubbregistret")

    made = Organisation.objects.get()
    assert (code, made.name, made.contacts.get().name) == (0, "Kören", "Kim")
    assert made.sources.get().source == "Klubbregistret"


@pytest.mark.parametrize(
    "mapping", ["[]", "{", '{"namn": 1}', '{"finns inte": "name"}', '{"namn": "colour"}']
)
def test_a_mapping_that_makes_no_sense_is_wrong_use(file, tmp_path, capsys, mapping):
    path = tmp_path / "kolumner.json"
    path.write_text(mapping)

    assert run(capsys, file, "--mapping", str(path))[0] == 2


def test_unknown_files_and_regions_are_wrong_use(file, capsys):
    with pytest.raises(CommandError) as region:
        call_command("import_organisations", str(file), "--region", "99")

    assert region.value.returncode == 2
    assert run(capsys, file.with_name("saknas.csv"))[0] == 2


def test_a_run_that_breaks_leaves_nothing_half_done(file, capsys, monkeypatch):
    def broken(*_arguments, **_more):
        raise RuntimeError

    monkeypatch.setattr(importing, "_activate", broken)

    with pytest.raises(RuntimeError):
        run(capsys, file)
    assert Organisation.objects.count() == 0
    assert ImportBatch.objects.get().state == ImportState.CANCELLED


def test_another_import_at_work_is_told(file, capsys):
    batch = make.import_batch()
    ImportBatch.objects.filter(pk=batch.pk).update(state=ImportState.RUNNING)

    assert run(capsys, file)[0] == 2


def test_the_first_officer_gets_in(capsys):
    make.region()
    given = ("add_user", "Kim@Exempel.invalid", "--name", "Kim Exempel", "--region", "07")

    call_command(*given, "--role", "head")
    call_command(*given, "--role", "head")

    held = RegionRole.objects.get()
    assert (held.role, held.user.email, held.user.name) == (
        "head", "kim@exempel.invalid", "Kim Exempel",
    )  # fmt: skip
    assert "är redan kulturchef i Region Kronoberg" in capsys.readouterr().out


@pytest.mark.parametrize("given", [("inte en adress", "07"), ("kim@exempel.invalid", "99")])
def test_a_wrong_address_or_region_makes_no_user(given):
    make.region()

    with pytest.raises(CommandError) as refused:
        call_command("add_user", given[0], "--region", given[1])

    assert refused.value.returncode == 2
    assert User.objects.count() == 0
