"""What the service says of quarters that were played, held against what those who were there wrote down.

Sums are made of what happened alone: no figure of the service is asked how it was made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from benchmarks.played.player import PlayedQuarter
from benchmarks.service.figures import Figure, none_of
from tests.api.statements.simulated import Books
from wfm.fair_share import fair_loads
from wfm.ids import AgentId, MunicipalityCode
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.score import measure

ROUNDED = Fraction(1, 10**4)
"""Seats: what is carried over is stated with four decimals."""
Owed = Mapping[MunicipalityCode, Fraction]


class Account:
    """Books of quarters played one after the other, and what in the service differs from them."""

    def __init__(self, plan: Plan) -> None:
        period = plan.hotline.period
        self.books = Books(plan.municipalities, ((period.last_day - period.first_day).days + 1) // 7)
        self.staffing = [town for town in plan.municipalities if town.staffing]
        self.owed: Owed = {town.code: town.carry_over for town in self.staffing}
        self.differs: dict[str, list[str]] = {"ledger": [], "bills": [], "over a unit": []}
        self.lived: list[PlayedQuarter] = []
        self.bills = self.entries = 0
        self.worst: dict[date, Fraction] = {}

    def due(self, day: date) -> Owed:
        """Return what a quarter makes each municipality owe, by what is known now."""
        now = replace(self.books, at_close={day: self.books.seats[day]})
        worked = now.worked(day)
        return {town.code: now.entitlement(town, day) - worked[town.code] for town in self.staffing}

    def note(self, lived: PlayedQuarter) -> None:
        """Write down who sat where in a quarter, or that it was otherwise."""
        home = {agent.id: agent.municipality for agent in lived.plan.agents}
        self.books.seats[lived.day] = {
            shift: [(home[agent], minutes) for agent, minutes in sat] for shift, sat in lived.sat.items()
        }

    def close(self, lived: PlayedQuarter, corrections: Owed, entries: Sequence[Any], statements: Any) -> None:
        """Hold a quarter that was closed just now against the books."""
        day, due = lived.day, self.due(lived.day)
        self.books.at_close[day] = {shift: list(sat) for shift, sat in self.books.seats[day].items()}
        counted = [one for one in entries if one["kind"] != "carry_over" and one["exact"] is not None]
        stated = {
            one["municipality"]: Fraction(one["exact"]) for one in entries if one["kind"] == "carry_over"
        }
        for town in self.staffing:
            code = town.code
            expected = self.owed[code] + due[code] + corrections.get(code, Fraction(0))
            posted = sum(Fraction(one["exact"]) for one in counted if one["municipality"] == code)
            if posted != expected or abs(stated[code] - expected) >= ROUNDED:
                self.differs["ledger"].append(f"{day} {code}: {posted}, {stated[code]}; {expected}")
        self.entries += len(entries)
        self._bills(day, statements["statements"])
        self.owed = stated
        self.worst[day] = max(abs(each) for each in stated.values())
        self.differs["over a unit"] += self._over_a_unit(lived)
        self.lived.append(lived)

    def _bills(self, day: date, statements: Sequence[Any]) -> None:
        found = {one["municipality"]: int(Decimal(one["net"]) * 100) for one in statements}
        for town in self.books.towns:
            self.bills += 1
            expected = self.books.net(town, day, at_close=True)
            if found.get(town.code) != expected:
                self.differs["bills"].append(f"{day} {town.code}: {found.get(town.code)}, not {expected}")

    def _over_a_unit(self, lived: PlayedQuarter) -> Iterator[str]:
        """Yield whose balance the quotas put a unit or more away from nothing, whatever was worked."""
        plan = lived.plan
        unit = Fraction(plan.seats, plan.units)
        for code, quota in plan.quotas.items():
            balance = quota.entitlement - quota.target * unit
            if abs(balance) >= unit:
                yield f"{lived.day} {code}: {float(balance):.4f} seats, a unit is {float(unit)}"

    def figures(self) -> Iterator[Figure]:
        """Yield what was found."""
        quarters = len(self.lived)
        for lived in self.lived:
            told = ", ".join(f"{number} {what}" for what, number in sorted(lived.done.items()))
            score = ", ".join(
                f"{level} {one['value']} ({one['bound']})" for level, one in lived.run["score"].items()
            )
            yield Figure(
                f"{lived.day}: {lived.run['status']} in {lived.run['seconds']} s, value (bound)", score
            )
            yield Figure(f"{lived.day}: what happened", told)
            yield Figure(
                f"{lived.day}: largest balance at the close, seats", f"{float(self.worst[lived.day]):.4f}"
            )
            other = sum(abs(self._worked(lived, code) - owed) for code, owed in lived.plan.seats_owed.items())
            yield Figure(f"{lived.day}: seats worked other than the targets", f"{float(other):.0f}")
        yield Figure("entries of the ledger that were recomputed", str(self.entries))
        yield none_of("balances that differ from the books at four decimals", len(self.differs["ledger"]))
        yield Figure("bills that were recomputed", str(self.bills))
        yield none_of("bills that differ from the books by an øre or more", len(self.differs["bills"]))
        yield none_of(
            "balances that the quotas put a unit or more away from nothing", len(self.differs["over a unit"])
        )
        over = self._always_over()
        yield Figure(f"agents over the fair load for {quarters} quarters running", str(len(over)))
        better = [agent for agent in over if any(could_be_less(one, agent) for one in self.lived)]
        yield none_of(
            "of these, agents whom a handover that betters the score would have spared", len(better)
        )

    def _worked(self, lived: PlayedQuarter, code: MunicipalityCode) -> int:
        return self.books.worked(lived.day)[code]

    def _always_over(self) -> list[AgentId]:
        found = [
            {agent for agent, fair in fair_loads(one.plan).items() if _sat(one, agent) > ceil(fair.share)}
            for one in self.lived
        ]
        return sorted(set.intersection(*found))


def _sat(lived: PlayedQuarter, agent: AgentId) -> int:
    return len(lived.published.of_agent(agent))


def could_be_less(lived: PlayedQuarter, agent: AgentId) -> bool:
    """Tell whether a colleague could have had one of an agent's shifts for the better of the whole score."""
    plan, roster = lived.plan, lived.published
    now = measure(plan, roster)
    for shift in roster.of_agent(agent):
        team = set(roster.on(shift)) - {agent}
        for colleague in plan.agents_of[plan.agent[agent].municipality]:
            if colleague.id in team or colleague.id == agent or shift not in plan.assignable[colleague.id]:
                continue
            other: Roster = roster.with_team(shift, team | {colleague.id})
            then = measure(plan, other)
            if not then.breaches and then < now:
                return True
    return False
