"""What can go wrong between a program and the service."""

from __future__ import annotations

from api.client.results import ProblemDetails


class Unreachable(Exception):
    """The service gave no answer, however often it was asked.

    Whether a change was made is open then: ask again with the same key, or look.
    """


class Problem(Exception):
    """The service refused; nothing was changed.

    Parameters
    ----------
    status
        Of the answer.
    details
        What it told.
    """

    def __init__(self, status: int, details: ProblemDetails) -> None:
        self.status, self.details = status, details
        super().__init__(f"{status} {self.kind or details.title}: {details.detail}")

    @property
    def kind(self) -> str:
        """The kind of problem, such as ``stale`` or ``faulty``; empty where none is told."""
        return self.details.type.partition("#problem-")[2]
