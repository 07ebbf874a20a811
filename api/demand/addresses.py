"""Addresses of a hotline's calls."""

from __future__ import annotations

CALLS = "/{hotline}/calls"
PAGE = "/calls"
FIGURES_PAGE = "/calls/weeks"
FIGURES = "/{hotline}/weeks/{week}/key-figures"
SEATS_PAGE = "/plans/{plan}/demand"
SEATS = "/{hotline}/plans/{plan}/demand"
