"""Queues of which each is asked with several numbers of agents: what was counted once is kept."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wfm.demand.absence import absence_chances
from wfm.demand.call_sums import CallSums
from wfm.demand.erlang import erlang_a
from wfm.service_target import ServiceTarget

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]
_PARTS = 4


class QueueTable:
    """What becomes of a call, for many queues, by agents rostered of whom some may be away.

    Parameters
    ----------
    rate, aht
        Calls per second and mean handling seconds of each queue, shape (n,).
    base
        Agents of each queue from which the numbers asked for are counted, shape (n,).
    target
        Patience, the time to answer within, and shrinkage.
    """

    def __init__(self, rate: Numbers, aht: Numbers, base: Whole, target: ServiceTarget) -> None:
        self._rate, self._aht, self._base, self._target = rate, aht, base, target
        self._by_offset: dict[int, Numbers] = {}

    def __len__(self) -> int:
        return len(self._rate)

    def each_call(self, places: Whole, more: int) -> CallSums:
        """Return the sums of one call at some queues with `more` agents than their base, shape (m,)."""
        away, chances = absence_chances(
            (self._base[places] + more).astype(float), float(self._target.shrinkage)
        )
        found = np.zeros((_PARTS, len(places)))
        for number, chance in zip(away.astype(int).tolist(), chances, strict=True):
            found += chance * self._present(places, more - number)
        in_time, abandoned, short, wait = found
        return CallSums(np.ones(len(places)), in_time, np.minimum(abandoned, 1), short, wait)

    def _present(self, places: Whole, offset: int) -> Numbers:
        """Return what becomes of a call where just base + `offset` agents are there, at least none."""
        kept = self._by_offset.setdefault(offset, np.full((_PARTS, len(self)), np.nan))
        new = places[np.isnan(kept[0, places])]
        if len(new):
            found = erlang_a(
                self._rate[new],
                self._aht[new],
                np.maximum(self._base[new] + offset, 0),
                patience=self._target.patience,
                within=self._target.answer_within,
            )
            kept[:, new] = found.in_time, found.abandoned, found.abandoned_short, found.wait
        return kept[:, places]
