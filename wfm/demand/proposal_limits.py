"""How much is proposed at a time."""

from __future__ import annotations

MOST_CHANGES = 5
LEAST_SAVED = 0.5
"""Calls that a further agent must save in a shift to be proposed."""
