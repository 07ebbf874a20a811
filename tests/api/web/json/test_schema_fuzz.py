"""Whatever is asked, by whomever, the answer is one that the description promises."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Never

import pytest
from fastapi import HTTPException
from schemathesis.schemas import APIOperation

from tests.api.web.json.fuzzing import Fuzzed, fuzz
from tests.api.web.json.test_openapi import OPERATIONS as DESCRIBED

OPERATIONS = [f"{method.upper()} {path}" for path, method in DESCRIBED]
EXAMPLES = {"coordinator": 9, "local": 5, "leader": 4, "agent": 4, "administrator": 4, "nobody": 2}
OTHERS = tuple(EXAMPLES)[1:]
IN_SHORT = 5


@cache
def fuzzed() -> Fuzzed:
    """Return the service, made when first asked for: a copy of this process would lack its threads."""
    return Fuzzed()


@cache
def operations() -> dict[str, APIOperation[Any, Any, Any, Any]]:
    return fuzzed().operations()


def _asked() -> Iterator[object]:
    """Yield every operation with every caller; in short a few times with the coordinator or another."""
    for number, operation in enumerate(OPERATIONS):
        turn = OTHERS[number // 2 % len(OTHERS)] if number % 2 else "coordinator"
        yield pytest.param(operation, turn, IN_SHORT, id=f"{operation}-{turn}-short")
        for caller, examples in EXAMPLES.items():
            name = f"{operation}-{caller}"
            yield pytest.param(operation, caller, examples, id=name, marks=[pytest.mark.prove])


def test_every_operation_of_the_description_is_asked() -> None:
    assert list(operations()) == OPERATIONS


@pytest.mark.parametrize(("operation", "caller", "examples"), list(_asked()))
def test_every_answer_is_as_described(operation: str, caller: str, examples: int) -> None:
    fuzz(fuzzed(), operations()[operation], caller, examples)


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
        fuzz(fuzzed(), operations()["GET /api/v1/hotlines"], "coordinator", 2)
