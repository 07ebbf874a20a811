"""Prove again what a published answer claims: by counting, by certificates, and else by solving."""

from __future__ import annotations

from solver.infeasibility.conflict import conflict_of
from solver.verification.certificates import CertificateCheck, check
from solver.verification.locks import has_roster
from solver.verification.reproving import PublishedClaims, Reproof, Reproofs, Reproving

__all__ = [
    "CertificateCheck",
    "PublishedClaims",
    "Reproof",
    "Reproofs",
    "Reproving",
    "check",
    "conflict_of",
    "has_roster",
]
