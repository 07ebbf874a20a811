"""The quota table: what each municipality owes, staffs, carries over and pays; by target or by assignment.

Its columns are those of ``quota.csv``; everything is exact here and rounded where it is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from wfm.fair_share import units_sat
from wfm.hotline import Pairing
from wfm.ids import MunicipalityCode, ShiftId
from wfm.municipality import Municipality
from wfm.plan import Plan
from wfm.quota import NO_QUOTA, Quota, Shares
from wfm.roster import Roster
from wfm.rounding import keep_sum
from wfm.settlement import Settlement, Tariff, settle
from wfm.start_up import find_priced_time
from wfm.worked import WorkedSeats

SEAT_DECIMALS = 4
"""Places with which entitlements and carry-overs are written."""


@dataclass(frozen=True)
class QuotaRow:
    """One municipality's row.

    Parameters
    ----------
    municipality, quota
        Who, and what it owes (all 0 for one that only finances).
    assigned
        Units it sits in; ``None`` in a table by target.
    unsocial
        Its unsocial units; by target the exact share of them.
    seats
        Seats it sits in; by target the target in seats.
    entitled
        Its share of all seats in which somebody sits.
    carry_over_out
        Seats it owes the next period.
    hours
        Exact hours of those seats; elapsed time.
    settlement
        Settlement, its hours rounded; all 0 where no tariff is agreed, but for the hours.
    staffs
        Whether it staffs on a shift's day of the period; where not, what it owes passes on unchanged.
    """

    municipality: Municipality
    quota: Quota
    assigned: int | None
    unsocial: Fraction
    seats: Fraction
    entitled: Fraction
    carry_over_out: Fraction
    hours: Fraction
    settlement: Settlement
    staffs: bool

    @property
    def deviation(self) -> int | None:
        """Units assigned less units of the target; ``None`` in a table by target."""
        return None if self.assigned is None else self.assigned - self.quota.target


def carry_over_columns(rows: Sequence[QuotaRow]) -> tuple[Mapping[MunicipalityCode, Decimal], ...]:
    """Return what each municipality carries in and out, written so that both columns keep their sums.

    Those who staff and those who only finance are rounded apart: what passes on unchanged then also
    looks unchanged.
    """
    return (
        _written(rows, {row.municipality.code: row.municipality.carry_over for row in rows}),
        _written(rows, {row.municipality.code: row.carry_over_out for row in rows}),
    )


def _written(
    rows: Sequence[QuotaRow], column: Mapping[MunicipalityCode, Fraction]
) -> Mapping[MunicipalityCode, Decimal]:
    found: dict[MunicipalityCode, Decimal] = {}
    for staffs in (True, False):
        codes = [row.municipality.code for row in rows if row.staffs is staffs]
        found |= keep_sum({code: column[code] for code in codes}, SEAT_DECIMALS)
    return {row.municipality.code: found[row.municipality.code] for row in rows}


@dataclass(frozen=True)
class _Totals:
    """What one municipality staffs: units, unsocial units, seats, agent minutes."""

    units: int | None
    unsocial: Fraction
    seats: Fraction
    minutes: Fraction


NOTHING = _Totals(units=0, unsocial=Fraction(0), seats=Fraction(0), minutes=Fraction(0))


def quota_table(plan: Plan, roster: Roster | WorkedSeats | None = None) -> tuple[QuotaRow, ...]:
    """Return a row for every municipality, in order of code.

    Parameters
    ----------
    plan
        The period.
    roster
        Who sits, or what was worked; without one the table is by target, as if every municipality staffed
        just that.
    """
    sat = _totals(plan, roster)
    entitled = _entitled(plan, roster)
    tariff, months = plan.hotline.tariff or Tariff(), plan.hotline.start_up_months
    rows = []
    for municipality in plan.municipalities:
        quota = plan.quotas.get(municipality.code, NO_QUOTA)
        own = sat.get(municipality.code, NOTHING)
        staffs = plan.staffs(municipality.code)
        due = entitled.get(municipality.code, Fraction(0)) if staffs else Fraction(0)
        time = find_priced_time(plan.hotline.period, municipality.joined, months)
        rows.append(
            QuotaRow(
                municipality=municipality,
                quota=quota,
                assigned=own.units,
                unsocial=own.unsocial,
                seats=own.seats,
                entitled=due,
                carry_over_out=municipality.carry_over + (due - own.seats if staffs else 0),
                hours=own.minutes / 60,
                settlement=settle(municipality.population, own.minutes / 60, time, tariff),
                staffs=staffs,
            )
        )
    return tuple(rows)


def _entitled(plan: Plan, roster: Roster | WorkedSeats | None) -> Shares:
    """Return each staffing municipality's share of the seats in which somebody sits, day by day.

    What a financing municipality's agents sat in against the rule is owed to nobody.
    """
    if roster is None:  # by target every seat is filled; those of days on which nobody staffs too
        whole = sum(plan.shares.values(), Fraction(0))
        return {code: share * plan.seats / (whole or 1) for code, share in plan.shares.items()}
    sat = Counter(_seats_sat(plan, roster))
    return plan.staffing_spans.share_out(
        (day, code, number) for (day, code), number in sat.items() if plan.staffs(code)
    )


def _seats_sat(plan: Plan, roster: Roster | WorkedSeats) -> Iterator[tuple[date, MunicipalityCode]]:
    if isinstance(roster, WorkedSeats):
        for shift, seat in roster.each_seat():
            yield plan.shift[shift].day, seat.municipality
    else:
        for agent, shift_id in roster:
            yield plan.shift[shift_id].day, plan.agent[agent].municipality


def _totals(plan: Plan, roster: Roster | WorkedSeats | None) -> Mapping[MunicipalityCode, _Totals]:
    if roster is None:
        return _by_target(plan)
    return _by_work(plan, roster) if isinstance(roster, WorkedSeats) else _by_assignment(plan, roster)


def _by_target(plan: Plan) -> Mapping[MunicipalityCode, _Totals]:
    minutes = sum(shift.seats * shift.minutes for shift in plan.shifts)
    return {
        code: _Totals(
            units=None,
            unsocial=quota.target * Fraction(plan.unsocial_units, plan.units),
            seats=plan.seats_owed[code],
            minutes=quota.target * Fraction(minutes, plan.units),
        )
        for code, quota in plan.quotas.items()
    }


def _by_assignment(plan: Plan, roster: Roster) -> Mapping[MunicipalityCode, _Totals]:
    units: Counter[MunicipalityCode] = Counter()
    unsocial: Counter[MunicipalityCode] = Counter()
    for code, shift, number in units_sat(plan, roster):
        units[code] += number
        unsocial[code] += number if shift.unsocial else 0
    seats: Counter[MunicipalityCode] = Counter()
    minutes: Counter[MunicipalityCode] = Counter()
    for agent, shift_id in roster:
        code = plan.agent[agent].municipality
        seats[code] += 1
        minutes[code] += plan.shift[shift_id].minutes
    return {
        m.code: _Totals(
            units=units[m.code],
            unsocial=Fraction(unsocial[m.code]),
            seats=Fraction(seats[m.code]),
            minutes=Fraction(minutes[m.code]),
        )
        for m in plan.municipalities
    }


def _by_work(plan: Plan, worked: WorkedSeats) -> Mapping[MunicipalityCode, _Totals]:
    mixed = plan.hotline.pairing is Pairing.MIXED
    seats: Counter[MunicipalityCode] = Counter()
    minutes: Counter[MunicipalityCode] = Counter()
    on: Counter[tuple[MunicipalityCode, ShiftId]] = Counter()
    for shift, seat in worked.each_seat():
        seats[seat.municipality] += 1
        minutes[seat.municipality] += seat.minutes
        on[seat.municipality, shift] += 1
    units: Counter[MunicipalityCode] = Counter()
    unsocial: Counter[MunicipalityCode] = Counter()
    for (code, shift), number in on.items():
        units[code] += number if mixed else 1
        unsocial[code] += (number if mixed else 1) if plan.shift[shift].unsocial else 0
    return {
        m.code: _Totals(
            units=units[m.code],
            unsocial=Fraction(unsocial[m.code]),
            seats=Fraction(seats[m.code]),
            minutes=Fraction(minutes[m.code]),
        )
        for m in plan.municipalities
    }
