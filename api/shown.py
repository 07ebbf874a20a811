"""Shown: the publication that the service shows now, and what was made of it already."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from api.body import Body
from api.publication import Publication

Made = TypeVar("Made")

_KEPT = 2000
"""Bodies remembered at most; the pages of a quarter in two languages are some 300, filters aside."""


class Shown:
    """One publication; it never changes, so whatever is made of it may be kept as long as it is shown."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        self._bodies: dict[tuple[object, ...], Body] = {}
        self._made: dict[Callable[[Publication], Any], Any] = {}

    def body(self, key: tuple[object, ...], make: Callable[[], str | bytes]) -> Body:
        """Return what was rendered for the key before, or render it now."""
        found = self._bodies.get(key)
        if found is None:
            found = Body.of(make())
            if len(self._bodies) >= _KEPT:
                self._bodies.clear()
            self._bodies[key] = found
        return found

    def made(self, make: Callable[[Publication], Made]) -> Made:
        """Return what a function makes of the publication; it is asked once."""
        if make not in self._made:
            self._made[make] = make(self.publication)
        found: Made = self._made[make]
        return found


class Source:
    """Where the publication comes from: one that stays, or a function that is asked each time."""

    def __init__(self, publication: Publication | Callable[[], Publication]) -> None:
        self._from = publication
        self._shown: Shown | None = None

    def now(self) -> Shown:
        """Return what is to be shown now; what was made of it is kept while it stays the same object."""
        publication = self._from if isinstance(self._from, Publication) else self._from()
        shown = self._shown
        if shown is None or shown.publication is not publication:
            self._shown = shown = Shown(publication)
        return shown
