"""What an explanation says, as somebody may read it: nobody of another municipality is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from api.access.ids import RunId
from api.proposals.place import ProposalPlace
from api.proposals.records.remarks import DraftRemark
from api.runs.kinds import RunKind
from api.runs.overview import read_overview
from api.runs.records.runs import find_run
from api.store.engine import Connection
from api.store.errors import MissingError


def read_run_answer(connection: Connection, place: ProposalPlace, run: RunId, remark: DraftRemark) -> str:
    """Return the sentences of a run's explanation that name nobody whom the commenter does not see.

    Raises
    ------
    MissingError
        Where the plan has no such run, or it explained nothing.
    """
    seen = read_overview(connection, find_run(connection, run, place.plan.id))
    document = seen.document(place.stored.hotline().language)
    if seen.run.kind is not RunKind.EXPLAIN or not document:
        raise MissingError("run")
    hidden = [
        name
        for one in place.stored.people()
        if remark.municipality is not None and one.municipality != remark.municipality
        for name in (one.name, one.agent)
        if name
    ]
    told = (one for one in _sentences(document) if not any(name in one for name in hidden))
    return " ".join(dict.fromkeys(f"{one.rstrip('.')}." for one in told))


def _sentences(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is said of the agent who was asked about, or else of what is not as it should be."""
    why_not = document.get("why_not")
    for one in [why_not] if why_not else document.get("explanations", ()):
        yield one["sentence"]
        yield from one["because"]
