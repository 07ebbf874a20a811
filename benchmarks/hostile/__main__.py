"""Throw files made to harm at every door that reads files: ``python -m benchmarks.hostile``.

The service runs as it does for a federation, in a process of its own; beside the uploads somebody asks for
``/healthz`` ten times a second, and the memory of the service and of its readers is looked at. Each file goes
to two doors, for programs or of pages, others for the next file of its family. The commands (`wfm check`,
`wfm merge`, `wfm import`, `wfm kpi`) read one file of each family. Prints ``name = value (target)``; exit
status 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from benchmarks.hostile.files import FAMILIES, hostile_file
from benchmarks.hostile.seen import SECONDS, Seen
from benchmarks.hostile.target import target
from benchmarks.hostile.throwing import give, throw
from benchmarks.hostile.watching import watched

HEALTH_MS, MEMORY_MB = 100.0, 512.0


def main(arguments: Sequence[str]) -> int:
    """Throw, and print what came of it."""
    parser = argparse.ArgumentParser("python -m benchmarks.hostile")
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--first", type=int, default=0, help="seed of the first file")
    parser.add_argument("--family", default="", help="only families with this in their name")
    parser.add_argument("--no-commands", dest="commands", action="store_false")
    asked = parser.parse_args(arguments)
    families = list(FAMILIES)
    seeds = [
        seed
        for seed in range(asked.first, asked.first + asked.files)
        if asked.family in families[seed % len(families)]
    ]
    seen, commands = Seen(), Seen()
    with target() as aim, watched(aim, seen):
        for seed in seeds:
            throw(aim, seed, hostile_file(seed), seen)
    for seed in seeds[: len(families)] if asked.commands else ():
        give(hostile_file(seed), commands)
    return _told(len(seeds), seen, commands)


def _told(files: int, seen: Seen, commands: Seen) -> int:
    ordered = sorted(seen.health) or [0.0]
    for wrong in (*seen.wrong, *commands.wrong, *seen.late, *commands.late)[:40]:
        print(wrong, file=sys.stderr)
    print(f"files = {files}, of {len(FAMILIES)} families")
    print(f"uploads refused with a place = {seen.refused}; sound after all = {seen.sound}")
    print(f"uploads answered otherwise = {len(seen.wrong)} (0)")
    print(f"slowest upload = {seen.slowest:.1f} s (at most {SECONDS:.0f} s); later ones = {len(seen.late)}")
    print(f"/healthz, most milliseconds = {ordered[-1]:.0f} (at most {HEALTH_MS:.0f})")
    print(f"/healthz, p99 milliseconds = {ordered[int(0.99 * (len(ordered) - 1))]:.0f}")
    print(f"service, most memory = {seen.service_mb:.0f} MB")
    print(
        f"service with all its children, most memory = {seen.family_mb:.0f} MB (at most {MEMORY_MB:.0f} MB)"
    )
    print(f"commands refused with a sentence = {commands.refused}; sound after all = {commands.sound}")
    print(f"commands that ended otherwise = {len(commands.wrong)} (0)")
    slowest = f"{commands.slowest:.1f} s (at most {SECONDS:.0f} s)"
    print(f"slowest command = {slowest}; later ones = {len(commands.late)}")
    missed = seen.wrong or commands.wrong or seen.late or commands.late
    return int(bool(missed) or ordered[-1] > HEALTH_MS or max(seen.service_mb, seen.family_mb) > MEMORY_MB)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
