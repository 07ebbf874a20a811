"""Plans that were read a moment ago: a page asks for the plan that the page before asked for.

Reading the text of a plan of 200 agents takes a tenth of a second, and a revision's text never changes. What
can change are names and notes, so a plan is given out again only where all that it was read from is the same;
of each revision there is one reading, so that nobody's former name outlives the next.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from api.access.ids import PersonId, RevisionId
from api.store.persons import Identity
from wfm.plan import Plan

MOST = 8
"""Plans that are kept: what a few people work at, not what there is."""


@dataclass(frozen=True)
class PlanText:
    """All that a plan is read from.

    Parameters
    ----------
    content
        Its tables' text by file name, without names.
    identities
        Everybody's name as it is now.
    notes
        Of its availability, by row.
    """

    content: Mapping[str, str]
    identities: Mapping[PersonId, Identity]
    notes: Mapping[int, str]


class PlanCache:
    """Some plans, those that were asked for last; threads may share it."""

    def __init__(self, most: int = MOST) -> None:
        self._most, self._lock = most, Lock()
        self._kept: OrderedDict[RevisionId, tuple[PlanText, Plan]] = OrderedDict()

    def get(self, revision: RevisionId, text: PlanText, read: Callable[[PlanText], Plan]) -> Plan:
        """Return a revision's plan; it is read where it is not known from the same text."""
        with self._lock:
            known = self._kept.get(revision)
            if known is not None and known[0] == text:
                self._kept.move_to_end(revision)
                return known[1]
        plan = read(text)
        with self._lock:
            self._kept[revision] = (text, plan)
            self._kept.move_to_end(revision)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return plan

    def __contains__(self, revision: Any) -> bool:
        with self._lock:
            return revision in self._kept
