"""Duties designed from the need, in three stages: an anonymous design, its lunches, and its names.

Afterwards days are mended where somebody can't come.
"""

from __future__ import annotations

from solver.design.mending import mend_design
from solver.design.solve import design

__all__ = ["design", "mend_design"]
