"""A quarter as it is lived: people answer, a roster is solved and published, some are away, some swap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from api.plans.records.facts import find_hotline, find_plan
from api.plans.records.plans import find_revision, read_plan
from api.rosters.records.rosters import find_version, read_version
from api.store.engine import reading
from benchmarks.played.theatre import RefusedError, Theatre
from wfm.ids import AgentId, ShiftId
from wfm.plan import Plan
from wfm.roster import Roster

TRIES = 60
"""Shifts that are tried before it is taken that nobody swaps."""
ASKED = 3
"""People who are asked to step in."""
LONGEST_AWAY = 3
"""Days."""
Sat = list[tuple[AgentId, int]]
"""Who sat on a shift, for how many minutes."""


@dataclass(frozen=True)
class Part:
    """How much happens in a quarter.

    Parameters
    ----------
    seconds
        Time limit of the search.
    absences, swaps
        How many are away once, and how many swaps are done.
    corrected
        Shifts on which somebody else sat, or for another time.
    across
        How many of the swaps are between two municipalities, on a shift that was released to several.
    """

    seconds: float
    absences: int
    swaps: int
    corrected: int
    across: int = 0


@dataclass
class PlayedQuarter:
    """What happened in a quarter, as those who were there would write it down.

    Parameters
    ----------
    plan, run
        The plan that was solved, and the run's document.
    published
        The roster as it was published first.
    sits, sat
        Who sits on each shift after all that happened, and who sat there for how long.
    done
        How often each thing happened.
    """

    plan: Plan
    run: Any
    published: Roster
    sits: dict[ShiftId, set[AgentId]]
    sat: dict[ShiftId, Sat] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)

    @property
    def day(self) -> date:
        """Its first day."""
        return self.plan.hotline.period.first_day


class QuarterPlayer:
    """Plays one quarter after the other."""

    def __init__(self, theatre: Theatre, dice: Random, part: Part) -> None:
        self.theatre, self.dice, self.part = theatre, dice, part

    def play(self, day: date, *, answers: bool) -> PlayedQuarter:
        """Play a quarter up to its last day.

        Parameters
        ----------
        day
            Its first.
        answers
            Whether people say anew when they can; else the plan holds it already.
        """
        address = f"/plans/{day}"
        if answers:
            self._collect(address, self._plan(day))
        plan, revision = self._plan(day), self.theatre.get(address)["revision"]["number"]
        run = self.theatre.solve(address, self.part.seconds, revision, seed=1)
        assert run["version"], run
        sent = {"number": run["version"], "accept_short_notice": True}
        self.theatre.send("PUT", f"{address}/published", sent, tag=0)
        roster = self._published(day)
        lived = PlayedQuarter(plan, run, roster, {one.id: set(roster.on(one.id)) for one in plan.shifts})
        self._live(lived)
        assert {one.id: set(self._published(day).on(one.id)) for one in plan.shifts} == lived.sits
        self.theatre.until(_at(plan, plan.hotline.period.last_day, 23))
        lived.sat = {
            one.id: [(agent, one.minutes) for agent in sorted(lived.sits[one.id])] for one in plan.shifts
        }
        for shift in self.dice.sample(sorted(lived.sat), min(self.part.corrected, len(lived.sat))):
            self._say(lived, shift)
        return lived

    def correct(self, lived: PlayedQuarter) -> None:
        """Say of a shift of a quarter that is closed that it was otherwise."""
        shift = self.dice.choice(sorted(shift for shift, sat in lived.sat.items() if sat))
        lived.sat[shift] = self._otherwise(lived, shift)
        body = {"shift": shift, **_seats(lived.sat[shift])}
        self.theatre.send("POST", f"/plans/{lived.day}/corrections", body)

    def _collect(self, address: str, plan: Plan) -> None:
        """Ask everybody, who answer each for themselves."""
        closes = (self.theatre.now + timedelta(days=10)).isoformat()
        self.theatre.send("PUT", f"{address}/collection", {"closes": closes}, tag=0)
        for agent in plan.staffing_agents:
            at, who = f"{address}/availability/{agent.id}", f"agent {agent.id}"
            sent = {"entries": list(self._entries(plan)), "answered": True}
            self.theatre.send("PUT", at, sent, who, self.theatre.tag(at, who))

    def _entries(self, plan: Plan) -> Iterator[dict[str, str]]:
        days = sorted({shift.day for shift in plan.shifts})
        for kind, most in (("unavailable", 4), ("undesired", 3), ("preferred", 2)):
            for day in sorted(self.dice.sample(days, min(self.dice.randint(0, most), len(days)))):
                yield {"kind": kind, "first_day": f"{day}", "last_day": f"{day}"}

    # --- what happens in a quarter --------------------------------------------------------------

    def _live(self, lived: PlayedQuarter) -> None:
        """Let people be away and swap, in order of time."""
        days = sorted({shift.day for shift in lived.plan.shifts})[:-1]
        across = min(self.part.across, self.part.swaps)
        acts = [self._absence] * self.part.absences + [self._swap_across] * across
        acts += [self._swap] * (self.part.swaps - across)
        self.dice.shuffle(acts)
        moments = sorted((self.dice.choice(days), self.dice.randrange(7, 22)) for _ in acts)
        for act, (day, hour) in zip(acts, moments, strict=True):
            self.theatre.until(_at(lived.plan, day, hour))
            act(lived)

    def _coming(self, lived: PlayedQuarter) -> list[tuple[AgentId, ShiftId]]:
        """Return who sits on which shifts that have not begun, in any order."""
        shift = lived.plan.shift
        found = [
            (agent, one)
            for one, agents in lived.sits.items()
            for agent in sorted(agents)
            if shift[one].starts_at > self.theatre.now
        ]
        self.dice.shuffle(found)
        return found

    def _absence(self, lived: PlayedQuarter) -> None:
        """Let somebody be away, and somebody step in where anybody may."""
        for agent, seat in self._coming(lived)[:1]:
            first = lived.plan.shift[seat].day
            last = first + timedelta(days=self.dice.randrange(LONGEST_AWAY))
            who = self.dice.choice((f"agent {agent}", f"leader {agent.split('-')[0]}", "coordinator"))
            sent = {"agent": agent, "first_day": f"{first}", "last_day": f"{last}"}
            said = self.theatre.send("POST", "/absences", sent, who)
            lived.done["absences"] += 1
            seen = self.theatre.get(f"/absences/{said['id']}")
            for one in seen["vacated"]:
                lived.sits[one["shift"]].discard(agent)
                lived.done["seats vacated"] += 1
                self._fill(lived, agent, one)

    def _fill(self, lived: PlayedQuarter, away: AgentId, vacated: Any) -> None:
        """Ask those who may step in, the best first; any of them says yes."""
        able = [one for one in vacated["candidates"] if not one["breaches"]]
        if not able:
            lived.done["seats that nobody may take"] += 1
            return
        whole = not able[0]["keeps_colleagues"]
        alone = [one["agents"][0] for one in able if one["keeps_colleagues"]][:ASKED]
        shift, asked = vacated["shift"], able[0]["agents"] if whole else alone
        until = min(self.theatre.now + timedelta(hours=12), lived.plan.shift[shift].ends_at)
        sent = {"shift": shift, "leaves": away, "agents": asked, "expires_at": until.isoformat()}
        made = self.theatre.send("POST", "/offers", sent)
        assert made["whole"] == whole
        for agent in asked if whole else [self.dice.choice(asked)]:
            said = self.theatre.send("POST", f"/offers/{made['id']}/accept", {}, f"agent {agent}")
        assert said["state"] == "accepted", said
        lived.sits[shift] = set(asked) if whole else lived.sits[shift] | {agent}
        lived.done["shifts that changed hands" if whole else "seats taken"] += 1

    def _swap(self, lived: PlayedQuarter) -> None:
        """Let a shift be handed over or exchanged, with every yes that it needs."""
        for agent, shift in self._coming(lived)[:TRIES]:
            how: Callable[..., Any] = self.dice.choice((self._hand_over, self._exchange))
            try:
                swap, taker, other = how(lived, agent, shift)
            except RefusedError:
                continue
            self._agree(lived, swap, (agent, shift), (taker, other))
            return

    def _swap_across(self, lived: PlayedQuarter) -> None:
        """Let a shift be shared by several municipalities, and handed over to somebody of another one."""
        for agent, shift in self._coming(lived)[:TRIES]:
            sent = {"gives": {"agent": agent, "shift": shift}, "agents": None}
            try:
                self.theatre.send("POST", "/releases", {"shift": shift})
                made = self.theatre.send("POST", "/swaps", sent, f"agent {agent}")["id"]
            except RefusedError:
                continue
            asked = [AgentId(one["agent"]) for one in self.theatre.get(f"/swaps/{made}")["agents"]]
            others = [one for one in asked if _home(one) != _home(agent)]
            if others:
                self._agree(lived, made, (agent, shift), (self.dice.choice(others), None))
                lived.done["swaps between municipalities"] += 1
                return
            self.theatre.send("POST", f"/swaps/{made}/withdraw", {}, f"agent {agent}")

    def _agree(
        self,
        lived: PlayedQuarter,
        swap: str,
        gives: tuple[AgentId, ShiftId],
        takes: tuple[AgentId, ShiftId | None],
    ) -> None:
        """Let everybody say yes whose yes a swap needs."""
        (agent, shift), (taker, other) = gives, takes
        at = f"/swaps/{swap}"
        said = self.theatre.send("POST", f"{at}/accept", {}, f"agent {taker}")
        for town in sorted({_home(agent), _home(taker)}):
            if said["state"] == "accepted":
                said = self.theatre.send("POST", f"{at}/approve", {}, f"leader {town}")
        assert said["state"] == "done", said
        lived.sits[shift] = lived.sits[shift] - {agent} | {taker}
        if other is not None:
            lived.sits[other] = lived.sits[other] - {taker} | {agent}
        lived.done["swaps"] += 1

    def _hand_over(
        self, lived: PlayedQuarter, agent: AgentId, shift: ShiftId
    ) -> tuple[str, AgentId, ShiftId | None]:
        sent = {"gives": {"agent": agent, "shift": shift}, "agents": None}
        made = self.theatre.send("POST", "/swaps", sent, f"agent {agent}")
        asked = self.theatre.get(f"/swaps/{made['id']}")["agents"]
        return made["id"], AgentId(self.dice.choice(asked)["agent"]), None

    def _exchange(
        self, lived: PlayedQuarter, agent: AgentId, shift: ShiftId
    ) -> tuple[str, AgentId, ShiftId | None]:
        theirs = (row for row in self._coming(lived) if row[0] != agent and _home(row[0]) == _home(agent))
        partner, other = next(theirs, (agent, shift))
        sent = {"gives": {"agent": agent, "shift": shift}, "takes": {"agent": partner, "shift": other}}
        made = self.theatre.send("POST", "/swaps", sent, f"agent {agent}")
        return made["id"], partner, other

    # --- what was worked ------------------------------------------------------------------------

    def _say(self, lived: PlayedQuarter, shift: ShiftId) -> None:
        """Say who sat on a shift."""
        lived.sat[shift] = self._otherwise(lived, shift)
        at = f"/plans/{lived.day}/worked/{shift}"
        self.theatre.send("PUT", at, _seats(lived.sat[shift]), tag=self.theatre.get(at)["number"])
        lived.done["shifts worked otherwise"] += 1

    def _otherwise(self, lived: PlayedQuarter, shift: ShiftId) -> Sat:
        """Return who sat on a shift where it was otherwise than planned: less, nobody, or somebody else."""
        sat, plan = list(lived.sat[shift]), lived.plan
        there = {agent for agent, _ in sat}
        others = [one.id for one in plan.staffing_agents if one.id not in there]
        for place, (agent, minutes) in enumerate(sat):
            match self.dice.randrange(4):
                case 0:
                    sat[place] = (agent, self.dice.choice((0, 45, minutes // 2, minutes + 15)))
                case 1:
                    other = others.pop(self.dice.randrange(len(others)))
                    sat[place] = (other, plan.shift[shift].minutes)
        return sat

    # --- what the service holds -----------------------------------------------------------------

    def _plan(self, day: date) -> Plan:
        with reading(self.theatre.database) as connection:
            found = find_plan(connection, find_hotline(connection, self.theatre.code).id, day)
            return read_plan(connection, find_revision(connection, found.id))

    def _published(self, day: date) -> Roster:
        with reading(self.theatre.database) as connection:
            found = find_plan(connection, find_hotline(connection, self.theatre.code).id, day)
            return read_version(connection, find_version(connection, found.id, found.published)).roster


def _home(agent: AgentId) -> str:
    return agent.split("-")[0]


def _at(plan: Plan, day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), plan.hotline.zone)


def _seats(sat: Sat) -> dict[str, Any]:
    return {"seats": [{"agent": agent, "minutes": minutes} for agent, minutes in sat]}
