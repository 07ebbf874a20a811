"""Queues whose agents take different times: who is free answers, each of the free as likely as another.

While all are busy they answer Σ 1 ÷ aht calls a second; the likelihood of all busy weighs k busy agents by
λᵏ (n − k)! ÷ n! · eₖ(aht), eₖ the elementary symmetric polynomial of the handling times. This is exact for
exponential times: every set S of busy agents weighs λᵏ (n − k)! ÷ n! · Π aht over S, which balances each
agent's coming and going.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import lgamma

import numpy as np
from numpy.typing import NDArray

from wfm.demand.erlang import queue_figures

Numbers = NDArray[np.float64]


def symmetric_means(numbers: Sequence[float]) -> Numbers:
    """Return the elementary symmetric polynomials, each divided by how many terms it has, from degree 0 on.

    Sums of positive terms alone: what adding one number to n − 1 others makes of the mean of degree k.
    """
    means = np.array([1.0])
    for number, value in enumerate(numbers, start=1):
        degree = np.arange(number + 1)
        longer, shifted = np.append(means, 0.0), np.append(0.0, means)
        means = (number - degree) / number * longer + degree / number * value * shifted
    return means


def unequal_figures(
    rate: Numbers, aht: Numbers, factors: Sequence[float], *, patience: float, within: float
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Return share in time, abandoned, abandoned within the time, and wait for each call offered.

    Parameters
    ----------
    rate, aht
        Calls per second and handling seconds of an agent of factor 1, shape (n,).
    factors
        How many times that each agent takes, above 0.
    patience, within
        As in :func:`wfm.demand.erlang.erlang_a`.
    """
    agents = np.arange(len(factors) + 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = agents[:, None] * np.log(rate * aht) + np.log(symmetric_means(factors))[:, None]
    logs[0] = 0.0
    logs -= np.array([lgamma(number + 1) for number in agents])[:, None]
    weights = np.exp(logs - logs.max(axis=0))
    total = weights.sum(axis=0)
    service = sum(1 / factor for factor in factors) / aht
    return queue_figures(
        rate, service, weights[-1] / total, weights[:-1].sum(axis=0) / total, patience=patience, within=within
    )
