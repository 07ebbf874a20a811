"""The ledger: every seat and krone of a municipality with its source, which only grows."""

from __future__ import annotations

from sqlalchemy import BigInteger, Date, ForeignKey, Integer, String, Table, Text

from api.store.columns import METADATA, plain, pseudonym
from api.store.types import Id, UtcTime

LEDGER_ENTRY = Table(
    "ledger_entry",
    METADATA,
    plain("hotline_id", Id(), ForeignKey("hotline.id"), primary_key=True),
    plain("number", Integer(), primary_key=True),  # from 1 within the hotline, without a gap
    plain("quarter", Date()),  # first day of the plan in whose account it stands
    plain("municipality", Text()),
    plain("kind", String(12)),
    plain("seats", Text(), nullable=True),  # exact: a whole number, or numerator/denominator
    plain("ore", BigInteger(), nullable=True),
    plain("version", Integer()),  # of the plan's roster, from which it came; 0 where none is meant
    plain("about", Date(), nullable=True),  # of a correction: first day of the quarter that it corrects
    plain("shift", String(16), nullable=True),  # of a correction: local start of the shift
    pseudonym("author", Id(), nullable=True),
    plain("at", UtcTime()),
)
"""Refers to no plan: a plan goes when it was kept long enough, and the ledger goes on for years."""
