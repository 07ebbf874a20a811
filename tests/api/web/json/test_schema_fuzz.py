"""Whatever is asked, by whomever, the answer is one that the description promises."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Never

import pytest
from fastapi import HTTPException

from tests.api.web.json.fuzzing import Fuzzed, fuzz

FUZZED = Fuzzed()
OPERATIONS = FUZZED.operations()
EXAMPLES = {"coordinator": 9, "local": 5, "leader": 4, "agent": 4, "administrator": 4, "nobody": 2}
OTHERS = tuple(EXAMPLES)[1:]


def _asked() -> Iterator[object]:
    """Yield every operation with every caller; in short with the coordinator, and the others by turns."""
    for number, operation in enumerate(OPERATIONS):
        for caller in EXAMPLES:
            short = caller in ("coordinator", OTHERS[number % len(OTHERS)])
            yield pytest.param(operation, caller, marks=[] if short else [pytest.mark.prove])


def test_every_operation_of_the_description_is_asked() -> None:
    described = {
        f"{method.upper()} {path}"
        for path, methods in FUZZED.app.openapi()["paths"].items()
        for method in methods
    }
    assert set(OPERATIONS) == described


@pytest.mark.parametrize(("operation", "caller"), list(_asked()))
def test_every_answer_is_as_described(operation: str, caller: str) -> None:
    fuzz(FUZZED, OPERATIONS[operation], caller, EXAMPLES[caller])


@pytest.mark.parametrize(
    ("error", "said"),
    [(RuntimeError("a fault of ours"), "a fault of ours"), (HTTPException(418), "Undocumented")],
)
def test_a_fault_of_ours_and_an_answer_that_is_not_described_would_be_noticed(
    monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def careless(*_: object) -> Never:
        raise error

    monkeypatch.setattr("api.plans.routes.list_hotlines", careless)
    with pytest.raises(BaseException, match=said):
        fuzz(FUZZED, OPERATIONS["GET /api/v1/hotlines"], "coordinator", 2)
