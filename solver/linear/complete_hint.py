"""The rest of a solution, once it is known who sits where.

What else is in a model is created after the columns and counts something from below: a load, a distance, a
square. Each such variable has the least value that its rows allow, given those before it. CP-SAT follows a
hint of all variables at once, and a hint of some only after a search.
"""

from __future__ import annotations

from collections.abc import Sequence

from solver.linear.model import LinearModel
from solver.model.columns import TeamColumn
from wfm.roster import Roster


def complete(model: LinearModel, columns: Sequence[TeamColumn], roster: Roster) -> list[int]:
    """Return the values of all variables in the best solution that seats a roster.

    Parameters
    ----------
    model
        Its variables in order of creation: the columns first, then what is derived from them and from what
        was derived before.
    columns
        Those that seat somebody.
    roster
        One that the model allows; for another the values break some row.
    """
    values = list(model.lower)
    for column in columns:
        values[column.variable.index] = int(column.chosen_in(roster))
    seats = {column.variable.index for column in columns}
    for row in sorted(range(model.rows), key=lambda row: _last(model, row)):
        last = _last(model, row)
        if last >= 0 and last not in seats:
            values[last] = max(values[last], _least(model, row, values))
    return values


def _last(model: LinearModel, row: int) -> int:
    """Return the column of a row that was created last; −1 where it has none."""
    return model.columns[model.starts[row + 1] - 1] if model.starts[row + 1] > model.starts[row] else -1


def _least(model: LinearModel, row: int, values: Sequence[int]) -> int:
    """Return the least value of a row's last column that the row allows, the other values given."""
    first, last = model.starts[row], model.starts[row + 1] - 1
    others = sum(model.coefficients[entry] * values[model.columns[entry]] for entry in range(first, last))
    coefficient = model.coefficients[last]
    limit = model.row_lower[row] if coefficient > 0 else model.row_upper[row]
    if limit is None:
        return model.lower[model.columns[last]]
    return -((others - limit) // coefficient)  # rounded up
