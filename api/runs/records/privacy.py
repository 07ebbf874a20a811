"""What privacy has to know of runs: of whom they tell, what erases that, and how long they stay."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import RowMapping

from api.plans.records.privacy import with_ended_plans
from api.store.personal_data import DataSubject, FreeText, Holding, speaks_in
from api.store.retention import rule_for
from api.store.tables import RUN, RUN_EVENT, RUN_RESULT

NO_DOCUMENT: Mapping[str, Any] = MappingProxyType({"document": {}})


def _tells(row: RowMapping, subject: DataSubject) -> bool:
    own = row["author"] in subject.accounts
    return own or subject.is_named_in([row["asked"], row["best"]]) or subject.is_told_of(row["note"])


def _own_part(record: Mapping[str, Any], subject: DataSubject) -> Mapping[str, Any]:
    """Keep of a run what is the subject's: their seats, their absences, their own note."""
    seats = {shift: sorted(subject.ids & set(persons)) for shift, persons in (record["best"] or {}).items()}
    asked = record["asked"]
    absences = [one for one in asked.get("absences", ()) if one["person"] in subject.ids]
    preferred = [person for person in asked.get("prefer", ()) if person in subject.ids]
    own = record["author"] in subject.accounts
    return {
        **record,
        "best": {shift: ids for shift, ids in seats.items() if ids},
        "asked": {"absences": absences, "prefer": preferred},
        "note": record["note"] if own or subject.is_told_of(record["note"]) else "",
    }


def _no_sentences(record: Mapping[str, Any], _subject: DataSubject) -> Mapping[str, Any]:
    """Keep that something was explained; whole documents tell of many people."""
    return {**record, "document": {}}


RESULTS = Holding(RUN_RESULT, tells=speaks_in("document"), extract=_no_sentences)
HOLDINGS = (Holding(RUN, tells=_tells, extract=_own_part), RESULTS)
NOTE = FreeText(RUN, "note", {"note": ""})
DOCUMENT = FreeText(RUN_RESULT, "document", NO_DOCUMENT)
FREE_TEXTS = (NOTE, DOCUMENT, FreeText(RUN, "asked", stays=True, doubts=False))
ERASURE = (NOTE.step, DOCUMENT.step)
RETENTION = (
    rule_for("run_events", RUN_EVENT, with_ended_plans(RUN_EVENT.c.run_id, RUN)),
    rule_for("run_results", RUN_RESULT, with_ended_plans(RUN_RESULT.c.run_id, RUN)),
    rule_for("runs", RUN, with_ended_plans(RUN.c.id, RUN)),
)
"""Runs are means to a roster: they go when notes go, and what they made stays as long as rosters do."""
