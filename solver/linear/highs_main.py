"""HiGHS in a process of its own, where it is asked for one job after the other.

OR-Tools' HiGHS can't be interrupted, a process can. Jobs arrive pickled on standard input, answers leave on
standard output. The process ends with its parent: when standard input closes, whatever it is doing.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import BinaryIO, TypeAlias

from solver.linear.blocks import BlocksJob, answer_to_blocks
from solver.linear.dive import DiveJob, answer_to_dive
from solver.linear.highs import HighsAnswer, Job, answers_to

AnyJob: TypeAlias = Job | DiveJob | BlocksJob


def main() -> None:
    """Answer jobs until standard input closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this process
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what HiGHS itself prints must not mix with answers
    jobs: SimpleQueue[AnyJob] = SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, jobs), daemon=True).start()

    def tell(answer: HighsAnswer) -> None:
        pickle.dump(answer, out)
        out.flush()

    from ortools.math_opt.python import mathopt  # noqa: F401 - loaded before the first job comes

    while True:
        tell(_answer(jobs.get(), tell))


def _answer(job: AnyJob, tell: Callable[[HighsAnswer], None]) -> HighsAnswer:
    if isinstance(job, BlocksJob):
        return answer_to_blocks(job)
    if isinstance(job, DiveJob):
        return answer_to_dive(job, lambda part: answers_to(part, lambda _: None))
    return answers_to(job, tell)


def _listen(stream: BinaryIO, jobs: SimpleQueue[AnyJob]) -> None:
    try:
        while True:
            jobs.put(pickle.load(stream))
    except EOFError:
        os._exit(0)


if __name__ == "__main__":
    main()
