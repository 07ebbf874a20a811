"""A process with a worker in it, to be killed: ``python -m tests.api.runs.dying PLACE``.

It writes the number of each process that it starts.
"""

from __future__ import annotations

import sys
import time

from api.runs.worker import RunWorker
from api.store.engine import open_engine
from tests.api.filled_service import NOW

MARK = "process "


def main(place: str) -> None:
    """Work until somebody ends it."""
    worker = RunWorker(open_engine(place), lambda: NOW)
    worker.start()
    seen: set[int] = set()
    while True:
        for attempt in tuple(worker.attempts):
            if attempt.process.pid not in seen:
                seen.add(attempt.process.pid)
                sys.stdout.write(f"{MARK}{attempt.process.pid}\n")
                sys.stdout.flush()
        time.sleep(0.02)


if __name__ == "__main__":
    main(sys.argv[1])
