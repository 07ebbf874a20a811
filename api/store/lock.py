"""Whether a service works in a data folder: a lock that goes with its process, however that ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
from pathlib import Path
from typing import TextIO

FILE = "in-use.lock"


class StoreInUseError(Exception):
    """A service works in the data folder."""


@contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """Let others know that a service works in a data folder; several may."""
    with _opened(folder) as file:
        flock(file, LOCK_SH)
        yield


@contextmanager
def left_alone(folder: Path) -> Iterator[None]:
    """Keep every service away from a data folder.

    Raises
    ------
    StoreInUseError
        Where one works in it already, or somebody else keeps them away.
    """
    with _opened(folder) as file:
        try:
            flock(file, LOCK_EX | LOCK_NB)
        except BlockingIOError as error:
            raise StoreInUseError from error
        yield


def _opened(folder: Path) -> TextIO:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return (folder / FILE).open("a")
