"""Whatever is asked, by whomever, the answer is one that the description promises."""

from __future__ import annotations

import pytest

from tests.api.json.fuzzing import Fuzzed, fuzz

FUZZED = Fuzzed()
OPERATIONS = FUZZED.operations()
EXAMPLES = {"coordinator": 9, "local": 5, "leader": 4, "agent": 4, "administrator": 4, "nobody": 2}


def test_every_operation_of_the_description_is_asked() -> None:
    described = {
        f"{method.upper()} {path}"
        for path, methods in FUZZED.app.openapi()["paths"].items()
        for method in methods
    }
    assert set(OPERATIONS) == described


@pytest.mark.parametrize("caller", EXAMPLES)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_answer_is_as_described(operation: str, caller: str) -> None:
    fuzz(FUZZED, OPERATIONS[operation], caller, EXAMPLES[caller])
