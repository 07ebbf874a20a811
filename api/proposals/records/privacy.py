"""What privacy has to know of proposals: of whom they tell, what erases that, and how long it stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping

from api.plans.records.privacy import with_ended_plans
from api.store.personal_data import DataSubject, ErasureStep, FreeText, Holding, speaks_in
from api.store.retention import rule_for
from api.store.tables import PROPOSAL, PROPOSAL_REMARK


def _is_own(row: Mapping[str, Any] | RowMapping, subject: DataSubject) -> bool:
    return row["person_id"] in subject.persons or row["author"] in subject.accounts


def _tells(row: RowMapping, subject: DataSubject) -> bool:
    return _is_own(row, subject) or subject.is_told_of([row["text"], row["answer"]])


OWN_REMARKS = Holding(PROPOSAL_REMARK, tells=_is_own)
TEXT = FreeText(PROPOSAL_REMARK, "text", {"text": ""})
ANSWER = FreeText(PROPOSAL_REMARK, "answer", {"answer": ""})
NOTE = FreeText(PROPOSAL, "note", {"note": ""})
HOLDINGS = (Holding(PROPOSAL_REMARK, tells=_tells), Holding(PROPOSAL, tells=speaks_in("note")))
ERASURE = (ErasureStep(OWN_REMARKS), TEXT.step, ANSWER.step, NOTE.step)
FREE_TEXTS = (NOTE, TEXT, ANSWER)
RETENTION = (
    rule_for("proposal_remarks", PROPOSAL_REMARK, with_ended_plans(PROPOSAL_REMARK.c.proposal_id, PROPOSAL)),
)
"""Comments go when notes go; that a draft was proposed goes with its plan."""
