"""The outlook of a plan's quota: all methods compared, and where each would lead over eight quarters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from wfm.apportionment import Method
from wfm.balance_promise import Obstacles, has_unequal_shifts, obstacles, promises
from wfm.fair_floor import drifts, fair_floors
from wfm.ids import MunicipalityCode
from wfm.plan import Plan
from wfm.quota_comparison import Comparison, compare_methods
from wfm.quota_years import Course, course, most_seats, quarter_shares
from wfm.roster import Roster


@dataclass(frozen=True)
class QuotaOutlook:
    """What the choice of a method and of floors means.

    Parameters
    ----------
    comparison
        The methods side by side, in this period.
    courses
        By method, the balances quarter after quarter.
    obstacles
        By method, what keeps the theorem of one unit from applying to its course.
    promised
        Methods under which every balance of these quarters is proven to lie under one unit.
    fair_floors
        The largest floor at which no balance drifts, in units, by staffing municipality.
    drifts
        Units by which a balance moves a quarter in the long run, for the plan's floors.
    most_seats
        The most that a municipality is taken to staff, where a roster shows that it is less than its
        target.
    """

    comparison: Comparison
    courses: Mapping[Method, Course]
    obstacles: Mapping[Method, Obstacles]
    promised: frozenset[Method]
    fair_floors: Mapping[MunicipalityCode, int]
    drifts: Mapping[MunicipalityCode, Fraction]
    most_seats: Mapping[MunicipalityCode, Fraction]

    @property
    def own(self) -> Method:
        """The plan's own method."""
        return self.comparison.own

    @property
    def quarters(self) -> int:
        """How many quarters all courses have."""
        return max(len(found.quarters) for found in self.courses.values())

    @property
    def never_negative(self) -> bool:
        """Whether everybody's share of a quarter is a unit or more.

        A credit of less than one unit then never outweighs it, and no entitlement turns negative.
        """
        return min(self.fair_floors.values()) >= 1

    @property
    def floors_above_share(self) -> tuple[MunicipalityCode, ...]:
        """Whose floor lies above its share of a quarter and makes a credit that grows without end."""
        return tuple(code for code, drift in self.drifts.items() if drift < 0)


def outlook(plan: Plan, roster: Roster | None = None) -> QuotaOutlook:
    """Return the outlook of a plan.

    Parameters
    ----------
    plan
        The period; the quarters after it are taken to be like it.
    roster
        Where it leaves seats empty, those who fall short of their targets in it are taken to staff no
        more in any quarter.
    """
    everybody, seats, units = plan.municipalities, plan.seats, plan.units
    most = {} if roster is None else most_seats(plan, roster)
    parts = quarter_shares(plan)
    courses = {
        method: course(everybody, seats, units, method, most_seats=most, parts=parts) for method in Method
    }
    steady = all(part == parts[-1] for part in parts)
    unequal = has_unequal_shifts(plan)
    found = {m: obstacles(one, everybody, unequal_shifts=unequal) for m, one in courses.items()}
    return QuotaOutlook(
        comparison=compare_methods(everybody, seats, units, plan.hotline.method, plan.shares),
        courses=courses,
        obstacles=found,
        promised=frozenset(
            m
            for m in Method
            # Shares that change from quarter to quarter are within the proof of largest remainder alone.
            if not found[m]
            and (m is Method.LARGEST_REMAINDER or (steady and promises(m, everybody, seats, units)))
        ),
        fair_floors=fair_floors(everybody, units),
        drifts=drifts(everybody, units),
        most_seats=most,
    )
