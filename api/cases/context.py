"""What requests about business cases name: the case, and the keys by which it is shared."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query

from api.access.ids import CaseId

CaseInPath = Annotated[
    CaseId,
    Path(
        description="Random id of the business case.",
        examples=["3f0c7f5f1f0e4c0b9a1d2e3f40516273"],
        pattern="^[0-9a-f]{32}$",
    ),
]
KeysAsked = Annotated[
    list[str],
    Query(
        alias="by",
        description="Keys by which everything is shared instead of by those that the items name, two at "
        "most: a key's name, or a mixture in percent.",
        examples=[["population:60, calls:40", "equal"]],
        max_length=20,
    ),
]
NO_KEYS: list[str] = []
