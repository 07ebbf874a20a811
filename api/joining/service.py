"""The check list of a municipality that joins: its people, what they know, and how they are reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from api.accounts.records.members import members_of
from api.joining.reach import Reach, read_reach
from api.plans.place import HotlinePlace
from api.plans.records.facts import list_plans
from api.plans.records.plans import find_revision, read_plan
from api.store.engine import reading
from api.store.errors import MissingError
from api.texts.alphabet import danish_order
from wfm.agent import Agent
from wfm.hotline import Pairing
from wfm.ids import AgentId, CompetenceCode, MunicipalityCode
from wfm.municipality import Municipality
from wfm.plan import Plan


class StepKind(StrEnum):
    """What a step is about, in the order in which it is done."""

    AGENTS = "agents"
    COMPETENCES = "competences"
    EMAILS = "emails"
    LEADER = "leader"
    ACCOUNTS = "accounts"
    AVAILABILITY = "availability"
    NOVICES = "novices"
    CALENDARS = "calendars"


@dataclass(frozen=True)
class Step:
    """One line of a check list.

    Parameters
    ----------
    kind
        What it is about.
    done, wanted
        How many of how many; nothing is wanted of what is only told.
    agents
        Whom it still lacks; of novices, who they are.
    lacking
        Competences that too few of the municipality hold.
    invited
        Of accounts and the leader: who was invited and has not accepted.
    """

    kind: StepKind
    done: int
    wanted: int
    agents: tuple[AgentId, ...] = ()
    lacking: tuple[CompetenceCode, ...] = ()
    invited: int = 0

    @property
    def is_done(self) -> bool:
        """Tell whether nothing is left to do."""
        return self.done >= self.wanted and not self.lacking


@dataclass(frozen=True)
class CheckList:
    """How far a municipality is.

    Parameters
    ----------
    plan, first_day, revision
        The hotline's newest plan, which it is told of, with its address and its revision's number.
    municipality
        Whose it is.
    steps
        In order; of a municipality that only finances, the leader alone.
    """

    plan: Plan
    first_day: date
    revision: int
    municipality: Municipality
    steps: tuple[Step, ...]

    @property
    def left(self) -> int:
        """Steps that are not done."""
        return sum(not step.is_done for step in self.steps)


def read_check_list(place: HotlinePlace, code: MunicipalityCode) -> CheckList:
    """Return the check list of a municipality, for its leader and those who look after the whole hotline.

    Raises
    ------
    MissingError
        Where it is not in the newest plan, or is not the caller's to see.
    """
    for found in read_check_lists(place):
        if found.municipality.code == code:
            return found
    raise MissingError("municipality")


def read_check_lists(place: HotlinePlace) -> tuple[CheckList, ...]:
    """Return the check lists of all municipalities that the caller looks after, in order of their names.

    They tell of the hotline's newest plan, published or not; none where there is no plan yet.
    """
    scope = place.viewer.scope
    with reading(place.database) as connection:
        plans = list_plans(connection, place.hotline.id, before=None, most=1, drafts=True)
        if not plans:
            return ()
        revision = find_revision(connection, plans[0].id)
        plan = read_plan(connection, revision)
        own = [town for town in plan.municipalities if scope.whole or town.code in scope.municipalities]
        known = read_reach(connection, members_of(connection, place.hotline.code), plans[0].id, place.at)
    found = (
        CheckList(plan, plans[0].first_day, revision.number, town, tuple(_steps(plan, town, known)))
        for town in own
    )
    return tuple(sorted(found, key=lambda one: danish_order(one.municipality.name)))


def _steps(plan: Plan, town: Municipality, reach: Reach) -> Iterator[Step]:
    agents = plan.agents_of[town.code]
    leader = Step(
        StepKind.LEADER, int(town.code in reach.led), 1, invited=int(town.code in reach.offered_lead)
    )
    if not town.staffing:
        yield leader
        return
    persons = {agent.id: reach.members.person(agent.id, town.code) for agent in agents}
    yield Step(StepKind.AGENTS, len(agents), _fewest(plan))
    yield _competences(plan, agents)
    yield _of_all(StepKind.EMAILS, agents, lambda agent: bool(agent.email))
    yield leader
    accounts = _of_all(StepKind.ACCOUNTS, agents, lambda agent: persons[agent.id] in reach.accounts)
    waiting = sum(persons[agent] in reach.offered for agent in accounts.agents)
    yield replace(accounts, invited=waiting)
    yield _of_all(
        StepKind.AVAILABILITY,
        agents,
        # Where everybody is asked, what a file said before is no answer: the board of answers says so too.
        lambda agent: (
            persons[agent.id] in reach.answered or (not reach.asked and agent.id in plan.entries_of)
        ),
    )
    novices = tuple(agent.id for agent in agents if agent in plan.novices)
    yield Step(StepKind.NOVICES, len(novices), 0, novices)
    yield _of_all(StepKind.CALENDARS, agents, lambda agent: persons[agent.id] in reach.calendars)


def _fewest(plan: Plan) -> int:
    """Return the fewest agents that can take a unit: all seats of the smallest shift, or one seat."""
    mixed = plan.hotline.pairing is Pairing.MIXED
    return 1 if mixed else min(shift.seats for shift in plan.shifts)


def _of_all(kind: StepKind, agents: Sequence[Agent], has: Callable[[Agent], bool]) -> Step:
    lacking = tuple(agent.id for agent in agents if not has(agent))
    return Step(kind, len(agents) - len(lacking), max(1, len(agents)), lacking)


def _competences(plan: Plan, agents: Sequence[Agent]) -> Step:
    """Tell who knows nothing, and of what a team of the municipality alone would lack somebody."""
    line = plan.hotline
    if not line.competences:
        return Step(StepKind.COMPETENCES, 0, 0)
    lacking = tuple(
        one.code
        for one in line.competences
        if line.pairing is not Pairing.MIXED
        and sum(one.code in agent.competences for agent in agents) < one.min_agents
    )
    return replace(
        _of_all(StepKind.COMPETENCES, agents, lambda agent: bool(agent.competences)), lacking=lacking
    )
