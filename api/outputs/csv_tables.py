"""roster.csv and quota.csv, column for column as the contract has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.publication.publication import Publication
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.tables.frames import quota_frame, roster_frame

if TYPE_CHECKING:
    import pandas as pd


def roster_csv(publication: Publication) -> bytes:
    """Return one row for every seat; agents by id, empty seats last."""
    return _text(roster_frame(publication.plan, publication.roster)).encode()


def quota_csv(publication: Publication) -> bytes:
    """Return one row for every municipality, in order of code."""
    return quota_text(publication.plan, publication.roster).encode()


def quota_text(plan: Plan, roster: Roster) -> str:
    """Return the quota table of any roster of a plan, as ``quota.csv`` has it."""
    return _text(quota_frame(plan, roster))


def _text(frame: pd.DataFrame) -> str:
    return str(frame.to_csv(index=False, lineterminator="\n"))
