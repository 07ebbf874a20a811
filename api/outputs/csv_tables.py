"""roster.csv and quota.csv, column for column as the contract has them."""

from __future__ import annotations

import pandas as pd

from api.publication import Publication
from wfm.tables.frames import quota_frame, roster_frame


def roster_csv(publication: Publication) -> bytes:
    """Return one row for every seat; agents by id, empty seats last."""
    return _written(roster_frame(publication.plan, publication.roster))


def quota_csv(publication: Publication) -> bytes:
    """Return one row for every municipality, in order of code."""
    return _written(quota_frame(publication.plan, publication.roster))


def _written(frame: pd.DataFrame) -> bytes:
    return frame.to_csv(index=False, lineterminator="\n").encode()
