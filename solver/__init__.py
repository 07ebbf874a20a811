"""How the question is answered."""

from __future__ import annotations

from solver.conflict import conflict_holds, find_conflicts
from solver.progress import Phase, Progress
from solver.search import solve

__all__ = ["Phase", "Progress", "conflict_holds", "find_conflicts", "solve"]
