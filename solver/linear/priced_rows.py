"""What multipliers prove of a model, and of models that differ from it in a few rows or costs.

The sum of :func:`solver.linear.certificate.prove_bound` is kept, with what each column still costs once the
rows are priced. Without some rows, or at other costs, only a few of its terms are others.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from solver.linear.model import LinearModel


class PricedRows:
    """The bound that multipliers prove of a model.

    Parameters
    ----------
    model
        Of whole columns.
    scaled, denominator
        As in :func:`solver.linear.certificate.prove_bound`.
    """

    def __init__(self, model: LinearModel, scaled: Sequence[int], denominator: int) -> None:
        self._model = model
        self._scaled = scaled
        self._denominator = denominator
        self._reduced = [cost * denominator for cost in model.cost]
        self._sum = model.offset * denominator
        for row, multiplier in enumerate(scaled):
            limit = self._limit(row)
            if limit is not None:
                self._sum += multiplier * limit
                for column, coefficient in self._entries(row):
                    self._reduced[column] -= multiplier * coefficient
        self._sum += sum(self._least(column, price) for column, price in enumerate(self._reduced))

    def prove_without(self, rows: Collection[int], costs: Mapping[int, int], offset: int = 0) -> int:
        """Return the bound of the model without some rows and at other costs.

        Parameters
        ----------
        rows
            That are left out.
        costs
            By column, what it costs more; less where it is below 0.
        offset
            By what the known part of the objective is more.
        """
        changed = {column: more * self._denominator for column, more in costs.items()}
        total = self._sum + offset * self._denominator
        for row in rows:
            limit = self._limit(row)
            if limit is not None:
                total -= self._scaled[row] * limit
                for column, coefficient in self._entries(row):
                    changed[column] = changed.get(column, 0) + self._scaled[row] * coefficient
        for column, more in changed.items():
            price = self._reduced[column]
            total += self._least(column, price + more) - self._least(column, price)
        return -(-total // self._denominator)

    def _least(self, column: int, price: int) -> int:
        return price * (self._model.lower[column] if price > 0 else self._model.upper[column])

    def _limit(self, row: int) -> int | None:
        """Return the limit from which a row's multiplier pushes, if it pushes and there is one."""
        multiplier = self._scaled[row]
        if not multiplier:
            return None
        return self._model.row_lower[row] if multiplier > 0 else self._model.row_upper[row]

    def _entries(self, row: int) -> list[tuple[int, int]]:
        model = self._model
        span = slice(model.starts[row], model.starts[row + 1])
        return list(zip(model.columns[span], model.coefficients[span], strict=True))


def model_without(
    model: LinearModel, rows: Collection[int], costs: Mapping[int, int], offset: int = 0
) -> LinearModel:
    """Return a model whose rows of some numbers bind nothing, at other costs; parameters as above."""
    cost, low, high = list(model.cost), list(model.row_lower), list(model.row_upper)
    for column, more in costs.items():
        cost[column] += more
    for row in rows:
        low[row] = high[row] = None
    return replace(model, cost=cost, row_lower=low, row_upper=high, offset=model.offset + offset)
