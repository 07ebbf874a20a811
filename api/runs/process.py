"""The process of one run, as whoever started it sees it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any

from api.runs.job import STOP, Answer, RunJob, job_line, read_answer


class RunProcess:
    """A process that reckons a job; it ends with this one, however that ends.

    Attributes
    ----------
    progress, incumbent, values
        What it told last: where it stands, its best roster, and that roster's values by level.
    fault
        In what it failed, in a line.
    """

    def __init__(self, job: RunJob) -> None:
        self.progress: Mapping[str, Any] | None = None
        self.incumbent: Mapping[str, Any] | None = None
        self.values: Mapping[str, int] = {}
        self.fault = ""
        self._answer = ""
        self._over = False
        self._lines: SimpleQueue[bytes | None] = SimpleQueue()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "api.runs.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            start_new_session=True,  # Ctrl-C at a terminal ends the service, and that ends this
        )
        self._given, self._stopped = False, False
        threading.Thread(target=self._attend, args=(job_line(job),), daemon=True).start()

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._process.pid

    @property
    def answer(self) -> Answer | None:
        """What it answered, if it has."""
        return read_answer(self._answer) if self._answer else None

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self._over

    def look(self) -> bool:
        """Take in what it told meanwhile; tell whether there was anything of its progress."""
        news = False
        while True:
            try:
                line = self._lines.get_nowait()
            except Empty:
                return news
            if line is None:
                self._over = True
            else:
                with suppress(ValueError):  # the half of a line, of one that was killed
                    news = self._take(json.loads(line)) or news

    def stop(self) -> None:
        """Let it end with the best that it has."""
        self._stopped = True
        if self._given:
            self._say(STOP)

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError, ValueError):
                    stream.close()

    def _say(self, line: bytes) -> None:
        assert self._process.stdin is not None
        with suppress(OSError):  # it has died, which is seen where its lines end
            self._process.stdin.write(line)
            self._process.stdin.flush()

    def _take(self, told: Mapping[str, Any]) -> bool:
        if "incumbent" in told:
            self.incumbent, self.values = told["incumbent"], told["values"]
        self.progress = told.get("progress", self.progress)
        self.fault = told.get("fault", self.fault)
        self._answer = told.get("answer", self._answer)
        return "incumbent" in told or "progress" in told

    def _attend(self, job: bytes) -> None:
        """Give it its job, which it reads once it has loaded what it needs, and listen to it."""
        self._say(job)
        self._given = True
        if self._stopped:
            self._say(STOP)
        assert self._process.stdout is not None
        with suppress(OSError, ValueError):
            for line in self._process.stdout:
                self._lines.put(line)
        self._lines.put(None)
