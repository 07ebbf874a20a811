"""A certificate's figures must fit each other."""

from __future__ import annotations

from typing import Any

import pytest

from wfm.certificate import Certificate
from wfm.finding import Level


def certificate(**changes: Any) -> Certificate:
    values: dict[str, Any] = {
        "level": Level.QUOTA,
        "held": {Level.COVERAGE: 0, Level.COMPETENCE: 0},
        "bound": 3,
        "denominator": 4,
        "rows": 5,
        "model_sha256": "ab" * 32,
        "multipliers": ((0, 7), (4, -2)),
    }
    return Certificate(**(values | changes))


def test_rows_that_are_left_out_have_no_multiplier() -> None:
    assert certificate().scaled == [7, 0, 0, 0, -2]
    assert certificate(multipliers=(), rows=0).scaled == []


@pytest.mark.parametrize(
    "changes",
    [
        {"denominator": 0},
        {"multipliers": ((-1, 2),)},
        {"multipliers": ((5, 2),)},
        {"multipliers": ((2, 1), (1, 1))},
        {"multipliers": ((2, 1), (2, 1))},
        {"blocks": (("2", 1), ("1", 1))},
        {"blocks": (("1", 1), ("1", 2))},
    ],
)
def test_what_does_not_fit_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"wanted|rows"):
        certificate(**changes)
