"""Asking why a published roster is as it is: for oneself, for one's own people.

A question is a run like a coordinator's, but about what is published only, few at once, behind all that
coordinators wait for, and its answer keeps nothing of people whom the asker may not know of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.access.ids import RunId
from api.plans.service import recall_answer
from api.questions.place import QuestionPlace, question_place
from api.runs.kinds import RunKind, RunOrder, RunState
from api.runs.orders import A_RULE, A_SHIFT, EXPLAINED_RULES, check_order
from api.runs.overview import RunOverview, read_overview
from api.runs.records.runs import (
    RunFacts,
    add_run,
    find_result,
    find_run,
    list_own_questions,
    list_waiting,
)
from api.store import audit
from api.store.engine import Connection, reading
from api.store.errors import MissingError, TooManyError
from api.store.idempotency import IdempotentRequest, once
from wfm.errors import Fault, InputError
from wfm.explanation import Answer
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.message import Message, Text

SECONDS = 60.0
"""That an answer may take."""
MOST_WAITING = 3
"""Questions of one account about one plan that are not answered."""
MOST_LISTED = 50
WHOM = Text("question.whom", "yourself, or your own people")
WHOSE = Text("question.whose", "your own municipality")
ONE_OF = Text("question.one_of", "an agent or a municipality, one of them")
NOT_BOTH = Text("question.not_both", "a rule, or a shift of an agent, one of them")


@dataclass(frozen=True)
class QuestionOrder:
    """What somebody wants to know.

    Parameters
    ----------
    agent, municipality
        About whom.
    rule
        Of quality: why it is not kept to the letter there; all that is amiss where it is left out.
    shift
        Why the agent does not have it.
    """

    agent: AgentId | None = None
    municipality: MunicipalityCode | None = None
    rule: str | None = None
    shift: ShiftId | None = None


def ask(place: QuestionPlace, request: IdempotentRequest, order: QuestionOrder) -> RunId:
    """Ask about what is published; the same asked again is the question that is there already.

    Raises
    ------
    InputError
        With everything that is wrong with it: about whom one may not ask is as if they were not there.
    TooManyError
        Where as many of the caller's questions wait as may.
    """
    said = recall_answer(place, request)
    if said is not None:
        return RunId(said["run"])
    _refuse_odd(place, order)

    def effect(connection: Connection) -> Mapping[str, Any]:
        now = question_place(connection, place)
        asked = _document(connection, now, order)
        own = list_own_questions(connection, now.plan.id, now.author, MOST_LISTED)
        known = next((one for one in own if one.asked == asked and _is_answered(connection, one)), None)
        if known is not None:
            return {"run": known.id}
        waiting = list_waiting(connection, now.plan.id)
        if sum(one.is_question and one.author == now.author for one in waiting) >= MOST_WAITING:
            raise TooManyError(MOST_WAITING)
        made = add_run(
            connection,
            plan=now.plan.id,
            revision=now.version.revision,
            kind=RunKind.EXPLAIN,
            asked=asked,
            note="",
            author=now.author,
            at=now.at,
        )
        told = {"number": now.version.number, "rule": order.rule, "shift": order.shift}
        audit.record(connection, actor=now.author, action="question.ask", about=made, at=now.at, payload=told)
        return {"run": made}

    return RunId(once(place.database, request, place.at, effect, place.hotline.id)["run"])


def read_question(place: QuestionPlace, question: RunId) -> RunOverview:
    """Return a question and how far its answer is.

    Raises
    ------
    MissingError
        Where there is none, or none that the caller reads.
    """
    with reading(place.database) as connection:
        run = find_run(connection, question, place.plan.id)
        if not place.hears(run):
            raise MissingError("question")
        return read_overview(connection, run)


def list_questions(place: QuestionPlace) -> tuple[RunOverview, ...]:
    """Return what the caller asked about the plan, the newest first."""
    with reading(place.database) as connection:
        own = list_own_questions(connection, place.plan.id, place.author, MOST_LISTED)
        return tuple(read_overview(connection, run) for run in own if place.hears(run))


def _refuse_odd(place: QuestionPlace, order: QuestionOrder) -> None:
    wrong: dict[str, tuple[object, Message]] = {}
    if (order.agent is None) == (order.municipality is None):
        wrong["agent"] = (order.agent, ONE_OF())
    elif order.agent is not None and order.agent not in place.people:
        wrong["agent"] = (order.agent, WHOM())
    elif order.municipality is not None and order.municipality not in place.municipalities:
        wrong["municipality"] = (order.municipality, WHOSE())
    if order.rule is not None and order.rule not in EXPLAINED_RULES:
        wrong["rule"] = (order.rule, A_RULE(rules=EXPLAINED_RULES))
    if order.shift is not None and (order.rule is not None or order.agent is None):
        wrong["shift"] = (order.shift, NOT_BOTH())
    elif order.shift is not None and order.shift not in place.stored.silent_plan.shift:
        wrong["shift"] = (order.shift, A_SHIFT(example=place.stored.silent_plan.shifts[0].id))
    if wrong:
        raise InputError(
            [Fault("", None, name, str(value or "")[:80], text) for name, (value, text) in wrong.items()]
        )


def _document(connection: Connection, place: QuestionPlace, order: QuestionOrder) -> dict[str, Any]:
    """Return what is kept: an order like a planner's, and of whom its answer may tell."""
    whole = RunOrder(
        kind=RunKind.EXPLAIN,
        time_limit=SECONDS,
        version=place.version.number,
        agent=order.agent,
        shift=order.shift,
        rule=order.rule,
        municipality=order.municipality,
    )
    town = order.municipality
    if order.agent is not None and place.people[order.agent].municipality in place.municipalities:
        town = place.people[order.agent].municipality
    return {**check_order(connection, place, whole).asked, "audience": {"municipality": town}}


def _is_answered(connection: Connection, run: RunFacts) -> bool:
    """Tell whether a question need not be asked again: it waits, or all of it was decided."""
    if not run.state.is_over:
        return True
    found = find_result(connection, run.id)
    if run.state is not RunState.DONE or found is None or not found.document:
        return False
    return all(
        one["answer"] != Answer.OPEN.value for told in found.document.values() for one in told.get("told", ())
    )
