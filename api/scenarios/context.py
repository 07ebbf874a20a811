"""The scenario that a request's address names, for routes to depend on."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query

from api.access.ids import ScenarioId
from api.scenarios.service import MOST_QUARTERS

ScenarioInPath = Annotated[
    ScenarioId,
    Path(
        description="Random id of the scenario.",
        examples=["3f0c7f5f1f0e4c0b9a1d2e3f40516273"],
        pattern="^[0-9a-f]{32}$",
    ),
]
QuartersAsked = Annotated[
    int, Query(description="How many are reckoned.", examples=[8], ge=1, le=MOST_QUARTERS)
]
