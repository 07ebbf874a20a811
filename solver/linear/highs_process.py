"""The parent's side of :mod:`solver.linear.highs_main`: start it, give it jobs, take its answers, end it."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator
from queue import Empty, SimpleQueue

from solver.linear.blocks import BlocksJob
from solver.linear.dive import DiveJob
from solver.linear.highs import HighsAnswer, Job


class HighsProcess:
    """A HiGHS process that lasts as long as the ``with`` block; it is started with the first job.

    It is started as a program of its own rather than through ``multiprocessing``, which would run the
    caller's script again in the new process.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: SimpleQueue[HighsAnswer | None] = SimpleQueue()
        self._jobs = 0
        self.ended = False

    def __enter__(self) -> HighsProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def restart(self) -> None:
        """Give up what it is doing, and be ready for another job soon."""
        self.end()
        self._process, self._answers, self.ended = None, SimpleQueue(), False
        self.start()

    def end(self) -> None:
        """End the process at once; what it was doing is lost."""
        self.ended = True
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    stream.close()

    def start(self) -> None:
        """Start the process ahead of its first job: loading takes a while."""
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-c", "from solver.linear.highs_main import main; main()"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
            listening = self._process, self._answers
            threading.Thread(target=_listen, args=listening, daemon=True).start()

    def next_number(self) -> int:
        """Return a number that no job has had."""
        self._jobs += 1
        return self._jobs

    def give(self, job: Job | DiveJob | BlocksJob) -> None:
        """Hand over a job; the process solves one after the other, and none once it has ended."""
        if self.ended:
            return
        self.start()
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            pickle.dump(job, self._process.stdin)
            self._process.stdin.flush()
        except OSError:  # it has died: the search goes on without it
            self.ended = True

    def take(self) -> Iterator[HighsAnswer]:
        """Yield the answers that have arrived."""
        while True:
            try:
                answer = self._answers.get_nowait()
            except Empty:
                return
            if answer is None:
                self.ended = True
                return
            yield answer


def _listen(process: subprocess.Popen[bytes], answers: SimpleQueue[HighsAnswer | None]) -> None:
    assert process.stdout is not None
    try:
        while True:
            answers.put(pickle.load(process.stdout))
    except (EOFError, OSError, ValueError, pickle.UnpicklingError):
        answers.put(None)
