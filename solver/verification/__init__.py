"""Prove again what a published answer claims: by counting, by certificates, and else by solving."""

from __future__ import annotations

from solver.infeasibility.conflict import conflict_of
from solver.verification.certificates import Checked, check
from solver.verification.locks import has_roster
from solver.verification.reproving import Claimed, Reproof, Reproofs, Reproving

__all__ = ["Checked", "Claimed", "Reproof", "Reproofs", "Reproving", "check", "conflict_of", "has_roster"]
