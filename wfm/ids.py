"""Ids that cannot be mixed up, and the order that people expect of codes."""

from __future__ import annotations

from typing import NewType

AgentId = NewType("AgentId", str)
MunicipalityCode = NewType("MunicipalityCode", str)
CompetenceCode = NewType("CompetenceCode", str)
ShiftId = NewType("ShiftId", str)
"""A shift by its local start, such as ``2027-01-04T08:00``."""


def code_order(code: str) -> tuple[int, int, str]:
    """Return a sort key: codes that are numbers come first, as numbers; the others as text."""
    return (0, int(code), code) if code.isdecimal() else (1, 0, code)
