"""Throw uploads that came apart at the service: ``python -m benchmarks.uploads [NUMBER]``.

Each has a seed of its own, so a number that is wrong can be looked at again. Every line is
``name = value (target)``; the exit status is 1 where a target is missed.
"""

from __future__ import annotations

import resource
import sys

from api.store.engine import reading
from tests.api.filled_service import Served
from tests.api.plans.uploads.bombs import bombs
from tests.api.plans.uploads.malformed import upload
from tests.api.plans.uploads.throwing import Thrown
from tests.api.store.invariants import breaches
from tests.api.web.json.fuzzing import filled_store

MANY = 10_000
PATIENT = 5.0
ROOM = 512


def main(number: int) -> int:
    """Throw; return the exit status."""
    database = filled_store()
    thrown = Thrown(Served(database))
    for seed in range(number):
        thrown.throw(seed, upload(seed))
        if seed % 1000 == 999:
            print(f"... {seed + 1}", file=sys.stderr, flush=True)
    for name, bomb in bombs().items():
        thrown.throw(name, bomb)
    with reading(database) as connection:
        broken = breaches(connection)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    taken, told = thrown.sound.total(), thrown.refused.total()
    print(f"uploads = {number} and {len(bombs())} bombs")
    for kind, count in sorted(thrown.refused.items()):
        print(f"refused, {kind} = {count}; sound after all = {thrown.sound[kind]}")
    print(f"refused with their place = {told - len(thrown.wrong)} of {told} (all)")
    print(f"sound after all, taken in whole = {taken}")
    print(f"broken invariants = {len(broken)} (0)")
    print(f"slowest upload = {thrown.slowest:.1f} s (at most {PATIENT:.0f} s on an idle machine)")
    print(f"memory at most = {memory:.0f} MB (at most {ROOM} MB)")
    for wrong in thrown.wrong[:20]:
        print(wrong, file=sys.stderr)
    return 1 if thrown.wrong or broken else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else MANY))
