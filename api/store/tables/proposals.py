"""Proposals: a draft that people may comment on, their comments, and what was answered."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from api.store.columns import METADATA, personal, plain, pseudonym
from api.store.types import Id, UtcTime

PROPOSAL = Table(
    "proposal",
    METADATA,
    plain("id", Id(), primary_key=True),
    plain("plan_id", Id(), ForeignKey("plan.id")),
    plain("number", Integer()),  # of the roster version
    plain("until", UtcTime()),
    personal("note", Text()),
    pseudonym("author", Id(), nullable=True),
    plain("at", UtcTime()),
    plain("closed_at", UtcTime(), nullable=True),  # since a later one of the plan was made
    UniqueConstraint("plan_id", "number"),
)
"""What a coordinator writes to a proposal may name somebody, so it can be erased."""

PROPOSAL_REMARK = Table(
    "proposal_remark",
    METADATA,
    plain("id", Id(), primary_key=True),
    plain("proposal_id", Id(), ForeignKey("proposal.id")),
    plain("shift", String(16), nullable=True),  # its local start; none where the whole is meant
    personal("text", Text()),
    pseudonym("author", Id(), nullable=True),
    pseudonym("person_id", Id(), ForeignKey("person.id"), nullable=True),
    plain("municipality", Text(), nullable=True),
    plain("at", UtcTime()),
    personal("answer", Text(), nullable=True),
    plain("run_id", Id(), nullable=True),
    pseudonym("answered_by", Id(), nullable=True),
    plain("answered_at", UtcTime(), nullable=True),
    Index(None, "proposal_id"),
    Index(None, "person_id"),
)
"""A remark, of whom and for which municipality it was made, and its answer."""
