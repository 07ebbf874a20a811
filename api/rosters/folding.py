"""Many small versions folded together: changes by hand that one person made one after another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from api.access.ids import VersionNumber
from api.rosters.editing.undoing import HandStep
from api.rosters.records.history import AnnotatedVersion

LONGEST_PAUSE = timedelta(minutes=30)
"""Between two changes of one sitting."""
FEWEST = 3
"""So many are folded; of fewer each stands for itself."""

Group = tuple[AnnotatedVersion, ...]


def fold_versions(
    found: Iterable[AnnotatedVersion], steps: Mapping[VersionNumber, HandStep], published: int
) -> tuple[Group, ...]:
    """Return versions in groups, in the order in which they come.

    Parameters
    ----------
    found
        Versions, the newest first.
    steps
        Those that were made by hand.
    published
        Number of the published one, which is never folded; nor is one with a note.
    """

    def plain(one: AnnotatedVersion) -> bool:
        number = one.version.number
        return number in steps and number != published and not one.note

    groups: list[list[AnnotatedVersion]] = []
    for one in found:
        before = groups[-1][-1] if groups else None
        if before is not None and plain(before) and plain(one) and _is_same_sitting(before, one):
            groups[-1].append(one)
        else:
            groups.append([one])
    return tuple(
        group for found in groups for group in ([tuple(found)] if len(found) >= FEWEST else zip(found))
    )


def _is_same_sitting(later: AnnotatedVersion, earlier: AnnotatedVersion) -> bool:
    a, b = later.version, earlier.version
    return a.author == b.author and a.at - b.at <= LONGEST_PAUSE
