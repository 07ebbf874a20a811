"""What a worker runs. It is sent by name, so a worker has to have this package, in the same version."""

from __future__ import annotations

import pickle
import platform
import threading
from importlib.metadata import version

from distributed import get_worker

from solver.search.distributed_lns import PartAnswer, PartOrder, SharedQuestion, solve_part
from wfm.serialization import pack

STATES = ("executing", "long-running")
"""Of a task that somebody still wants."""


def versions() -> dict[str, str]:
    """Return what has to be the same on both sides."""
    return {
        "Python": ".".join(platform.python_version_tuple()[:2]),
        "Fællesvagt": version("faellesvagt"),
        "OR-Tools": version("ortools"),
    }


def read(packed: bytes) -> SharedQuestion:
    """Return the question, to be kept by the worker."""
    question = pickle.loads(packed)
    assert isinstance(question, SharedQuestion)
    return question


def solve(question: SharedQuestion, packed: bytes) -> bytes:
    """Solve a part and return the answer, as it travels; stop where nobody wants it any more."""
    order = pickle.loads(packed)
    assert isinstance(order, PartOrder)
    try:
        answer = solve_part(question, order, CancelEvent())
    except Exception as error:  # told in our own words: not every exception survives the way back
        answer = PartAnswer(order.number, lost=True, failed=in_a_line(error))
    return pack(answer)


def in_a_line(error: BaseException) -> str:
    """Return what went wrong in a line."""
    return f"{type(error).__name__}: {error}".strip(": ").splitlines()[0]


class CancelEvent(threading.Event):
    """Set once the scheduler has told the worker that the task it is at is not wanted any more.

    That is so where the client cancelled it, has ended or died, or is cut off. Dask leaves a running task
    alone: it has to look for itself.
    """

    def __init__(self) -> None:
        super().__init__()
        self._worker = get_worker()
        self._key = self._worker.get_current_task()

    def is_set(self) -> bool:
        """Tell whether nobody wants it any more."""
        task = self._worker.state.tasks.get(self._key)
        return (
            task is None or task.state not in STATES or self._worker.status.name not in ("running", "paused")
        )
