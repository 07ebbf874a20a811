"""Showing: a publication with what its pages count from it, each counted once."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property

from api.publication.colours import colour_numbers
from api.publication.findings import Findings, findings_by_rule
from api.publication.loads import Load, loads
from api.publication.months import Month, months_of
from api.publication.publication import Publication
from api.publication.quota_totals import Totals, totals
from api.publication.seating import ShiftSeating, seatings
from api.publication.weeks import WeekGrid, week_grids
from api.texts.alphabet import danish_order
from wfm.calendar import Week
from wfm.finding import Finding
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.municipality import Municipality
from wfm.quota_table import QuotaRow, carry_over_columns

MOST_SHIFTS, MOST_GROUPS = 270, 600
"""Of a period that stands on one page: a quarter of four shifts a day, some of them shared."""


class Showing:
    """What the pages of a publication share."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication

    @cached_property
    def seatings(self) -> Mapping[ShiftId, ShiftSeating]:
        """Who sits on each shift."""
        return seatings(self.publication)

    @cached_property
    def weeks(self) -> Mapping[Week, WeekGrid]:
        """The grid of each week."""
        return {grid.week: grid for grid in week_grids(self.publication.plan, self.seatings.values())}

    @cached_property
    def colours(self) -> Mapping[MunicipalityCode, int]:
        """The colour of each municipality."""
        return colour_numbers(m.code for m in self.publication.plan.municipalities)

    @cached_property
    def loads(self) -> Mapping[AgentId, Load]:
        """What each agent sits, beside what is fair."""
        return {load.agent.id: load for load in loads(self.publication)}

    @cached_property
    def loads_in_order(self) -> tuple[Load, ...]:
        """The same, in the order in which people look for names: of municipalities, then of agents."""
        towns = self.publication.plan.municipality
        town = {code: danish_order(found.name) for code, found in towns.items()}

        def order(load: Load) -> tuple[object, ...]:
            agent = load.agent
            return (town[agent.municipality], danish_order(agent.name), danish_order(agent.id))

        return tuple(sorted(self.loads.values(), key=order))

    @cached_property
    def municipalities(self) -> tuple[Municipality, ...]:
        """Every municipality, in the order in which people look for names."""
        return tuple(sorted(self.publication.plan.municipalities, key=lambda m: danish_order(m.name)))

    @cached_property
    def staffing(self) -> tuple[Municipality, ...]:
        """Those that staff, in the same order."""
        return tuple(one for one in self.municipalities if self.publication.plan.staffs(one.code))

    @cached_property
    def rows(self) -> tuple[QuotaRow, ...]:
        """The quota table in the same order."""
        return tuple(
            sorted(self.publication.quota_table, key=lambda row: danish_order(row.municipality.name))
        )

    @cached_property
    def carried(self) -> tuple[Mapping[MunicipalityCode, Decimal], ...]:
        """What each municipality carries in and out, as written."""
        return carry_over_columns(self.publication.quota_table)

    @cached_property
    def totals(self) -> Totals:
        """The quota table's last row."""
        return totals(self.publication.quota_table)

    @cached_property
    def findings(self) -> Findings:
        """Findings by rule, in the contract's order."""
        return findings_by_rule(self.publication)

    @cached_property
    def months(self) -> tuple[Month, ...]:
        """The months of the period."""
        return months_of(self.publication.plan.hotline.period)

    @cached_property
    def names_much(self) -> bool:
        """Whether there is too much to name for the whole period to stand on one page."""
        groups = sum(len(seating.groups) for seating in self.seatings.values())
        return len(self.seatings) > MOST_SHIFTS or groups > MOST_GROUPS

    @cached_property
    def filled(self) -> int:
        """Seats that somebody sits in."""
        return self.publication.plan.seats - sum(seating.empty for seating in self.seatings.values())

    @cached_property
    def answering(self) -> int:
        """People of municipalities that staff."""
        plan = self.publication.plan
        return sum(plan.staffs(agent.municipality) for agent in self.publication.people.values())

    def seatings_of(self, agent: AgentId) -> tuple[ShiftSeating, ...]:
        """Return an agent's shifts, in order of time; those too on which the agent sits beside."""
        roster, beside = self.publication.roster, self.publication.beside
        shifts = sorted({*roster.of_agent(agent), *beside.of_agent(agent)})
        return tuple(self.seatings[shift] for shift in shifts)

    def findings_of(self, agent: AgentId) -> tuple[Finding, ...]:
        """Return what was found about one agent."""
        return tuple(one for one in self.publication.score.findings if one.subject.agent == agent)

    def findings_of_week(self, week: Week) -> tuple[Finding, ...]:
        """Return what was found about one week."""
        found = findings_by_rule(self.publication, week=week)
        return tuple(finding for group in found.values() for finding in group)
