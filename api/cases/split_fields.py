"""The fields in which two keys are mixed by percent, and the keys that they ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.cases.reckoning import AT_ONCE

COLUMNS = ("first", "second")
WHOLE = "100"


@dataclass(frozen=True)
class SplitFields:
    """What stands in the fields: by column, percent by the name of the key; and what that asks for."""

    percents: Mapping[str, Mapping[str, str]]
    by: tuple[str, ...]


def fields_of(by: Sequence[str]) -> SplitFields:
    """Return the fields of keys that an address asks for, one too many left out."""
    asked = tuple(by[:AT_ONCE])
    percents = {column: _percents(text) for column, text in zip(COLUMNS, (*asked, "", ""), strict=False)}
    return SplitFields(percents, asked)


def read_fields(names: Sequence[str], query: Mapping[str, str]) -> tuple[str, ...]:
    """Return the keys that filled fields ask for; a column that is blank asks for none."""
    found = []
    for column in COLUMNS:
        typed = [(name, query.get(f"{column}-{at}", "").strip()) for at, name in enumerate(names)]
        parts = [(name, percent) for name, percent in typed if percent and percent.strip("0 %,.")]
        if len(parts) == 1 and parts[0][1].rstrip(" %") == WHOLE:
            found.append(parts[0][0])
        elif parts:
            found.append("; ".join(f"{name}:{percent}" for name, percent in parts))
    return tuple(found)


def _percents(text: str) -> Mapping[str, str]:
    if ":" not in text:
        return {text.strip(): WHOLE} if text else {}
    parts = (part.rpartition(":") for part in text.replace(", ", "; ").split(";"))
    return {name.strip(): percent.strip() for name, _, percent in parts}
