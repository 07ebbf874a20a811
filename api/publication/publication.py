"""Publication: plan, roster, report and events of one published roster, frozen.

Pages, JSON and feeds are pure functions of it: files feed it now, a database later. What a caller may
see of one is itself a publication (`api.access.views.publication`), so none of them can show more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

from wfm.agent import Agent
from wfm.baseline import Baseline
from wfm.beside import seats_beside
from wfm.calendar import Shift
from wfm.fair_share import FairLoad, fair_loads, load_bands, unsocial_ceilings
from wfm.finding import Level
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.namesakes import labels_of
from wfm.personal_carry_over import PersonalCarryOver, personal_carry_overs
from wfm.plan import Plan
from wfm.proof import Proof
from wfm.quota import Band
from wfm.quota_table import QuotaRow, quota_table
from wfm.result import Conflict, Status
from wfm.roster import Roster
from wfm.score import Score


@dataclass(frozen=True)
class Report:
    """What a solve claims, as ``report.json`` tells it.

    ``score`` is the measured one; ``bounds`` are proven, ``proofs`` say how; all empty where INFEASIBLE.
    ``baseline`` is what the roster was to stay close to, if anything.
    """

    status: Status
    score: Score | None
    bounds: Mapping[Level, int]
    conflict: Conflict | None
    seconds: float
    workers: int
    seed: int
    plan_sha256: str
    versions: Mapping[str, str]
    proofs: Mapping[Level, Proof] = field(default_factory=lambda: MappingProxyType({}))
    interrupted: bool = False
    baseline: Baseline | None = None
    baseline_sha256: str = ""

    @property
    def is_of_search(self) -> bool:
        """Whether a search found the roster; one that was made or changed by hand has no seconds to tell."""
        return self.workers > 0


@dataclass(frozen=True)
class CalendarEvent:
    """One entry of a calendar, also after it was taken away: an agent's shift, or a municipality's.

    Parameters
    ----------
    uid
        From hotline code, agent (or municipality) and the shift's start.
    agent
        Whose shift it is; empty in a municipality's calendar, which has one entry for each shift.
    municipality, shift
        Where and when; none of the three need be of the plan any more. The municipality is empty in the
        whole hotline's calendar.
    starts_at, ends_at
        In UTC.
    summary, location, description
        As shown, in the hotline's language.
    sequence
        Rises by one with each change of this event.
    changed_at
        When it last changed, in UTC, whole seconds.
    cancelled
        Whether the assignment was taken away.
    periods
        First days of the periods whose published plans hold it: one, or several where plans overlap. None
        where it is cancelled, or was published before events knew it.
    """

    uid: str
    agent: AgentId
    municipality: MunicipalityCode
    shift: ShiftId
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str
    description: str
    sequence: int
    changed_at: datetime
    cancelled: bool = False
    periods: tuple[date, ...] = ()


@dataclass(frozen=True)
class VisiblePart:
    """What somebody who does not see everything sees of a publication.

    Parameters
    ----------
    people
        Agents who are seen as they are; whoever else sits on a shift is somebody's stand-in.
    shifts
        Shifts that are seen at all.
    municipalities
        Those whose people and calendar are seen; of the others at most figures are.
    quota_table
        The figures; empty where they are not seen.
    bands, ceilings
        What is fair for each agent of `people`: it was counted with everybody, who are not here.
    carry_overs, fair_loads
        What each of them carries in and out, and the exact amounts that bands lie around: counted so too.
    """

    people: frozenset[AgentId] = frozenset()
    shifts: frozenset[ShiftId] = frozenset()
    municipalities: frozenset[MunicipalityCode] = frozenset()
    quota_table: tuple[QuotaRow, ...] = ()
    bands: Mapping[AgentId, Band] = field(default_factory=lambda: MappingProxyType({}))
    ceilings: Mapping[AgentId, int] = field(default_factory=lambda: MappingProxyType({}))
    carry_overs: Mapping[AgentId, PersonalCarryOver] = field(default_factory=lambda: MappingProxyType({}))
    fair_loads: Mapping[AgentId, FairLoad] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Publication:
    """All that pages, JSON and feeds are made of.

    Where somebody sees only a part, that part is `visible_part`, and plan, roster, report and events hold no
    more than it; ``None`` is all of it. `visible_beside` is who is seen to sit beside, where less of the plan
    is here than that was chosen by.
    """

    plan: Plan
    roster: Roster
    report: Report
    events: tuple[CalendarEvent, ...]
    visible_part: VisiblePart | None = None
    visible_beside: Roster | None = None

    @property
    def score(self) -> Score:
        """The measured score of the roster."""
        if self.report.score is None:
            raise ValueError("an infeasible plan has no publication")
        return self.report.score

    @property
    def language(self) -> str:
        """The plan's language."""
        return self.plan.hotline.language

    @cached_property
    def events_of_agent(self) -> Mapping[AgentId, tuple[CalendarEvent, ...]]:
        """The entries of each agent's calendar, in order of start; also of agents who left the plan."""
        return _grouped(self.events, lambda event: event.agent)

    @cached_property
    def events_of_municipality(self) -> Mapping[MunicipalityCode, tuple[CalendarEvent, ...]]:
        """The entries of each municipality's calendar, in order of start."""
        own = (event for event in self.events if not event.agent)
        return _grouped(own, lambda event: event.municipality)

    @cached_property
    def events_of_hotline(self) -> tuple[CalendarEvent, ...]:
        """The entries of the whole hotline's calendar, in order of start; only a store has one."""
        return tuple(event for event in self.events if not event.agent and not event.municipality)

    @cached_property
    def quota_table(self) -> tuple[QuotaRow, ...]:
        """The quota table by assignment; empty where figures are not seen."""
        return (
            quota_table(self.plan, self.roster)
            if self.visible_part is None
            else self.visible_part.quota_table
        )

    @cached_property
    def people(self) -> Mapping[AgentId, Agent]:
        """Agents by id, in order; without those who only stand in for somebody who is not seen."""
        if self.visible_part is None:
            return self.plan.agent
        return {agent.id: agent for agent in self.plan.agents if agent.id in self.visible_part.people}

    @cached_property
    def labels(self) -> Mapping[AgentId, str]:
        """What each agent is called, namesakes among those who are seen with their ids."""
        return {a.id: a.name for a in self.plan.agents} | dict(labels_of(self.people.values()))

    @cached_property
    def people_of(self) -> Mapping[MunicipalityCode, tuple[Agent, ...]]:
        """The same by municipality, in order of id; empty where none is seen."""
        return {
            code: tuple(agent for agent in agents if agent.id in self.people)
            for code, agents in self.plan.agents_of.items()
        }

    @cached_property
    def shifts(self) -> tuple[Shift, ...]:
        """The shifts that are seen, in order of time."""
        if self.visible_part is None:
            return self.plan.shifts
        return tuple(shift for shift in self.plan.shifts if shift.id in self.visible_part.shifts)

    @cached_property
    def beside(self) -> Roster:
        """Novices by the shift on which they sit beside; they take no seat, and no figure counts them."""
        return seats_beside(self.plan, self.roster) if self.visible_beside is None else self.visible_beside

    @property
    def bands(self) -> Mapping[AgentId, Band]:
        """The fair load of each agent of a staffing municipality, in seats."""
        return load_bands(self.plan) if self.visible_part is None else self.visible_part.bands

    @property
    def fair_loads(self) -> Mapping[AgentId, FairLoad]:
        """The exact amount that each of these bands lies around."""
        return fair_loads(self.plan) if self.visible_part is None else self.visible_part.fair_loads

    @property
    def ceilings(self) -> Mapping[AgentId, int]:
        """The most unsocial seats that are fair for each of them."""
        return unsocial_ceilings(self.plan) if self.visible_part is None else self.visible_part.ceilings

    @cached_property
    def carry_overs(self) -> Mapping[AgentId, PersonalCarryOver]:
        """What each agent carries in and out, of seats and of unsocial ones."""
        if self.visible_part is None:
            return personal_carry_overs(self.plan, self.roster)
        return self.visible_part.carry_overs

    def opens(self, code: MunicipalityCode) -> bool:
        """Tell whether a municipality's people and calendar are seen."""
        return self.visible_part is None or code in self.visible_part.municipalities

    def follows_agent(self, agent: AgentId) -> bool:
        """Tell whether there is a calendar of that agent, who may have left the plan."""
        return agent in self.people or agent in self.events_of_agent

    def follows_municipality(self, code: MunicipalityCode) -> bool:
        """Tell whether there is a calendar of that municipality, which may have left the plan."""
        known = code in self.plan.municipality and self.opens(code)
        return known or code in self.events_of_municipality


Key = TypeVar("Key", bound=str)


def _grouped(
    events: Iterable[CalendarEvent], key: Callable[[CalendarEvent], Key]
) -> Mapping[Key, tuple[CalendarEvent, ...]]:
    found: dict[Key, list[CalendarEvent]] = {}
    for event in events:
        if key(event):
            found.setdefault(key(event), []).append(event)
    return {owner: tuple(own) for owner, own in found.items()}
