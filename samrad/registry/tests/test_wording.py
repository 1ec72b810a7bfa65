"""Every code of the register's rules has words."""

from samrad.registry import wording
from samrad.registry.rules import cells, imports, org_numbers
from samrad.registry.services import importing


def codes_of(*modules):
    return {
        value
        for module in modules
        for name, value in vars(module).items()
        if name.isupper() and not name.startswith("_") and value == name
    }


def test_every_code_has_words_and_every_word_a_code():
    codes = codes_of(cells, imports, org_numbers) | {importing.OURS_KEPT}

    assert "PERSONAL_NUMBER" in codes
    assert codes == set(wording.REASONS)
