"""Why a roster is no better, and what would mend it: nothing is said that was not checked by solving."""

from __future__ import annotations

from solver.explaining.explained import explain, has_roster
from solver.explaining.mend_search import reached
from solver.explaining.oracle import force

__all__ = ["explain", "force", "has_roster", "reached"]
