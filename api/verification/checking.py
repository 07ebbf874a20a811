"""Check every claim of a folder of outputs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import MappingProxyType

from api.verification.bounds import (
    bound_claims,
    certificate_claims,
    checked_certificates,
    claimed_of,
    status_claims,
)
from api.verification.contradictions import infeasible_claims
from api.verification.figures import finding_claims, rule_claims, value_claims
from api.verification.files import plan_claims, quota_claims, roster_claims
from api.verification.published import Published, read_published
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
    published = read_published(plan, folder, baseline)
    if published.report.get("status") == Status.INFEASIBLE:
        claims = (*plan_claims(published), *infeasible_claims(published))
        return Verification(claims, seconds=time.monotonic() - began)
    roster = published.roster
    score = None if roster is None else measure(published.plan, roster, published.baseline)
    measured = tuple(_measured(published, score))
    proven, reproofs = _proven(published, time_limit, workers, progress, stop)
    status = status_claims(published, (*measured, *proven))
    better = reproofs.better
    return Verification(
        (*measured, *proven, *status),
        MappingProxyType({} if better is None else dict(better.values)),
        time.monotonic() - began,
        reproofs.interrupted,
    )


def _measured(published: Published, score: Score | None) -> Iterable[Claim]:
    return (
        *plan_claims(published),
        *roster_claims(published, score),
        *value_claims(published, score),
        *rule_claims(published, score),
        *finding_claims(published, score),
        *quota_claims(published),
    )


def _proven(
    published: Published,
    time_limit: float,
    workers: int | None,
    progress: Callable[[Progress], None] | None,
    stop: threading.Event | None,
) -> tuple[tuple[Claim, ...], Reproofs]:
    """Return the claims about what is proven, and what came of proving it again."""
    certificates = checked_certificates(published)
    reproofs = Reproofs(MappingProxyType({}))
    if not published.lacks_baseline:
        reproving = Reproving(
            published.plan, published.baseline, published.roster, claimed_of(published, certificates)
        )
        reproving.without_solver()
        reproofs = reproving.solve(time_limit, workers, progress=progress, stop=stop)
    bounds = list(bound_claims(published, reproofs.by_level))
    proofs = certificate_claims(published, certificates, plan_sha256(published.plan))
    return (*bounds, *proofs), reproofs
