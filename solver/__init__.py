"""How the question is answered."""

from __future__ import annotations

from solver.infeasibility.conflict import conflict_holds, find_conflicts
from solver.progress import Phase, Progress
from solver.search.solve import solve
from solver.session.session import Session, SessionAnswer

__all__ = ["Phase", "Progress", "Session", "SessionAnswer", "conflict_holds", "find_conflicts", "solve"]
