"""A CP-SAT model as a linear one: what a solver of linear and mixed-integer programs reads.

Every variable is whole and has a box, every coefficient is whole. What is not linear in the CP-SAT model is
left out, which makes the linear model weaker, never wrong: its bounds hold, its solutions are offered and
measured like any other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from operator import lt

from ortools.sat.python import cp_model_helper

UNBOUNDED = 2**60
"""CP-SAT's domains end near 2⁶³ where they have no end."""


@dataclass
class LinearModel:
    """Minimise offset + cost · x, every row within its limits and every column within its box.

    Rows are stored one after the other: row i has the entries from ``starts[i]`` to ``starts[i + 1]``.

    Attributes
    ----------
    offset
        Known part of the objective.
    cost, lower, upper
        By column; whole numbers.
    row_lower, row_upper
        By row; ``None`` where it has no limit on that side.
    starts, columns, coefficients
        The entries of all rows; a column stands at most once in a row.
    origins
        By row, the number of the constraint of which it was made; empty where there was none.
    """

    cost: list[int]
    lower: list[int]
    upper: list[int]
    offset: int = 0
    row_lower: list[int | None] = field(default_factory=list)
    row_upper: list[int | None] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    columns: list[int] = field(default_factory=list)
    coefficients: list[int] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)

    def add_row(self, entries: Iterable[tuple[int, int]], lower: int | None, upper: int | None) -> None:
        """Add a row; entries of one column are added up."""
        listed = list(entries)
        self.add_entries([column for column, _ in listed], [number for _, number in listed], lower, upper)

    def add_entries(
        self, columns: list[int], coefficients: list[int], lower: int | None, upper: int | None
    ) -> None:
        """Add a row, columns and coefficients apart; those of one column are added up."""
        if not all(map(lt, columns, columns[1:])) or 0 in coefficients:
            summed = dict.fromkeys(sorted(columns), 0)
            for column, coefficient in zip(columns, coefficients, strict=True):
                summed[column] += coefficient
            columns = [column for column, number in summed.items() if number]
            coefficients = [number for number in summed.values() if number]
        self.columns += columns
        self.coefficients += coefficients
        self.starts.append(len(self.columns))
        self.row_lower.append(lower)
        self.row_upper.append(upper)

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.row_lower)

    @property
    def sha256(self) -> str:
        """SHA-256 of all figures, in hexadecimal: models of the same hash have the same bounds."""
        digest = sha256()
        for figures in (
            [self.offset],
            self.cost,
            self.lower,
            self.upper,
            self.row_lower,
            self.row_upper,
            self.starts,
            self.columns,
            self.coefficients,
        ):
            digest.update(repr(figures).encode() + b"\n")
        return digest.hexdigest()


def linear_model(proto: cp_model_helper.CpModelProto) -> LinearModel:
    """Return what is linear in a CP-SAT model."""
    domains = [variable.domain for variable in proto.variables]
    lowest = [domain[0] for domain in domains]
    highest = [domain[len(domain) - 1] for domain in domains]  # no [-1] on the proto's own list
    found = LinearModel([0] * len(domains), lowest, highest)
    for variable, coefficient in zip(proto.objective.vars, proto.objective.coeffs, strict=True):
        found.cost[variable] += coefficient
    found.offset = round(proto.objective.offset)
    for number, constraint in enumerate(proto.constraints):
        _add(found, constraint)
        found.origins += [number] * (found.rows - len(found.origins))
    return found


def _add(found: LinearModel, constraint: cp_model_helper.ConstraintProto) -> None:
    """Add the rows of one constraint."""
    enforced = constraint.enforcement_literal if len(constraint.enforcement_literal) else ()
    if constraint.has_linear() and not enforced:
        _add_linear(found, constraint.linear)
    elif constraint.has_bool_or() and not enforced:
        _add_literals(found, constraint.bool_or.literals, 1, None)
    elif constraint.has_bool_and():
        for literal in constraint.bool_and.literals:
            _add_literals(found, [*(~one for one in enforced), literal], 1, None)
    elif constraint.has_at_most_one() and not enforced:
        _add_literals(found, constraint.at_most_one.literals, None, 1)
    elif constraint.has_exactly_one() and not enforced:
        _add_literals(found, constraint.exactly_one.literals, 1, 1)


def _add_linear(found: LinearModel, linear: cp_model_helper.LinearConstraintProto) -> None:
    """Add a linear constraint; of a domain with gaps only its ends count."""
    low, high = linear.domain[0], linear.domain[len(linear.domain) - 1]
    lower, upper = low if low > -UNBOUNDED else None, high if high < UNBOUNDED else None
    found.add_entries(list(linear.vars), list(linear.coeffs), lower, upper)


def _add_literals(found: LinearModel, literals: Iterable[int], lower: int | None, upper: int | None) -> None:
    """Limit how many literals are true; literal ~j is 1 − x[j]."""
    entries, negated = [], 0
    for literal in literals:
        if literal >= 0:
            entries.append((literal, 1))
        else:
            entries.append((~literal, -1))
            negated += 1
    found.add_row(
        entries,
        None if lower is None else lower - negated,
        None if upper is None else upper - negated,
    )
