"""What links municipalities is priced, and each municipality is then a small whole program of its own.

Columns of a linear model belong to a municipality, or to none; so does a row all of whose columns are of one
municipality. The other rows *link*. With multipliers y of these,

    cost·x ≥ Σ_i (y_i > 0 ? y_i·lower_i : y_i·upper_i) + Σ_b min (cost − y A)_b·x_b + Σ_j min over the box of
    (cost − y A)_j·x_j,

for the municipalities b, each within its own rows, and the columns j of none. The relaxation lets x_b be
fractions; here its columns are whole, which can only prove more (Geoffrion, "Lagrangean relaxation for
integer programming", Mathematical Programming Study 2, 1974).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from ortools.sat.python import cp_model

from solver.linear.highs import HighsAnswer
from solver.linear.model import LinearModel
from solver.model.draft import Draft
from wfm.certificate import Certificate
from wfm.finding import Level
from wfm.ids import MunicipalityCode

EFFORT = 6.0
"""Of the search for a municipality's least value at most, in CP-SAT's own, repeatable time."""

TOGETHER = 24.0
"""Of that for all municipalities; those that come after it are left out."""


COARSE = 2**10
"""Multipliers are counted in parts of this size, which makes costs with which CP-SAT can solve."""


@dataclass(frozen=True)
class HomeBlock:
    """A municipality's part of a model.

    Parameters
    ----------
    home
        The municipality.
    columns, rows
        Those that are its own, in order.
    """

    home: MunicipalityCode
    columns: tuple[int, ...]
    rows: tuple[int, ...]


def homes_of(draft: Draft) -> Mapping[int, MunicipalityCode]:
    """Return whose each column is that seats somebody."""
    return {column.variable.index: column.cell.home for column in draft.columns}


def blocks_of(model: LinearModel, homes: Mapping[int, MunicipalityCode]) -> tuple[HomeBlock, ...]:
    """Return each municipality's part, in order of code.

    Parameters
    ----------
    model
        The whole.
    homes
        By column that seats somebody, whose it is. What is derived from columns of one municipality alone
        is that municipality's as well.
    """
    columns, rows = dict(homes), dict[int, MunicipalityCode]()
    left: Sequence[int] = range(model.rows)
    while found := {row: home for row in left if (home := _home_of(model, row, columns)) is not None}:
        rows |= found
        left = [row for row in left if row not in found]
    return tuple(
        HomeBlock(home, _belonging(columns, home), _belonging(rows, home))
        for home in sorted(set(homes.values()))
    )


def _home_of(model: LinearModel, row: int, columns: dict[int, MunicipalityCode]) -> MunicipalityCode | None:
    """Return the only municipality that has columns in a row, which then has all of them."""
    entries = model.columns[model.starts[row] : model.starts[row + 1]]
    found = {columns[column] for column in entries if column in columns}
    if len(found) != 1:
        return None
    home = found.pop()
    columns.update(dict.fromkeys(entries, home))
    return home


def _belonging(homes: Mapping[int, MunicipalityCode], home: MunicipalityCode) -> tuple[int, ...]:
    return tuple(sorted(one for one, whose in homes.items() if whose == home))


def price_columns(
    model: LinearModel, blocks: Iterable[HomeBlock], scaled: Sequence[int], denominator: int
) -> list[int]:
    """Return what each column costs once all rows but those of some municipalities are priced.

    Parameters
    ----------
    model, blocks
        The whole, and the municipalities whose own rows are not priced.
    scaled
        By row, in parts of ``1 / denominator``, as in :func:`solver.linear.certificate.prove_bound`.
    denominator
        The costs come in such parts as well.
    """
    own = {row for block in blocks for row in block.rows}
    found = [cost * denominator for cost in model.cost]
    for row, multiplier in enumerate(scaled):
        if row not in own and _limit(model, row, multiplier) is not None:
            for entry in range(model.starts[row], model.starts[row + 1]):
                found[model.columns[entry]] -= multiplier * model.coefficients[entry]
    return found


def prove_by_blocks(
    model: LinearModel,
    least: Mapping[HomeBlock, int],
    scaled: Sequence[int],
    denominator: int,
) -> int:
    """Return a bound of a model's objective, proven by multipliers and by municipalities' least values.

    Parameters
    ----------
    model
        Of whole columns.
    least
        By municipality, the least that its part costs at most; who is left out keeps its rows' multipliers.
    scaled, denominator
        As in :func:`price_columns`; `least` is in such parts as well.
    """
    own = {row for block in least for row in block.rows}
    decided = {column for block in least for column in block.columns}
    bound = model.offset * denominator + sum(least.values())
    for row, multiplier in enumerate(scaled):
        limit = _limit(model, row, multiplier)
        if row not in own and limit is not None:
            bound += multiplier * limit
    for column, price in enumerate(price_columns(model, least, scaled, denominator)):
        if column not in decided:
            bound += price * (model.lower[column] if price > 0 else model.upper[column])
    return -(-bound // denominator)


def certify_by_blocks(
    model: LinearModel,
    level: Level,
    held: Mapping[Level, int],
    least: Mapping[HomeBlock, int],
    duals: Sequence[float],
) -> Certificate:
    """Return what floating-point duals and municipalities' least values prove of a level.

    Parameters
    ----------
    model
        Of the level, the earlier ones held.
    level, held
        As in the certificate.
    least
        By municipality, in parts of ``1 / COARSE``, of the costs that the duals leave.
    duals
        By row.
    """
    scaled = coarse(duals)
    own = {row for block in least for row in block.rows}
    return Certificate(
        level=level,
        held=MappingProxyType(dict(held)),
        bound=prove_by_blocks(model, least, scaled, COARSE),
        denominator=COARSE,
        rows=model.rows,
        model_sha256=model.sha256,
        multipliers=tuple((row, value) for row, value in enumerate(scaled) if value and row not in own),
        blocks=tuple(sorted((block.home, value) for block, value in least.items())),
    )


def coarse(duals: Sequence[float]) -> list[int]:
    """Return floating-point duals in parts of ``1 / COARSE``."""
    return [round(dual * COARSE) for dual in duals]


def _limit(model: LinearModel, row: int, multiplier: int) -> int | None:
    """Return the limit from which a multiplier pushes, if it pushes and there is one."""
    if not multiplier:
        return None
    return model.row_lower[row] if multiplier > 0 else model.row_upper[row]


@dataclass(frozen=True)
class BlocksJob:
    """Parts that are wanted solved.

    Parameters
    ----------
    number
        Comes back with the answer.
    model, blocks
        The whole and the parts.
    costs
        By column of the whole.
    """

    number: int
    model: LinearModel
    blocks: tuple[HomeBlock, ...]
    costs: Sequence[int]


def answer_to_blocks(job: BlocksJob) -> HighsAnswer:
    """Return the least value of each part, in order; the small ones are solved first."""
    least: dict[HomeBlock, int | None] = dict.fromkeys(job.blocks)
    left = TOGETHER
    for block in sorted(job.blocks, key=lambda one: len(one.columns)):
        if left > 0:
            least[block], spent = _solved(job.model, block, job.costs, min(EFFORT, left))
            left -= spent
    return HighsAnswer(
        job.number, ended=True, settled=None not in least.values(), least=tuple(least.values())
    )


def least_of(model: LinearModel, block: HomeBlock, costs: Sequence[int]) -> int | None:
    """Return the least that a municipality's part can cost, proven; ``None`` where that takes too long.

    Parameters
    ----------
    model, block
        The whole and the part.
    costs
        By column of the whole.
    """
    return _solved(model, block, costs, EFFORT)[0]


def _solved(
    model: LinearModel, block: HomeBlock, costs: Sequence[int], effort: float
) -> tuple[int | None, float]:
    """Return a part's least value, and what effort that took."""
    part = cp_model.CpModel()
    columns = {
        column: part.new_int_var(model.lower[column], model.upper[column], "") for column in block.columns
    }
    for row in block.rows:
        entries = range(model.starts[row], model.starts[row + 1])
        amount = cp_model.LinearExpr.weighted_sum(
            [columns[model.columns[entry]] for entry in entries],
            [model.coefficients[entry] for entry in entries],
        )
        low, high = model.row_lower[row], model.row_upper[row]
        part.add_linear_expression_in_domain(amount, _domain(low, high))
    part.minimize(
        cp_model.LinearExpr.weighted_sum(list(columns.values()), [costs[column] for column in columns])
    )
    solver = cp_model.CpSolver()
    solver.parameters.catch_sigint_signal = False
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = effort
    status = solver.solve(part)
    spent = solver.response_proto.deterministic_time
    if status != cp_model.OPTIMAL:
        return None, spent
    return sum(costs[column] * solver.value(variable) for column, variable in columns.items()), spent


def _domain(low: int | None, high: int | None) -> cp_model.Domain:
    return cp_model.Domain(
        cp_model.INT_MIN if low is None else low, cp_model.INT_MAX if high is None else high
    )
