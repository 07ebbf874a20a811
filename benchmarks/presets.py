"""What `sh run bench` runs by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmarks.harness import Job
from benchmarks.plans import FAMILIES

SEEDS = (1, 2, 3, 4, 5)
MINUTE = 60.0
LONG = 600.0
QUARTERS = ("quarter", "tight", "locked", "short", "mixed", "threes")

_QUARTERS = [Job(kind, MINUTE, SEEDS, SEEDS) for kind in QUARTERS]
_WEEK = Job("week", MINUTE, SEEDS, SEEDS)
_LARGE = [Job(kind, LONG, SEEDS, SEEDS[:1]) for kind in ("year", "nation")]

PRESETS: Mapping[str, Sequence[Job]] = {
    "smoke": [Job("week", 2.0, SEEDS[:1], SEEDS[:1])],
    "quarter": _QUARTERS,
    "all": [_WEEK, *_QUARTERS, *_LARGE],
    "growth": [
        Job(kind, 2 * MINUTE, SEEDS[:1], SEEDS[:1]) for kinds in FAMILIES.values() for kind in kinds.values()
    ],
}
"""By name, what is run. The peers get one seed of the large instances, where each run takes ten minutes."""


def usual_seconds(instance: str) -> float:
    """Return the time that an instance gets in a preset; a minute where it is in none."""
    return next(
        (job.seconds for job in (*PRESETS["all"], *PRESETS["growth"]) if job.instance == instance), MINUTE
    )
