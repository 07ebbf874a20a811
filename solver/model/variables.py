"""A plan's variables in a CP-SAT model, and who sits where by them.

Rules ask it about agents, municipalities and shifts. Whether an agent or a team is the variable, or somebody
sits there in any case, they need not know.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from ortools.sat.python import cp_model

from solver.model.columns import Cell, RosterReader, TeamColumn
from solver.model.expressions import Amount, total
from solver.model.team_columns import Candidates
from solver.model.weekly_sums import LEAST, WeekTotals
from wfm.baseline import Baseline
from wfm.hotline import Pairing
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.plan import Plan
from wfm.roster import Assignment, Roster

ONE_OR_NONE = cp_model.Domain(0, 1)
"""Of a variable that says who sits where; there are so many that making it for each takes time."""


class Variables:
    """A plan's variables: who could sit where, and the sums of it that rules are made of.

    Parameters
    ----------
    plan
        The question.
    pairs
        Agents and shifts that may sit; ``None`` for all that could be assigned or are locked.
        Locked pairs that can't be are among them on purpose: the rules forbid them, and the model
        is infeasible as it should be.
    guarded
        Whether each requirement holds only where its guard is true; for explaining, never for
        searching.
    kept
        Agents and shifts that sit in any case; they are known numbers and no variables.
    candidates
        The teams from which a municipality's agents on a shift are chosen, under one municipality a shift;
        ``None`` for a variable an agent everywhere.
    baseline
        What to stay close to, if anything. On its frozen shifts just the pairs that it holds get a
        variable, whatever `pairs` says, and it is fixed to 1 (where `guarded`, by a requirement).

    Attributes
    ----------
    model
        The CP-SAT model.
    columns
        The variables that seat somebody, in order of agent and time or of team.
    assigned
        By agent and shift: 1 where the agent sits on the shift.
    frozen
        The shifts that can't be changed.
    """

    def __init__(
        self,
        plan: Plan,
        pairs: Iterable[Assignment] | None,
        *,
        guarded: bool,
        kept: Iterable[Assignment],
        candidates: Candidates | None,
        baseline: Baseline | None,
    ) -> None:
        self.plan = plan
        self.baseline = baseline
        self.frozen = frozenset[ShiftId]() if baseline is None else baseline.frozen_shifts(plan)
        self.model = cp_model.CpModel()
        self._guarded = guarded
        self._kept = frozenset(pair for pair in kept if pair[1] not in self.frozen)
        self.columns: list[TeamColumn] = []
        self.assigned: dict[Assignment, Amount] = dict.fromkeys(self._kept, 1)
        self._seat(open_pairs(plan) if pairs is None else pairs, candidates)
        self._free = frozenset(column.variable.index for column in self.columns)
        least = None if self.frozen else LEAST  # what the frozen shifts break must be seen in each sum
        self._weekly = WeekTotals(plan, self.model, least=least)
        seats = max((shift.seats for shift in plan.shifts), default=1)
        self._weekly_units = WeekTotals(plan=plan, model=self.model, most=seats, least=least)
        self._ones = self._seat_frozen()

    def _seat(self, pairs: Iterable[Assignment], candidates: Candidates | None) -> None:
        """Give every agent on a shift a variable, or every team."""
        cells: dict[Cell, list[AgentId]] = defaultdict(list)
        for agent, shift in pairs:
            if (agent, shift) not in self._kept and shift not in self.frozen:
                cells[Cell(self.plan.agent[agent].municipality, shift)].append(agent)
        for cell, agents in cells.items():
            found = None
            if candidates is not None and not self.plan.mixed_on(cell.shift) and cell not in self._kept_cells:
                found = candidates.of(agents, self.plan.shift[cell.shift].seats)
            for team in [(agent,) for agent in agents] if found is None else found:
                variable = cp_model.IntVar(self.model.proto).with_domain(ONE_OR_NONE)
                self.columns.append(
                    TeamColumn(variable=variable, cell=cell, agents=team, team=found is not None)
                )
        chosen: dict[Assignment, list[Amount]] = defaultdict(list)
        for column in self.columns:
            for agent in column.agents:
                chosen[agent, column.cell.shift].append(column.variable)
        self.assigned |= {pair: total(variables) for pair, variables in chosen.items()}

    def _seat_frozen(self) -> frozenset[int]:
        """Seat who can't be moved; return the indices of their variables."""
        stay = Roster() if self.baseline is None else self.baseline.frozen_part(self.plan)
        for agent, shift in stay:
            fixed = self.model.new_int_var(0 if self._guarded else 1, 1, "")
            self.assigned[agent, shift] = fixed
            cell = Cell(self.plan.agent[agent].municipality, shift)
            self.columns.append(TeamColumn(fixed, cell, (agent,), team=False))
        return frozenset(column.variable.index for column in self.columns) - self._free

    @cached_property
    def _kept_cells(self) -> frozenset[Cell]:
        return frozenset(Cell(self.plan.agent[agent].municipality, shift) for agent, shift in self._kept)

    @property
    def seating(self) -> RosterReader:
        """How a roster is read from a solution."""
        return RosterReader(tuple(self.columns), self._kept)

    @cached_property
    def agents_on(self) -> Mapping[ShiftId, Sequence[AgentId]]:
        """Agents that have a variable on a shift, for every shift."""
        found: dict[ShiftId, list[AgentId]] = {shift.id: [] for shift in self.plan.shifts}
        for agent, shift in self.assigned:
            found[shift].append(agent)
        return found

    @cached_property
    def shifts_of(self) -> Mapping[AgentId, Sequence[ShiftId]]:
        """Shifts on which an agent has a variable, in order of time, for every agent."""
        found: dict[AgentId, list[ShiftId]] = {agent.id: [] for agent in self.plan.agents}
        for agent, shift in self.assigned:
            found[agent].append(shift)
        return {agent: sorted(shifts) for agent, shifts in found.items()}

    @cached_property
    def cells(self) -> Mapping[Cell, Sequence[TeamColumn]]:
        """Columns by municipality and shift, where it has one."""
        found: dict[Cell, list[TeamColumn]] = defaultdict(list)
        for column in self.columns:
            found[column.cell].append(column)
        return found

    @cached_property
    def cells_on(self) -> Mapping[ShiftId, Sequence[Cell]]:
        """Municipalities that have a column on a shift, for every shift."""
        found: dict[ShiftId, list[Cell]] = {shift.id: [] for shift in self.plan.shifts}
        for cell in self.cells:
            found[cell.shift].append(cell)
        return found

    @cached_property
    def kept_shifts(self) -> frozenset[ShiftId]:
        """Shifts on which somebody sits in any case."""
        return frozenset(shift for _, shift in self._kept)

    @cached_property
    def sits(self) -> Mapping[tuple[MunicipalityCode, ShiftId], Amount]:
        """By municipality and shift: 1 where one of its agents or more sits there, else 0."""
        found: dict[tuple[MunicipalityCode, ShiftId], Amount] = dict.fromkeys(self._kept_cells, 1)
        for cell, columns in self.cells.items():
            if cell not in found:
                variables = [column.variable for column in columns]
                found[cell] = total(variables) if columns[0].team else self._any(variables)
        return found

    def sits_or_not(self, home: MunicipalityCode, shift: ShiftId) -> cp_model.IntVar:
        """Return `sits` as a variable; only where it is one: not where teams are chosen or somebody is kept.

        Raises
        ------
        ValueError
            Where it is a sum or a known number.
        """
        one = self.sits[home, shift]
        if not isinstance(one, cp_model.IntVar):
            raise ValueError(f"whether {home} sits on {shift} is no variable of its own")
        return one

    def _any(self, variables: Sequence[cp_model.IntVar]) -> cp_model.IntVar:
        if len(variables) == 1:
            return variables[0]
        fixed = next((variable for variable in variables if variable.index in self._ones), None)
        if fixed is not None:
            return fixed
        one = self.model.new_bool_var("")
        for variable in variables:
            self.model.add_implication(variable, one)
        self.model.add_bool_or([*variables, ~one])
        return one

    @cached_property
    def _assigned_of(self) -> Mapping[AgentId, Mapping[ShiftId, Amount]]:
        found: dict[AgentId, dict[ShiftId, Amount]] = {agent.id: {} for agent in self.plan.agents}
        for (agent, shift), amount in self.assigned.items():
            found[agent][shift] = amount
        return found

    def load(self, agent: AgentId, shifts: Iterable[ShiftId]) -> Amount:
        """Return how many of some shifts an agent sits on."""
        return total(self._weekly.parts(agent, self._assigned_of[agent], shifts))

    def most_load(self, agent: AgentId, shifts: Iterable[ShiftId]) -> int:
        """Return how many of some shifts an agent can sit on at most, by its weekly limit."""
        mine = [shift for shift in shifts if (agent, shift) in self.assigned]
        if self.frozen:
            return len(mine)  # frozen shifts may break the limit
        limit = self.plan.weekly_limit(self.plan.agent[agent])
        weeks = Counter(self.plan.shift[shift].week for shift in mine)
        return sum(min(limit, number) for number in weeks.values())

    @cached_property
    def units(self) -> Mapping[MunicipalityCode, Mapping[ShiftId, Amount]]:
        """By municipality and shift: its units there (a shift, or the seats it sits in under ``mixed``).

        Shifts on which it can't sit are left out.
        """
        found: dict[MunicipalityCode, dict[ShiftId, Amount]] = {
            municipality.code: {} for municipality in self.plan.municipalities
        }
        if self.plan.hotline.pairing is not Pairing.MIXED:
            for (code, shift), variable in self.sits.items():
                found[code][shift] = variable
            return found
        for shift in self.agents_on:
            for code, seated in self.homes_on(shift).items():
                found[code][shift] = total([self.assigned[agent, shift] for agent in seated])
        return found

    def homes_on(self, shift: ShiftId) -> Mapping[MunicipalityCode, Sequence[AgentId]]:
        """Return agents that have a variable on a shift, by municipality."""
        homes: dict[MunicipalityCode, list[AgentId]] = defaultdict(list)
        for agent in self.agents_on[shift]:
            homes[self.plan.agent[agent].municipality].append(agent)
        return homes

    def units_on(self, municipality: MunicipalityCode, shifts: Iterable[ShiftId]) -> tuple[Amount, int]:
        """Return a municipality's units on some shifts, and the most they can be."""
        units = self.units[municipality]
        found = [shift for shift in shifts if shift in units]
        most = sum(self._most_units(shift) for shift in found)
        return total(self._weekly_units.parts(municipality, units, found)), most

    def _most_units(self, shift: ShiftId) -> int:
        """Return the most units of a municipality on a shift; a frozen one may hold more than its seats."""
        units = self.plan.units_of(self.plan.shift[shift])
        return max(units, len(self.agents_on[shift])) if shift in self.frozen else units


def open_pairs(plan: Plan) -> Sequence[Assignment]:
    """Return agents and shifts that could be assigned or are locked, in order of agent and time."""
    locked = {(lock.agent, lock.shift) for lock in plan.locks if lock.agent is not None}
    return [
        (agent.id, shift.id)
        for agent in plan.agents
        for shift in plan.shifts
        if shift.id in plan.assignable[agent.id] or (agent.id, shift.id) in locked
    ]
