"""Starting runs and ending them: who waits, and what is written down of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.access.ids import RunId
from api.plans.place import PlanPlace
from api.plans.records.plans import find_revision
from api.plans.service import recall_answer
from api.runs.kinds import RunOrder
from api.runs.orders import check_order
from api.runs.records.runs import RunFacts, add_run, ask_to_end, end_waiting, find_run, list_waiting
from api.store import audit, idempotency
from api.store.engine import Connection, reading, writing
from api.store.errors import TooManyError
from api.store.idempotency import once
from api.store.staleness import refuse_stale

MOST_WAITING = 20
"""Runs of a plan that are not over; questions of others than planners are counted apart."""


def start_run(
    place: PlanPlace, request: idempotency.IdempotentRequest, order: RunOrder, *, expected: int
) -> RunId:
    """Put a run into the queue, once for each request however often it comes.

    Parameters
    ----------
    place, request, order
        Where, by which request, and what is asked for.
    expected
        Number of the plan's newest revision, as its author knows it.

    Raises
    ------
    ConflictError
        Where there is a newer revision than the expected one.
    InputError
        With everything that is wrong with the order.
    TooManyError
        Where as many of the plan's runs wait as may.
    """
    said = recall_answer(place, request)
    if said is not None:
        return RunId(said["run"])
    with reading(place.database) as connection:
        refuse_stale(expected, find_revision(connection, place.plan.id))
        checked = check_order(connection, place, order)

    def effect(connection: Connection) -> Mapping[str, Any]:
        refuse_stale(expected, find_revision(connection, place.plan.id))
        if sum(not one.is_question for one in list_waiting(connection, place.plan.id)) >= MOST_WAITING:
            raise TooManyError(MOST_WAITING)
        made = add_run(
            connection,
            plan=place.plan.id,
            revision=checked.revision.id,
            kind=order.kind,
            asked=checked.asked,
            note=order.note,
            author=place.author,
            at=place.at,
        )
        told = {"kind": order.kind.value, "note": order.note}
        audit.record(
            connection, actor=place.author, action="run.start", about=made, at=place.at, payload=told
        )
        return {"run": made}

    return RunId(once(place.database, request, place.at, effect, place.hotline.id)["run"])


def cancel_run(place: PlanPlace, run: RunId) -> RunFacts:
    """Let a run come to its end with the best that it has; one that is over stays as it is.

    Raises
    ------
    MissingError
        Where the plan has no such run.
    """
    with writing(place.database) as connection:
        find_run(connection, run, place.plan.id)
        if end_waiting(connection, run, place.at) or ask_to_end(connection, run):
            audit.record(
                connection, actor=place.author, action="run.cancel", about=run, at=place.at, payload={}
            )
        return find_run(connection, run, place.plan.id)
