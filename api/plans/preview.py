"""What an edit of a plan would do, before it is kept: rows, shifts and every quota before and after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from api.plans.difference import TableDifference, plan_difference
from wfm.errors import Fault
from wfm.ids import MunicipalityCode, code_order
from wfm.plan import Plan


@dataclass(frozen=True)
class QuotaChange:
    """A municipality's quota before and after; ``None`` where it does not staff.

    Parameters
    ----------
    code, name
        Which, as it is called afterwards.
    share_before, share
        Of the citizens of those that staff.
    target_before, target
        In units.
    seats_before, seats
        The same in seats.
    """

    code: MunicipalityCode
    name: str
    share_before: Fraction | None
    share: Fraction | None
    target_before: int | None
    target: int | None
    seats_before: Fraction | None
    seats: Fraction | None

    @property
    def differs(self) -> bool:
        """Whether anything of it differs."""
        before = (self.share_before, self.target_before, self.seats_before)
        return before != (self.share, self.target, self.seats)


@dataclass(frozen=True)
class EditPreview:
    """What an edit would do.

    Parameters
    ----------
    before, after
        The plan, without notes that the author does not see.
    notices
        What was ignored or mended while reading.
    """

    before: Plan
    after: Plan
    notices: tuple[Fault, ...] = ()

    @property
    def tables(self) -> tuple[TableDifference, ...]:
        """Rows that differ."""
        return plan_difference(self.before, self.after)

    @property
    def quotas(self) -> tuple[QuotaChange, ...]:
        """Every municipality that staffs before or afterwards, in order of code."""
        return tuple(_quotas(self.before, self.after))

    @property
    def has_consequence(self) -> bool:
        """Whether shifts, seats or quotas are others afterwards."""
        if (self.before.shifts, self.before.units) != (self.after.shifts, self.after.units):
            return True
        return any(change.differs for change in self.quotas)


def _quotas(before: Plan, after: Plan) -> Iterator[QuotaChange]:
    for code in sorted(before.quotas.keys() | after.quotas.keys(), key=code_order):
        old, new = before.quotas.get(code), after.quotas.get(code)
        named = after.municipality.get(code) or before.municipality[code]
        yield QuotaChange(
            code=code,
            name=named.name,
            share_before=None if old is None else old.share,
            share=None if new is None else new.share,
            target_before=None if old is None else old.target,
            target=None if new is None else new.target,
            seats_before=before.seats_owed.get(code),
            seats=after.seats_owed.get(code),
        )
