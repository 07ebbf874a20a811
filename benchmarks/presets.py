"""What `sh run bench` runs by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmarks.harness import Job
from benchmarks.plans import FAMILIES

SEEDS = (1, 2, 3, 4, 5)
MINUTE = 60.0
FIVE_MINUTES = 300.0
LONG = 600.0
QUARTERS = ("quarter", "tight", "locked", "short", "mixed", "threes")

SHAPES = ("six_hours", "sixty", "scarce", "floors", "many_locks", "standby", "carried")
TEN = tuple(range(1, 11))

_QUARTERS = [Job(kind, MINUTE, SEEDS, SEEDS) for kind in QUARTERS]
_WEEK = Job("week", MINUTE, SEEDS, SEEDS)
_LARGE = [Job(kind, LONG, SEEDS, SEEDS[:1]) for kind in ("year", "nation")]

PRESETS: Mapping[str, Sequence[Job]] = {
    "smoke": [Job("week", 2.0, SEEDS[:1], SEEDS[:1])],
    "quarter": _QUARTERS,
    "all": [_WEEK, *_QUARTERS, *_LARGE],
    "shapes": [
        *(Job(kind, MINUTE, TEN, TEN[:1]) for kind in (*QUARTERS, *SHAPES)),
        *(Job(kind, FIVE_MINUTES, TEN, TEN[:1]) for kind in ("federation", "year", "nation")),
    ],
    "growth": [
        Job(kind, 2 * MINUTE, SEEDS[:1], SEEDS[:1]) for kinds in FAMILIES.values() for kind in kinds.values()
    ],
}
"""By name, what is run. The peers get one seed where a run takes minutes, or where there are ten."""


def usual_seconds(instance: str) -> float:
    """Return the time that an instance gets in a preset; a minute where it is in none."""
    return next(
        (
            job.seconds
            for job in (*PRESETS["all"], *PRESETS["shapes"], *PRESETS["growth"])
            if job.instance == instance
        ),
        MINUTE,
    )
