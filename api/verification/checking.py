"""Check every claim of a folder of outputs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import MappingProxyType

from api.verification.bounds import (
    check_bounds,
    check_certificates,
    check_status,
    evaluate_certificates,
    read_claims,
)
from api.verification.contradictions import check_infeasible
from api.verification.figures import check_findings, check_rules, check_values
from api.verification.files import check_plan, check_quota, check_roster
from api.verification.solved_folder import (
    SolvedFolder,
    read_solved_folder,
)
from solver.progress import Progress
from solver.verification import Reproofs, Reproving
from wfm.canonical import plan_sha256
from wfm.plan import Plan
from wfm.result import Status
from wfm.score import Score, measure
from wfm.verification import Claim, Verification


def verify(
    plan: Plan,
    folder: Path,
    time_limit: float = 60,
    workers: int | None = None,
    *,
    baseline: Path | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> Verification:
    """Check what a folder of outputs claims.

    Parameters
    ----------
    plan
        What it is said to answer.
    folder
        As ``wfm solve`` writes it.
    time_limit
        Seconds of wall time that solving again may take; what needs no solver is always checked.
    workers
        Threads that solve at once; ``None`` for all cores.
    baseline
        The roster that this one was mended from, where it is not in the folder.
    progress, stop
        As those of :func:`solver.solve`.

    Returns
    -------
    Verification
        Every claim, and what came of it.

    Raises
    ------
    InputError
        Where there is no readable ``report.json``.
    OutputError
        Where the folder cannot be read.
    """
    began = time.monotonic()
    solved = read_solved_folder(plan, folder, baseline)
    if solved.report.get("status") == Status.INFEASIBLE:
        claims = (*check_plan(solved), *check_infeasible(solved))
        return Verification(claims, seconds=time.monotonic() - began)
    roster = solved.roster
    score = None if roster is None else measure(solved.plan, roster, solved.baseline)
    measured = tuple(_measured(solved, score))
    proven, reproofs = _proven(solved, time_limit, workers, progress, stop)
    status = check_status(solved, (*measured, *proven))
    better = reproofs.better
    return Verification(
        (*measured, *proven, *status),
        MappingProxyType({} if better is None else dict(better.values)),
        time.monotonic() - began,
        reproofs.interrupted,
    )


def _measured(solved: SolvedFolder, score: Score | None) -> Iterable[Claim]:
    return (
        *check_plan(solved),
        *check_roster(solved, score),
        *check_values(solved, score),
        *check_rules(solved, score),
        *check_findings(solved, score),
        *check_quota(solved),
    )


def _proven(
    solved: SolvedFolder,
    time_limit: float,
    workers: int | None,
    progress: Callable[[Progress], None] | None,
    stop: threading.Event | None,
) -> tuple[tuple[Claim, ...], Reproofs]:
    """Return the claims about what is proven, and what came of proving it again."""
    certificates = evaluate_certificates(solved)
    reproofs = Reproofs(MappingProxyType({}))
    if not solved.lacks_baseline:
        reproving = Reproving(solved.plan, solved.baseline, solved.roster, read_claims(solved, certificates))
        reproving.without_solver()
        reproofs = reproving.solve(time_limit, workers, progress=progress, stop=stop)
    bounds = list(check_bounds(solved, reproofs.by_level))
    proofs = check_certificates(solved, certificates, plan_sha256(solved.plan))
    return (*bounds, *proofs), reproofs
