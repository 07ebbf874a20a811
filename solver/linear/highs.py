"""HiGHS in a process of its own: linear and mixed-integer programs in, values, multipliers and bounds out.

OR-Tools' HiGHS can't be interrupted, a process can. Jobs arrive pickled on standard input, answers leave on
standard output. The process ends with its parent: when standard input closes, whatever it is doing.
"""

from __future__ import annotations

import os
import pickle
import random
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from queue import SimpleQueue
from typing import TYPE_CHECKING, BinaryIO

from solver.linear.model import LinearModel

if TYPE_CHECKING:
    from ortools.math_opt.python import mathopt

LOG_ROW = re.compile(r"^ [A-Za-z ]? +\d+ +\d+ +\d+ +[\d.]+% +(?P<bound>-?[\d.]+(e[+-]?\d+)?) ")
"""A row of HiGHS's table of its search: source, nodes, queue, leaves, explored part, bound, and more."""

INTERIOR = {"solver": "ipm", "run_crossover": "off"}
"""Relaxations are solved by an interior point method: twice as fast as the simplex method on a quarter, five
times on a year. No basis is needed, multipliers of any precision prove a bound."""

SHAKEN = 1e-4
"""What a relaxation's columns cost too much at most. An interior point method ends in the middle of all its
best solutions, where nearly every column has a part; with one best solution it ends there, among few columns.
The bound is proven by the true costs, and is less by no more than this for each seat."""


@dataclass(frozen=True)
class Job:
    """What is to be solved.

    Parameters
    ----------
    number
        Comes back with every answer.
    model
        To be minimised.
    whole
        Whether its columns must be whole; else the linear relaxation is solved.
    seconds
        Wall time at most.
    seed
        Of HiGHS, and of what shakes a relaxation's costs.
    """

    number: int
    model: LinearModel
    whole: bool
    seconds: float
    seed: int


@dataclass(frozen=True)
class HighsAnswer:
    """What came of a job, or on the way to it.

    Parameters
    ----------
    number
        The job's.
    ended
        Whether the job is over; before that only bounds come.
    settled
        Whether it was solved to the end: the best is found, or that there is none.
    bound
        Of the objective, in floating point; ``None`` where there is none.
    values
        By column, of the best solution; empty where there is none.
    duals
        By row, of a relaxation; else empty.
    """

    number: int
    ended: bool
    settled: bool = False
    bound: float | None = None
    values: Sequence[float] = ()
    duals: Sequence[float] = ()


def answers_to(job: Job, tell: Callable[[HighsAnswer], None]) -> HighsAnswer:
    """Solve a job, telling bounds on the way."""
    from ortools.math_opt.python import mathopt

    parameters = mathopt.SolveParameters(time_limit=timedelta(seconds=job.seconds))
    parameters.highs.string_options["parallel"] = "off"
    parameters.highs.int_options["random_seed"] = job.seed
    parameters.highs.double_options["mip_rel_gap"] = 0.0
    if not job.whole:
        parameters.highs.string_options.update(INTERIOR)

    def read(lines: Iterable[str]) -> None:
        for line in lines:
            row = LOG_ROW.match(line)
            if row:
                tell(HighsAnswer(job.number, ended=False, bound=float(row["bound"])))

    result = mathopt.solve(
        mathopt.Model.from_model_proto(_proto(job)),
        mathopt.SolverType.HIGHS,
        params=parameters,
        msg_cb=read if job.whole else None,
    )
    return _answer(job, result, mathopt)


def _answer(job: Job, result: mathopt.SolveResult, mathopt: object) -> HighsAnswer:
    reason = result.termination.reason.name
    bound = result.termination.objective_bounds.dual_bound
    values: Sequence[float] = ()
    duals: Sequence[float] = ()
    if result.has_primal_feasible_solution():
        values = [value for _, value in sorted((v.id, x) for v, x in result.variable_values().items())]
    if not job.whole and result.has_dual_feasible_solution():
        duals = [value for _, value in sorted((c.id, y) for c, y in result.dual_values().items())]
    settled = reason in ("OPTIMAL", "INFEASIBLE")
    return HighsAnswer(
        number=job.number,
        ended=True,
        settled=settled,
        bound=bound if reason != "INFEASIBLE" else None,
        values=values,
        duals=duals,
    )


def _proto(job: Job) -> object:
    """Return the model as OR-Tools' MathOpt reads it; filled by whole lists, which is fast."""
    from ortools.math_opt import model_pb2

    model, whole, infinity = job.model, job.whole, float("inf")
    proto = model_pb2.ModelProto()
    number = len(model.cost)
    proto.variables.ids.extend(range(number))
    proto.variables.lower_bounds.extend(map(float, model.lower))
    proto.variables.upper_bounds.extend(map(float, model.upper))
    proto.variables.integers.extend([whole] * number)
    rows = proto.linear_constraints
    rows.ids.extend(range(model.rows))
    rows.lower_bounds.extend(-infinity if low is None else float(low) for low in model.row_lower)
    rows.upper_bounds.extend(infinity if high is None else float(high) for high in model.row_upper)
    matrix = proto.linear_constraint_matrix
    for row in range(model.rows):
        matrix.row_ids.extend([row] * (model.starts[row + 1] - model.starts[row]))
    matrix.column_ids.extend(model.columns)
    matrix.coefficients.extend(map(float, model.coefficients))
    costs = _costs(job)
    priced = [column for column, cost in enumerate(costs) if cost]
    proto.objective.linear_coefficients.ids.extend(priced)
    proto.objective.linear_coefficients.values.extend(costs[column] for column in priced)
    proto.objective.offset = float(model.offset)
    return proto


def _costs(job: Job) -> list[float]:
    """Return what columns cost; in a relaxation a little more, so that one solution is the best."""
    if job.whole:
        return list(map(float, job.model.cost))
    chance = random.Random(job.seed)
    return [
        cost + (SHAKEN * chance.random() if high - low == 1 else 0.0)
        for cost, low, high in zip(job.model.cost, job.model.lower, job.model.upper, strict=True)
    ]


def main() -> None:
    """Answer jobs until standard input closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this process
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what HiGHS itself prints must not mix with answers
    jobs: SimpleQueue[Job] = SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, jobs), daemon=True).start()

    def tell(answer: HighsAnswer) -> None:
        pickle.dump(answer, out)
        out.flush()

    from ortools.math_opt.python import mathopt  # noqa: F401 - loaded before the first job comes

    while True:
        tell(answers_to(jobs.get(), tell))


def _listen(stream: BinaryIO, jobs: SimpleQueue[Job]) -> None:
    try:
        while True:
            jobs.put(pickle.load(stream))
    except EOFError:
        os._exit(0)


if __name__ == "__main__":
    main()
