"""Mends of an explanation, made in the plan with one click: the revision of the plan, and a run from there.

An explanation is about a state of its plan, under the ids that agents had then; a mend is made in the newest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any, NamedTuple

from api.access.ids import RevisionNumber, RunId, VersionNumber
from api.plans.place import PlanPlace
from api.plans.records.facts import find_plan
from api.plans.records.plans import find_revision, persons_in, revision_by_id
from api.plans.service import revise
from api.runs.kinds import MendOfRun, RunKind, RunOrder
from api.runs.mend_changes import AgentNow, can_be_made, mend_fault, read_change
from api.runs.overview import RunOverview, read_overview
from api.runs.records.runs import find_run
from api.runs.service import start_run
from api.store.engine import Connection, reading
from api.store.errors import MissingError
from api.store.idempotency import IdempotentRequest
from wfm.change import apply_changes
from wfm.errors import InputError
from wfm.finding import NO_AGENT
from wfm.ids import AgentId
from wfm.message import Text
from wfm.plan import Plan

SECONDS = 60.0
"""Of the search for a roster of the changed plan, where nothing else is said."""
LONGEST_NOTE = 2000
A_MEND = Text("mend.a_mend", "the number of a mend that the plan can hold: {numbers:list}")
ASKED_FIRST = frozenset({"shorten_entry", "extend_employment", "raise_limit", "train"})
"""Changes about a person, who is better asked before."""


class MendToMake(NamedTuple):
    """A mend that an explanation tells of.

    Parameters
    ----------
    number
        Counted from 1, over all of the explanation's mends as they are told.
    sentence, changes
        What it is, in a language; and as data.
    """

    number: int
    sentence: str
    changes: tuple[Mapping[str, Any], ...]

    @property
    def can_be_made(self) -> bool:
        """Whether the plan can say it as it is: who an agent more would be, nobody knows."""
        return all(map(can_be_made, self.changes))

    @property
    def asks_somebody(self) -> bool:
        """Whether it is about a person, who is better asked before."""
        return any(one["change"] in ASKED_FIRST for one in self.changes)


class MadeMend(NamedTuple):
    """What came of a mend: the plan's revision, and the run that looks for a roster of it."""

    revision: RevisionNumber
    run: RunId


class MadeMendFacts(NamedTuple):
    """A mend that was made.

    Parameters
    ----------
    sentence
        What it was; empty where the explanation is not kept any more.
    revision
        Number of the plan's revision that it made.
    explanation
        The run that told of it.
    """

    sentence: str
    revision: RevisionNumber
    explanation: RunId


def mends_of(document: Mapping[str, Any]) -> tuple[MendToMake, ...]:
    """Return the mends of an explanation, in the order in which they are told."""
    return tuple(
        MendToMake(number, one["sentence"], tuple(one["changes"]))
        for number, one in enumerate(_told(document), 1)
    )


def make_mend(
    place: PlanPlace,
    request: IdempotentRequest,
    run: RunId,
    number: int,
    *,
    expected: int,
    time_limit: float = SECONDS,
) -> MadeMend:
    """Change the plan as a mend says, and look for a roster of it from the version that was explained.

    The revision is made first; where the request comes again, what is missing is done.

    Parameters
    ----------
    place, request
        Where, and by which request.
    run, number
        The explanation, and which of its mends.
    expected
        Number of the plan's newest revision, as its author knows it.
    time_limit
        Seconds of the search; days that have been stay as they are.

    Raises
    ------
    ConflictError
        Where there is a newer revision than the expected one.
    InputError
        Where there is no such mend, or the plan does not hold any more what it changes.
    MissingError
        Where the plan has no such run.
    TooManyError
        Where as many of the plan's runs wait as may; the plan is changed already then.
    """
    seen, agent_now = _explained(place, run)
    found = mends_of(seen.document(place.speak.language))
    mend = next((one for one in found if one.number == number and one.can_be_made), None)
    if mend is None:
        numbers = tuple(str(one.number) for one in found if one.can_be_made)
        raise InputError([mend_fault(number, A_MEND(numbers=numbers))])
    wanted = mend

    def changed(plan: Plan) -> Plan:
        return apply_changes((read_change(one, plan, agent_now, number) for one in wanted.changes), plan)

    note = mend.sentence[:LONGEST_NOTE]
    made, plan = revise(place, request, expected, changed, lambda plan: plan, note)
    with reading(place.database) as connection:
        now = replace(place, plan=find_plan(connection, place.hotline.id, place.plan.first_day))
    today = place.at.astimezone(plan.hotline.zone).date()
    order = RunOrder(
        kind=RunKind.SOLVE,
        time_limit=time_limit,
        start=VersionNumber(seen.run.asked["version"]),
        freeze_before=today if plan.hotline.period.first_day < today else None,
        mend=MendOfRun(run, number, made.revision.number),
        note=note,
    )
    then = replace(request, key=sha256(f"run {request.key}".encode()).hexdigest())
    return MadeMend(made.revision.number, start_run(now, then, order, expected=made.revision.number))


def _explained(place: PlanPlace, run: RunId) -> tuple[RunOverview, AgentNow]:
    """Return an explanation, and which id an agent has now by the one they had then."""
    with reading(place.database) as connection:
        seen = read_overview(connection, find_run(connection, run, place.plan.id))
        person_of = persons_in(connection, revision_by_id(connection, seen.run.revision))
        now = persons_in(connection, find_revision(connection, place.plan.id))
    if seen.run.kind is not RunKind.EXPLAIN or seen.run.is_question:
        raise MissingError("run")
    agent_of = {person: agent for agent, person in now.items()}
    by_old_id = {old: agent_of[person] for old, person in person_of.items() if person in agent_of}
    return seen, lambda agent: by_old_id.get(AgentId(agent), NO_AGENT)


def find_made_mend(connection: Connection, seen: RunOverview, language: str) -> MadeMendFacts | None:
    """Return the mend after which a roster is looked for; nothing where none was made for it."""
    mend = seen.run.asked.get("mend")
    if mend is None:
        return None
    explained = read_overview(connection, find_run(connection, RunId(mend["run"]), seen.run.plan))
    found = mends_of(explained.document(language))
    sentence = next((one.sentence for one in found if one.number == mend["number"]), "")
    return MadeMendFacts(sentence, RevisionNumber(mend["revision"]), explained.run.id)


def _told(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if document.get("why_not"):
        yield from document["why_not"]["mends"]
    for one in document.get("explanations", ()):
        yield from one["mends"]
