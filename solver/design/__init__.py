"""Duties designed from the need, in three stages: an anonymous design, its lunches, and its names."""

from __future__ import annotations

from solver.design.solve import design

__all__ = ["design"]
