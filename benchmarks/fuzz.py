"""Ask every operation for whatever its description allows: ``python -m benchmarks.fuzz [EXAMPLES]``.

As many examples for each of the operations and each role. Every line is ``name = value (target)``; the
exit status is 1 where an answer is none that the description promises.
"""

from __future__ import annotations

import sys
import time

from api.store.engine import reading
from tests.api.filled_service import CALLERS
from tests.api.store.invariants import breaches
from tests.api.web.json.fuzzing import Fuzzed, fuzz

EXAMPLES = 260
"""For 33 operations and 6 roles, over 50,000 requests."""
ROLES = tuple(caller for caller in CALLERS if caller != "other")


def main(examples: int) -> int:
    """Ask; return the exit status."""
    fuzzed, wrong, began = Fuzzed(), [], time.monotonic()
    operations = fuzzed.operations()
    for name, operation in operations.items():
        for role in ROLES:
            try:
                fuzz(fuzzed, operation, role, examples)
            except Exception as error:
                wrong.append(f"{role}: {name}: {error}")
        print(f"... {name}: {fuzzed.asked}", file=sys.stderr, flush=True)
    with reading(fuzzed.database) as connection:
        broken = breaches(connection)
    seconds = time.monotonic() - began
    print(f"operations = {len(operations)}, roles = {len(ROLES)}")
    print(f"requests = {fuzzed.asked} (50,000), {fuzzed.asked / seconds:.0f} a second")
    print(f"operations and roles with an answer that is not as described = {len(wrong)} (0)")
    print(f"broken invariants = {len(broken)} (0)")
    for one in wrong:
        print(one, file=sys.stderr)
    return 1 if wrong or broken else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLES))
