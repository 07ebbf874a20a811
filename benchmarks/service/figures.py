"""Figures with their targets, a line each: ``name = value (target)``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A figure.

    Parameters
    ----------
    name, value
        What it is, and how much.
    target
        What it is to be, in words; empty where it is only told.
    met
        Whether it is.
    """

    name: str
    value: str
    target: str = ""
    met: bool = True

    def __str__(self) -> str:
        verdict = "" if self.met else " MISSED"
        return f"{self.name} = {self.value}" + (f" (target {self.target}){verdict}" if self.target else "")


def none_of(name: str, number: int) -> Figure:
    """Return a figure that is to be 0."""
    return Figure(name, str(number), "0", number == 0)


def exactly(name: str, number: int, wanted: int) -> Figure:
    """Return a figure that is to be just so much."""
    return Figure(name, str(number), str(wanted), number == wanted)


def told(figures: Sequence[Figure]) -> int:
    """Print figures; return the exit status, 1 where one is missed."""
    for figure in figures:
        print(figure, flush=True)
    return 0 if all(figure.met for figure in figures) else 1
