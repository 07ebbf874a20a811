"""standby: Σ_{a, s} max(0, x[a, s] + Σ_k e[k, s] − K), e[k, s] = 1 where nobody of a class k can step in.

K counts the classes of agents who might: those who hold the same of what is wanted. n[b, s] = 1 where b is
busy: sits on s already, has no room in the week or on the day, or would lack rest. e is at least
1 − Σ_b (1 − n[b, s]), at least 1 where the class lacks what has no holder to spare, and, for a class of all
municipalities where they may not mix, at least whether more than one agent sits there. All of it is pushed
from below, so that a roster tells the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice

from solver.model.draft import Draft
from solver.model.expressions import Amount, total
from wfm.calendar import Shift
from wfm.finding import Level, Subject
from wfm.ids import AgentId, CompetenceCode, MunicipalityCode, ShiftId
from wfm.previous_weeks import ends_before, shifts_before

KEY = "standby"
LEVEL = Level.QUALITY

Held = frozenset[CompetenceCode]


def post(draft: Draft) -> None:
    """Penalise every occupied seat that nobody else could take."""
    standby = _Standby(draft)
    for shift in draft.plan.shifts:
        standby.post(shift)


class _Standby:
    """A draft in which stand-ins are counted."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._plan = draft.plan
        wanted = [one for one in draft.plan.hotline.competences if one.min_agents]
        self._least = {one.code: one.min_agents for one in wanted}
        self._rest = timedelta(minutes=draft.plan.hotline.limits.rest)
        self._kept = {one.shift: one.municipality for one in draft.plan.locks if one.municipality}
        self._locked = {(one.agent, one.shift) for one in draft.plan.locks if one.agent}
        self._of_day: dict[date, list[ShiftId]] = defaultdict(list)
        self._near: dict[ShiftId, list[ShiftId]] = {one.id: [] for one in draft.plan.shifts}
        for number, shift in enumerate(draft.plan.shifts):
            self._of_day[shift.day].append(shift.id)
            for other in islice(draft.plan.shifts, number + 1, None):
                if other.starts_at - shift.ends_at >= self._rest:
                    break
                if other.day != shift.day:
                    self._near[shift.id].append(other.id)
                    self._near[other.id].append(shift.id)

    def post(self, shift: Shift) -> None:
        """Penalise the seats of a shift."""
        draft, agents = self._draft, self._draft.agents_on[shift.id]
        if not agents:
            return
        busy = {one: self._busy(one, shift) for one in self._could(shift)}
        lacking = {code: self._lacking(code, shift.id) for code in self._least}
        crowded = 0 if self._plan.mixed_on(shift.id) else self._crowded(shift.id)
        groups = self._groups(busy, shift)
        blocked: dict[tuple[MunicipalityCode | None, Held, Held], Amount] = {}
        for agent in agents:
            sits, home = draft.assigned[agent, shift.id], self._plan.agent[agent].municipality
            parts: list[Amount] = []
            for (where, held), nobody in groups.items():
                lost = self._held(agent) - held
                if (agent, shift.id) in self._locked or where not in (None, home):
                    continue
                key = (where, held, lost)
                if key not in blocked:
                    crowd = [crowded] if where is None else []
                    blocked[key] = self._at_least([nobody, *crowd, *(lacking[code] for code in lost)])
                parts.append(blocked[key])
            alone = draft.excess(sits + total(parts) - len(parts), 1) if parts else sits
            draft.penalize(LEVEL, KEY, Subject(agent=agent, shift=shift.id), alone)

    def _could(self, shift: Shift) -> Iterable[AgentId]:
        """Yield who could sit there as far as nothing else they do stands in the way."""
        kept = self._kept.get(shift.id)
        for agent in self._plan.agents:
            free = shift.id in self._plan.assignable[agent.id] and kept in (None, agent.municipality)
            if free and self._room(agent.id, shift) > 0 and self._is_rested(agent.id, shift):
                yield agent.id

    def _groups(
        self, busy: Mapping[AgentId, Amount], shift: Shift
    ) -> Mapping[tuple[MunicipalityCode | None, Held], Amount]:
        """Return whether nobody of a class can: of each municipality, and of all where one may sit alone."""
        classes: dict[tuple[MunicipalityCode | None, Held], list[Amount]] = defaultdict(list)
        mixed = self._plan.mixed_on(shift.id)
        full = self._draft.limit_of(Level.COVERAGE) == 0
        for agent, is_busy in busy.items():
            if mixed or shift.seats == 1 or not full:
                classes[None, self._held(agent)].append(is_busy)
            if not mixed and (shift.seats > 1 or self._draft.frozen):
                classes[self._plan.agent[agent].municipality, self._held(agent)].append(is_busy)
        return {key: self._at_least([total(all_) - len(all_) + 1]) for key, all_ in classes.items()}

    def _held(self, agent: AgentId) -> Held:
        return frozenset(code for code in self._plan.agent[agent].competences if code in self._least)

    def _busy(self, agent: AgentId, shift: Shift) -> Amount:
        """Return whether what an agent does otherwise keeps them from a shift."""
        draft, plan = self._draft, self._plan
        of_week = [one.id for one in plan.shifts_of_week[shift.week] if (agent, one.id) in draft.assigned]
        parts: list[Amount] = [draft.load(agent, of_week) - self._room(agent, shift) + 1]
        for one in plan.selves[agent]:
            parts.extend(draft.assigned.get((one, other), 0) for other in (shift.id, *self._near[shift.id]))
        of_day = [
            draft.assigned.get((one, other), 0)
            for one in plan.selves[agent]
            for other in self._of_day[shift.day]
        ]
        parts.append(total(of_day) - plan.hotline.limits.shifts_per_day + 1)
        # what is frozen may be over a limit already, by more than one
        most = max(1, len(of_week), len(of_day)) if draft.frozen else 1
        return self._at_least(parts, most)

    def _lacking(self, code: CompetenceCode, shift: ShiftId) -> Amount:
        """Return whether no holder of a competence can be spared."""
        plan, least = self._plan, self._least[code]
        agents = [one for one in self._draft.agents_on[shift] if code in plan.agent[one].competences]
        held = total([self._draft.assigned[one, shift] for one in agents])
        return self._at_least([least + 1 - held], least + 1)

    def _crowded(self, shift: ShiftId) -> Amount:
        """Return whether more than one sits on a shift."""
        agents = self._draft.agents_on[shift]
        sitting = total([self._draft.assigned[one, shift] for one in agents])
        return self._at_least([sitting - 1], max(1, len(agents) - 1))

    def _at_least(self, parts: Sequence[Amount], times: int = 1) -> Amount:
        """Return a literal that is 1 where one of some amounts, each of at most `times`, is above 0."""
        known = [part for part in parts if isinstance(part, int)]
        unknown = [part for part in parts if not isinstance(part, int)]
        if any(part > 0 for part in known):
            return 1
        if not unknown:
            return 0
        literal = self._draft.model.new_bool_var("")
        for part in unknown:
            self._draft.model.add(times * literal >= part)
        return literal

    def _room(self, agent: AgentId, shift: Shift) -> int:
        return self._plan.weekly_limit(self._plan.agent[agent]) - shifts_before(self._plan, agent, shift.week)

    def _is_rested(self, agent: AgentId, shift: Shift) -> bool:
        ended = [end for one in self._plan.selves[agent] for end in ends_before(self._plan, one)]
        return all(shift.starts_at - end >= self._rest for end in ended)
