"""A tiny published week with four people at once, one of them in two employments, and who each of them is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy import Engine

from api.access.callers import AccountHolder
from api.access.ids import AccountId, HotlineCode, PersonId, PlanId
from api.access.roles import Grant, Role
from api.access.scope import scope_of
from api.access.viewer import Viewer
from api.plans.place import HotlinePlace, PlanPlace
from api.plans.records.facts import find_hotline, find_plan
from api.rosters.editing.short_notice import NoticeAgreement
from api.rosters.records.rosters import VersionContent, find_version, read_version
from api.store.engine import reading
from api.store.idempotency import IdempotentRequest
from api.texts.translator import translator
from tests import builders
from tests.api.publications import small_plan
from tests.api.store.filled import add_plan, add_roster, publish_version
from tests.builders import MONDAY
from wfm.hotline import Pairing, SwapApproval
from wfm.ids import AgentId, MunicipalityCode
from wfm.limits import Limits
from wfm.plan import Plan
from wfm.roster import Roster

CODE = HotlineCode("test")
PEOPLE = {"one": ("1-1", "2-3"), "two": ("1-2",), "three": ("2-1",), "four": ("2-2",)}
"""Who is which agents of the plan."""
START = datetime(2027, 1, 2, 12, tzinfo=UTC)
"""Two days before the first shift."""
AT_ONCE = NoticeAgreement(0)
SITTING = builders.roster(
    {
        "2027-01-04T08:00": ("1-1", "1-2"),
        "2027-01-04T11:00": ("2-1", "2-2"),
        "2027-01-05T08:00": ("1-2",),
        "2027-01-08T08:00": ("2-3",),
        "2027-01-06T11:00": ("1-1", "1-2"),
        "2027-01-07T11:00": ("2-2", "2-1"),
    }
)


def week(pairing: Pairing, approval: SwapApproval, code: HotlineCode = CODE) -> Plan:
    """Return the plan."""
    plan = small_plan(code=code, pairing=pairing, limits=Limits(1, 4, 0))
    one, *others = (agent for agent in plan.agents if agent.municipality != "3")
    same = [replace(one, person="one"), builders.agent("2-3", person="one")]
    return Plan(replace(plan.hotline, swap_approval=approval), plan.municipalities, (*same, *others), ())


@dataclass
class Week:
    """The week in a store, and its clock.

    Parameters
    ----------
    engine, pairing, approval
        The store; who may share a shift, and whose yes swaps need.
    now, code
        What time it is, and the hotline's code.
    """

    engine: Engine
    pairing: Pairing = Pairing.SAME_MUNICIPALITY
    approval: SwapApproval = SwapApproval.NONE
    now: datetime = START
    code: HotlineCode = CODE
    plan: PlanId = field(init=False)

    def __post_init__(self) -> None:
        revision = add_plan(self.engine, week(self.pairing, self.approval, self.code))
        self.plan = revision.plan
        self.revision = revision
        publish_version(self.engine, add_roster(self.engine, revision, SITTING, expected=0), expected=0)
        self.person_of = self.published().person_of
        self._keys = count()

    def published(self) -> VersionContent:
        """Return what is published."""
        with reading(self.engine) as connection:
            facts = find_plan(connection, find_hotline(connection, self.code).id, MONDAY)
            return read_version(connection, find_version(connection, facts.id, facts.published))

    @property
    def roster(self) -> Roster:
        """Who sits where in what is published."""
        return self.published().roster

    def place(self, who: str) -> PlanPlace:
        """Return the plan as somebody has it: one of the people, a leader of 1 or 2, a coordinator."""
        caller = AccountHolder(account_of(who), self._grants(who))
        with reading(self.engine) as connection:
            hotline = find_hotline(connection, self.code)
            facts = find_plan(connection, hotline.id, MONDAY)
        viewer = Viewer(caller, self.code, scope_of(caller, self.code))
        return HotlinePlace(self.engine, viewer, self.now, translator("en"), hotline).of_plan(facts)

    def request(self, who: str, key: str | None = None) -> IdempotentRequest:
        """Return a request of somebody's, with a key of its own."""
        made = key or f"{self.code}-{next(self._keys)}"
        return IdempotentRequest(account_of(who), made, "POST", "/", "0" * 64)

    def wait(self, *, hours: float) -> None:
        """Let time go by."""
        self.now += timedelta(hours=hours)

    def person(self, agent: str) -> PersonId:
        """Return the random id of an agent."""
        return self.person_of[AgentId(agent)]

    def _grants(self, who: str) -> tuple[Grant, ...]:
        if who in PEOPLE:
            return tuple(
                Grant(Role.AGENT, self.code, MunicipalityCode(agent[0]), AgentId(agent), self.person(agent))
                for agent in PEOPLE[who]
            )
        if who.startswith("leader"):
            return (Grant(Role.LEADER, self.code, MunicipalityCode(who[-1])),)
        return (Grant(Role.COORDINATOR, self.code),)


def account_of(who: str) -> AccountId:
    """Return somebody's account."""
    return AccountId(who.encode().hex().ljust(32, "0")[:32])
