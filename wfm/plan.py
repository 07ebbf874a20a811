"""Plan: hotline and tables of one period, frozen and cross-checked, with what follows from them.

Everything here is counted once and shared by the rules that measure and the rules that are posted:
shifts, units, who could be assigned to which shift, quotas, loads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import groupby

from wfm.absences import Absences
from wfm.agent import Agent
from wfm.availability import Entry, EntryKind
from wfm.calendar import Shift, Week
from wfm.errors import PlanError
from wfm.hotline import Hotline, Pairing
from wfm.ids import AgentId, MunicipalityCode, ShiftId, code_order
from wfm.lock import Demand, Lock, Previous
from wfm.municipality import Municipality
from wfm.namesakes import labels_of
from wfm.plan_checks import Records, flaws
from wfm.quota import Quota, Shares, quotas
from wfm.staffing_spans import StaffingSpans, starts_of_staffing


@dataclass(frozen=True)
class Plan:
    """The question of one period.

    Parameters
    ----------
    hotline
        What hotline.toml says.
    municipalities, agents, availability, locks, demand, previous
        The tables' rows; municipalities are kept in order of code, agents in order of id. Without any
        municipality the plan is bare: somebody has begun it, and nothing can be counted of it but shifts.

    Raises
    ------
    PlanError
        Where rows contradict each other or name what does not exist; every flaw is listed.
    """

    hotline: Hotline
    municipalities: tuple[Municipality, ...]
    agents: tuple[Agent, ...]
    availability: tuple[Entry, ...] = ()
    locks: tuple[Lock, ...] = ()
    demand: tuple[Demand, ...] = ()
    previous: tuple[Previous, ...] = ()

    def __post_init__(self) -> None:
        records = Records(
            municipalities=self.municipalities,
            agents=self.agents,
            availability=self.availability,
            locks=self.locks,
            demand=self.demand,
            previous=self.previous,
        )
        found = [flaw.fault() for flaw in flaws(self.hotline, records, bare=True)]
        if found:
            raise PlanError(found)
        self._sort()

    @classmethod
    def of_checked(cls, hotline: Hotline, records: Records) -> Plan:
        """Return the plan of records in which `flaws` was seen to find none; it is not asked again."""
        plan = object.__new__(cls)
        for name, value in {"hotline": hotline, **records._asdict()}.items():
            object.__setattr__(plan, name, value)
        plan._sort()
        return plan

    def _sort(self) -> None:
        by_code = sorted(self.municipalities, key=lambda m: code_order(m.code))
        object.__setattr__(self, "municipalities", tuple(by_code))
        object.__setattr__(self, "agents", tuple(sorted(self.agents, key=lambda a: a.id)))

    @property
    def is_bare(self) -> bool:
        """Tell whether it has no municipality yet: then it is neither solved nor published."""
        return not self.municipalities

    # --- shifts ------------------------------------------------------------------------------

    @cached_property
    def shifts(self) -> tuple[Shift, ...]:
        """The shifts in order of time; demand counted in."""
        wanted = {row.shift: row.agents for row in self.demand}
        opening = self.hotline.opening_shifts()
        counted = (replace(shift, seats=wanted.get(shift.id, shift.seats)) for shift in opening)
        return tuple(shift for shift in counted if shift.seats)

    @cached_property
    def shift(self) -> Mapping[ShiftId, Shift]:
        """Shift by id."""
        return {shift.id: shift for shift in self.shifts}

    @cached_property
    def weeks(self) -> tuple[Week, ...]:
        """ISO weeks that the period touches, in order, also those without a shift."""
        return self.hotline.period.weeks()

    @cached_property
    def shifts_of_week(self) -> Mapping[Week, tuple[Shift, ...]]:
        """Shifts by ISO week, for weeks that have one."""
        return {week: tuple(group) for week, group in groupby(self.shifts, key=lambda shift: shift.week)}

    @cached_property
    def _mixed(self) -> frozenset[ShiftId]:
        return frozenset(row.shift for row in self.demand if row.pairing is Pairing.MIXED)

    def mixed_on(self, shift: ShiftId) -> bool:
        """Tell whether agents of several municipalities may share a shift.

        Where only its row of ``demand`` says so, a municipality that sits there still has one unit of it.
        """
        return self.hotline.pairing is Pairing.MIXED or shift in self._mixed

    # --- units -------------------------------------------------------------------------------

    @cached_property
    def seats(self) -> int:
        """All seats of the period."""
        return sum(shift.seats for shift in self.shifts)

    def units_of(self, shift: Shift) -> int:
        """Return the units of a shift: 1 with all its seats, or its seats under ``mixed``."""
        return shift.seats if self.hotline.pairing is Pairing.MIXED else 1

    @cached_property
    def units(self) -> int:
        """All units of the period."""
        return sum(map(self.units_of, self.shifts))

    @cached_property
    def unsocial_units(self) -> int:
        """Units of unsocial shifts."""
        return sum(self.units_of(shift) for shift in self.shifts if shift.unsocial)

    @cached_property
    def unsocial_seats(self) -> int:
        """Seats of unsocial shifts."""
        return sum(shift.seats for shift in self.shifts if shift.unsocial)

    # --- people ------------------------------------------------------------------------------

    @cached_property
    def agent(self) -> Mapping[AgentId, Agent]:
        """Agent by id."""
        return {agent.id: agent for agent in self.agents}

    @cached_property
    def labels(self) -> Mapping[AgentId, str]:
        """What each agent is called: the name, and the id beside it where several bear the name."""
        return labels_of(self.agents)

    @cached_property
    def municipality(self) -> Mapping[MunicipalityCode, Municipality]:
        """Municipality by code."""
        return {municipality.code: municipality for municipality in self.municipalities}

    @cached_property
    def staffing(self) -> tuple[Municipality, ...]:
        """Municipalities that staff shifts of this period, in order of code."""
        return tuple(municipality for municipality in self.municipalities if self.staffs(municipality.code))

    @cached_property
    def staffs_from(self) -> Mapping[MunicipalityCode, date]:
        """First day on which a municipality staffs, where it is told when it joined."""
        return starts_of_staffing(self.municipalities, self.hotline.start_up_months)

    def staffs(self, code: MunicipalityCode) -> bool:
        """Tell whether a municipality staffs on a shift's day of this period."""
        return code in self.shares

    def staffs_on(self, code: MunicipalityCode, day: date) -> bool:
        """Tell whether a municipality staffs on a day: it does not only finance, and has begun."""
        begins = self.staffs_from.get(code)
        return self.municipality[code].staffing and (begins is None or begins <= day)

    @cached_property
    def staffing_spans(self) -> StaffingSpans:
        """Who staffs on which day."""
        return StaffingSpans.of(self.municipalities, self.hotline.start_up_months)

    @cached_property
    def staffing_agents(self) -> tuple[Agent, ...]:
        """Agents of staffing municipalities, in order of id; without those who are novices throughout."""
        last = self.hotline.period.last_day
        return tuple(
            agent for agent in self.agents if self.staffs(agent.municipality) and not agent.is_novice_on(last)
        )

    @cached_property
    def novices(self) -> tuple[Agent, ...]:
        """Agents who sit beside on some day of the period, in order of id."""
        first = self.hotline.period.first_day
        return tuple(agent for agent in self.agents if agent.is_novice_on(first))

    @cached_property
    def agents_of(self) -> Mapping[MunicipalityCode, tuple[Agent, ...]]:
        """Agents by municipality, in order of id; empty where it has none."""
        return {
            m.code: tuple(agent for agent in self.agents if agent.municipality == m.code)
            for m in self.municipalities
        }

    @cached_property
    def people(self) -> tuple[tuple[AgentId, ...], ...]:
        """The human beings, each as all agents that it is, in order of id; in order of the first."""
        selves: dict[tuple[str, str], list[AgentId]] = {}
        for agent in self.agents:
            key = ("person", agent.person) if agent.person else ("agent", agent.id)
            selves.setdefault(key, []).append(agent.id)
        return tuple(map(tuple, selves.values()))

    @cached_property
    def selves(self) -> Mapping[AgentId, tuple[AgentId, ...]]:
        """By agent: all agents that are the same human being, the agent itself among them."""
        return {agent: person for person in self.people for agent in person}

    @cached_property
    def first_self(self) -> Mapping[AgentId, AgentId]:
        """By agent: the first agent that is the same human being, by which it is counted."""
        return {agent: person[0] for person in self.people for agent in person}

    @cached_property
    def entries_of(self) -> Mapping[AgentId, tuple[Entry, ...]]:
        """Availability entries by agent, for agents that have one."""
        found: dict[AgentId, list[Entry]] = {}
        for entry in self.availability:
            found.setdefault(entry.agent, []).append(entry)
        return {agent: tuple(entries) for agent, entries in found.items()}

    @cached_property
    def previous_of(self) -> Mapping[AgentId, tuple[Previous, ...]]:
        """Assignments of the weeks before by agent."""
        found: dict[AgentId, list[Previous]] = {}
        for row in self.previous:
            found.setdefault(row.agent, []).append(row)
        return {agent: tuple(rows) for agent, rows in found.items()}

    def weekly_limit(self, agent: Agent) -> int:
        """Return the shifts an agent may have in an ISO week."""
        own = agent.shifts_per_week
        return self.hotline.limits.shifts_per_week if own is None else own

    def unavailable(self, agent: AgentId, shift: Shift) -> bool:
        """Tell whether an ``unavailable`` entry of the agent overlaps the shift."""
        return any(
            e.kind is EntryKind.UNAVAILABLE and e.overlaps(shift) for e in self.entries_of.get(agent, ())
        )

    def find_overlaps(self, entry: Entry) -> frozenset[ShiftId]:
        """Return the shifts with which an availability entry shares a minute."""
        return self._absences.find_covered(entry)

    def takes_seat(self, agent: AgentId, shift: ShiftId) -> bool:
        """Tell whether an agent takes seats on a shift's day: the municipality staffs then, no novice."""
        one, day = self.agent[agent], self.shift[shift].day
        return self.staffs_on(one.municipality, day) and not one.is_novice_on(day)

    @cached_property
    def assignable(self) -> Mapping[AgentId, frozenset[ShiftId]]:
        """Shifts to which an agent could be assigned, by agent; empty where the municipality finances.

        That is: employed, no novice, not unavailable, of a municipality that staffs then, with a weekly
        limit above 0; locks, competences and other limits aside.
        """
        nothing: dict[AgentId, frozenset[ShiftId]] = {agent.id: frozenset() for agent in self.agents}
        return nothing | {agent.id: self._open_seats(agent) for agent in self.staffing_agents}

    def _open_seats(self, agent: Agent) -> frozenset[ShiftId]:
        present = self.open_to(agent)
        begins = self.staffs_from.get(agent.municipality)
        if agent.beside_until is None and (begins is None or begins <= self.hotline.period.first_day):
            return present
        return frozenset(id for id in present if self.takes_seat(agent.id, id))

    def open_to(self, agent: Agent) -> frozenset[ShiftId]:
        """Return the shifts on which an agent could be present, in a seat or beside one."""
        every = self._every_shift
        if self.weekly_limit(agent) <= 0:
            return frozenset()
        taken = set[ShiftId]()
        if agent.first_day is not None or agent.last_day is not None:
            taken = {shift.id for shift in self.shifts if not agent.employed_on(shift.day)}
        for entry in self.entries_of.get(agent.id, ()):
            if entry.kind is EntryKind.UNAVAILABLE:
                taken |= self.find_overlaps(entry)
        return every - taken if taken else every

    @cached_property
    def _every_shift(self) -> frozenset[ShiftId]:
        return frozenset(self.shift)

    @cached_property
    def _absences(self) -> Absences:
        return Absences(self.shifts)

    @cached_property
    def weeks_open_to(self) -> Mapping[AgentId, frozenset[Week]]:
        """ISO weeks in which an agent could be assigned to at least one shift, by agent."""
        ids = {week: frozenset(s.id for s in shifts) for week, shifts in self.shifts_of_week.items()}
        every, weeks = self._every_shift, frozenset(ids)
        return {
            agent: weeks
            if open_to == every
            else frozenset(week for week, shifts in ids.items() if not shifts.isdisjoint(open_to))
            for agent, open_to in self.assignable.items()
        }

    # --- what is owed ------------------------------------------------------------------------

    @cached_property
    def quotas(self) -> Mapping[MunicipalityCode, Quota]:
        """Quota by staffing municipality; none in a bare plan."""
        if self.is_bare:
            return {}
        return quotas(self.municipalities, self.seats, self.units, self.hotline.method, self.shares)

    @cached_property
    def shares(self) -> Shares:
        """Share of all seats by staffing municipality."""
        return self.staffing_spans.shares((shift.day, shift.seats) for shift in self.shifts)

    @cached_property
    def seats_owed(self) -> Mapping[MunicipalityCode, Fraction]:
        """Target in seats by staffing municipality: target × all seats ÷ all units, exact."""
        per_unit = Fraction(self.seats, self.units)
        return {code: quota.target * per_unit for code, quota in self.quotas.items()}

    @cached_property
    def loads(self) -> Mapping[AgentId, Fraction]:
        """Weight w of each agent of a staffing municipality, in its municipality's load.

        w = fte × the part of the period's shifts that lie in ISO weeks in which the agent could be
        assigned to at least one shift.
        """
        return {agent.id: agent.fte * self._present(agent) for agent in self.staffing_agents}

    def _present(self, agent: Agent) -> Fraction:
        present = sum(len(self.shifts_of_week[week]) for week in self.weeks_open_to[agent.id])
        return Fraction(present, len(self.shifts))
