"""Who staffs on which day: the shares of a period in which municipalities begin to staff.

A seat is shared by those who staff on its day, in proportion to their citizens. Where nobody begins
within the period there is one span, and shares are those of `wfm.quota.shares`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from wfm.ids import MunicipalityCode
from wfm.municipality import Municipality
from wfm.start_up import start_of_staffing


@dataclass(frozen=True)
class StaffingSpan:
    """Days on which the same municipalities staff, until the next span begins.

    Parameters
    ----------
    first_day
        ``date.min`` for the first span.
    members
        Who staffs.
    """

    first_day: date
    members: tuple[Municipality, ...]

    @property
    def population(self) -> int:
        """Citizens of those who staff."""
        return sum(m.population for m in self.members)


@dataclass(frozen=True)
class StaffingSpans:
    """All spans in order of time; together they are all of time."""

    spans: tuple[StaffingSpan, ...]

    @classmethod
    def of(cls, municipalities: Sequence[Municipality], months: int) -> StaffingSpans:
        """Return the spans of a plan's municipalities, `months` being those of the start-up."""
        begins = starts_of_staffing(municipalities, months)
        staffing = [m for m in municipalities if m.staffing]
        days = sorted({date.min, *(begins[m.code] for m in staffing if m.code in begins)})
        return cls(
            tuple(
                StaffingSpan(day, tuple(m for m in staffing if begins.get(m.code, date.min) <= day))
                for day in days
            )
        )

    def on(self, day: date) -> StaffingSpan:
        """Return the span in which a day lies."""
        return self.spans[bisect_right(self.spans, day, key=lambda span: span.first_day) - 1]

    def within(self, seats: Iterable[tuple[date, int]]) -> tuple[tuple[StaffingSpan, int], ...]:
        """Return the spans in which seats lie, with their number."""
        found: dict[date, int] = {}
        for day, number in seats:
            first = self.on(day).first_day
            found[first] = found.get(first, 0) + number
        return tuple((span, found[span.first_day]) for span in self.spans if span.first_day in found)

    def shares(self, seats: Iterable[tuple[date, int]]) -> Mapping[MunicipalityCode, Fraction]:
        """Return the share of all seats of each municipality that staffs on one of their days.

        Parameters
        ----------
        seats
            Day and number.

        Returns
        -------
        Mapping
            Σ seats × population ÷ population of those who staff then, as a part of all seats; in the
            order of the municipalities. Seats of days on which nobody staffs are nobody's.
        """
        within = self.within(seats)
        whole = sum(number for _, number in within)
        # Nobody stops staffing: whoever did in an earlier span is a member of the last one.
        found = {m.code: Fraction(0) for span, _ in within[-1:] for m in span.members}
        for span, number in within:
            for member in span.members if span.population else ():
                found[member.code] += Fraction(member.population * number, span.population * whole)
        return found

    def share_out(
        self, sat: Iterable[tuple[date, MunicipalityCode, int]]
    ) -> Mapping[MunicipalityCode, Fraction]:
        """Return each municipality's share of the seats in which somebody sat.

        A seat of a day on which nobody staffs stays with whoever sat in it: it is owed to nobody.

        Parameters
        ----------
        sat
            Day, who sat there, and in how many seats.
        """
        found: dict[MunicipalityCode, Fraction] = defaultdict(Fraction)
        whole: dict[date, int] = defaultdict(int)
        for day, code, number in sat:
            span = self.on(day)
            if span.population:
                whole[span.first_day] += number
            elif not span.members:
                found[code] += number
        for span in self.spans:
            for member in span.members if whole[span.first_day] else ():
                found[member.code] += Fraction(member.population * whole[span.first_day], span.population)
        return found


def starts_of_staffing(
    municipalities: Iterable[Municipality], months: int
) -> Mapping[MunicipalityCode, date]:
    """Return the first day on which each municipality staffs, where it is told when it joined."""
    return {m.code: start_of_staffing(m.joined, months) for m in municipalities if m.joined is not None}
