"""What privacy has to know of rosters: of whom they tell, what erases that, and how long it stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.plans.records.privacy import with_ended_plans
from api.store.personal_data import (
    DataSubject,
    ErasureStep,
    FreeText,
    Holding,
    by_author_or_name,
    of_accounts,
    of_persons,
    speaks_in,
)
from api.store.retention import rule_for
from api.store.tables import ASSIGNMENT, ROSTER_VERSION, VERSION_NOTE, WORKED_PART, WORKED_SEAT


def _own_seats(record: Mapping[str, Any], subject: DataSubject) -> Mapping[str, Any]:
    """Keep, of what is claimed of a roster, the seats from which it was mended that are the subject's."""
    baseline = record["claims"].get("baseline")
    before = {} if baseline is None else baseline["roster"]
    own = {shift: sorted(subject.ids & set(persons)) for shift, persons in before.items()}
    return {**record, "claims": {"baseline": {shift: ids for shift, ids in own.items() if ids}}}


VERSION_NOTES = Holding(VERSION_NOTE, tells=speaks_in("note"))
HOLDINGS = (
    VERSION_NOTES,
    Holding(ROSTER_VERSION, tells=by_author_or_name("claims"), extract=_own_seats),
    Holding(ASSIGNMENT, of_persons(ASSIGNMENT.c.person_id)),
    Holding(WORKED_SEAT, of_persons(WORKED_SEAT.c.person_id)),
    Holding(WORKED_PART, of_accounts(WORKED_PART.c.author)),
)
ERASURE = (ErasureStep(VERSION_NOTES),)
FREE_TEXTS = (
    FreeText(VERSION_NOTE, "note"),
    FreeText(ROSTER_VERSION, "claims", stays=True, doubts=False),
)
RETENTION = (
    rule_for("version_notes", VERSION_NOTE, with_ended_plans(VERSION_NOTE.c.version_id, ROSTER_VERSION)),
)
