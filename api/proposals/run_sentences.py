"""What an explanation says, as whoever commented may read it: of nobody whom they may not know of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from api.access.ids import RunId
from api.proposals.place import ProposalPlace
from api.proposals.records.remarks import DraftRemark
from api.runs.circle import sentences_for
from api.runs.kinds import RunKind
from api.runs.records.runs import find_result, find_run
from api.store.engine import Connection
from api.store.errors import MissingError


def read_run_answer(connection: Connection, place: ProposalPlace, run: RunId, remark: DraftRemark) -> str:
    """Return the sentences of a run's explanation that the commenter may be told.

    They are those of a question: to an agent about nobody else, to a leader about own people.

    Raises
    ------
    MissingError
        Where the plan has no such run, or it explained nothing.
    """
    asked = find_run(connection, run, place.plan.id)
    result = find_result(connection, run) if asked.state.is_over else None
    document = (result and result.document) or {}
    language = place.stored.hotline().language
    if asked.kind is not RunKind.EXPLAIN or not document.get(language):
        raise MissingError("run")
    if remark.municipality is None:  # a coordinator's own comment, which only coordinators read
        told = tuple(dict.fromkeys(_sentences(document[language])))
    else:
        told = sentences_for(document, remark.person, remark.municipality, language)
    return " ".join(f"{one.rstrip('.')}." for one in told)


def _sentences(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is said of the agent who was asked about, or else of what is not as it should be."""
    why_not = document.get("why_not")
    for one in [why_not] if why_not else document.get("explanations", ()):
        yield one["sentence"]
        yield from one["because"]
