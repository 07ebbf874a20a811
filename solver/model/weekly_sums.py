"""Week totals: what many rules add up week by week is added up once, in a variable of its own.

An agent's seats of a week stand in its weekly limit, in its load and in every upkeep window that holds the
week. One variable instead of the same long sum in each makes a model half as large, and no weaker.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping

from ortools.sat.python import cp_model

from solver.model.expressions import Amount, total
from wfm.calendar import Week
from wfm.ids import ShiftId
from wfm.plan import Plan

LEAST = 4
"""Unknown amounts in a week from which it gets a variable."""


class WeekTotals:
    """Sums of amounts by shift, such as an agent's seats or a municipality's units.

    Parameters
    ----------
    plan
        Tells the week of a shift.
    model
        Gets the variables and what defines them.
    most
        The largest value of an amount.
    least
        Unknown amounts in a week from which it gets a variable; ``None`` for never.
    """

    def __init__(self, plan: Plan, model: cp_model.CpModel, most: int = 1, least: int | None = LEAST) -> None:
        self._plan = plan
        self._model = model
        self._most = most
        self._least = least
        self._known: dict[tuple[Hashable, Week], Amount] = {}
        self._sizes: dict[Hashable, Counter[Week]] = {}

    def parts(
        self, whose: Hashable, amounts: Mapping[ShiftId, Amount], shifts: Iterable[ShiftId]
    ) -> list[Amount]:
        """Return amounts that sum up to those of some shifts, a week that is asked for whole as one of them.

        Parameters
        ----------
        whose
            A name for `amounts`: the same name comes with the same amounts.
        amounts
            By shift.
        shifts
            What is asked for; those without an amount count as 0.
        """
        if whose not in self._sizes:
            self._sizes[whose] = Counter(self._plan.shift[shift].week for shift in amounts)
        asked: dict[Week, list[Amount]] = defaultdict(list)
        for shift in shifts:
            if shift in amounts:
                asked[self._plan.shift[shift].week].append(amounts[shift])
        found: list[Amount] = []
        for week, of_week in asked.items():
            if len(of_week) == self._sizes[whose][week]:
                found.append(self._whole(whose, week, of_week))
            else:
                found.extend(of_week)
        return found

    def _whole(self, whose: Hashable, week: Week, amounts: list[Amount]) -> Amount:
        key = whose, week
        if key not in self._known:
            unknown = [amount for amount in amounts if not isinstance(amount, int)]
            if self._least is None or len(unknown) < self._least:
                self._known[key] = total(amounts)
            else:
                variable = self._model.new_int_var(0, self._most * len(unknown), "")
                self._model.add(total(unknown) == variable)
                self._known[key] = total([variable, *(one for one in amounts if isinstance(one, int))])
        return self._known[key]
