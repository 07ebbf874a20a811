"""How a municipality's figures are made, step by step, so that anybody can follow them with a calculator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from api.publication.publication import Publication
from wfm.apportionment import Method
from wfm.ids import MunicipalityCode
from wfm.plan import Plan
from wfm.quota_table import QuotaRow


@dataclass(frozen=True)
class Leftover:
    """Under largest remainder: units left over by the whole parts, and the least fraction that got one."""

    units: int
    least: Fraction


@dataclass(frozen=True)
class SpanSeats:
    """Seats of days on which the same municipalities staff, and the citizens of those who do."""

    seats: int
    citizens: int


@dataclass(frozen=True)
class QuotaSteps:
    """The figures between a population and a carry-over.

    ``owed`` is the entitlement where it is above 0, ``all_owed`` the same of all together; ``exact`` is
    the part of all units that follows, before it is made whole. ``spans`` are the days on which the
    municipality staffs.
    """

    row: QuotaRow
    spans: tuple[SpanSeats, ...]
    seats: int
    units: int
    owed: Fraction
    all_owed: Fraction
    assigned_seats: Fraction
    leftover: Leftover | None

    @property
    def is_by_day(self) -> bool:
        """Whether somebody begins to staff within the period, so that shares differ by day."""
        return [one.seats for one in self.spans] != [self.seats]

    @property
    def citizens(self) -> int:
        """Citizens of those who share its seats, in the end."""
        return self.spans[-1].citizens

    @property
    def exact(self) -> Fraction:
        """Units before they are made whole, floors aside."""
        return self.units * self.owed / self.all_owed

    @property
    def share_of_seats(self) -> Fraction:
        """Seats by share alone."""
        return self.row.quota.share * self.seats


def quota_steps(publication: Publication, code: MunicipalityCode) -> QuotaSteps:
    """Return the steps of one municipality that staffs in the period."""
    plan, table = publication.plan, publication.quota_table
    within = plan.staffing_spans.within((shift.day, shift.seats) for shift in plan.shifts)
    owed = {c: max(Fraction(0), quota.entitlement) for c, quota in plan.quotas.items()}
    return QuotaSteps(
        row=next(row for row in table if row.municipality.code == code),
        spans=tuple(
            SpanSeats(seats, span.population)
            for span, seats in within
            if any(member.code == code for member in span.members)
        ),
        seats=plan.seats,
        units=plan.units,
        owed=owed[code],
        all_owed=sum(owed.values(), Fraction(0)),
        assigned_seats=sum((row.seats for row in table), Fraction(0)),
        leftover=_leftover(plan, owed),
    )


def _leftover(plan: Plan, owed: Mapping[MunicipalityCode, Fraction]) -> Leftover | None:
    """Return what was left over; nothing to tell for another method, without a rest, or with floors."""
    if plan.hotline.method is not Method.LARGEST_REMAINDER or any(m.min_shifts for m in plan.staffing):
        return None
    all_owed = sum(owed.values(), Fraction(0))
    exact = {code: plan.units * owed[code] / all_owed for code in owed}
    raised = [exact[code] - int(exact[code]) for code in owed if plan.quotas[code].target > int(exact[code])]
    return Leftover(len(raised), min(raised)) if raised else None
