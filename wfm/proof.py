"""Proof: how a bound was proven, so that a reader knows what has to be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from wfm.message import Message, Text


class ProofMethod(StrEnum):
    """Ways to prove a bound, the one that asks for the least trust first."""

    ZERO = "zero"
    """No level goes below 0: it sums amounts that are at least 0."""
    COUNTING = "counting"
    """Who could be assigned was counted, in whole numbers and without a solver."""
    CERTIFICATE = "certificate"
    """Multipliers of a linear relaxation, checked in exact rational arithmetic."""
    BLOCKS = "blocks"
    """Multipliers of what links municipalities, checked likewise; each one's part solved in whole numbers."""
    CP_SAT = "cp_sat"
    """CP-SAT's search, which decides in whole numbers."""
    MIP = "mip"
    """A mixed-integer solver in floating point; its bound was rounded up from a stated tolerance below."""


@dataclass(frozen=True)
class Proof:
    """How a bound was proven.

    Parameters
    ----------
    method
        See :class:`ProofMethod`.
    solver
        The solver's name where one was at work, such as ``HiGHS``; else empty.
    tolerance
        In units of the level's value, above 0 and below 1; only where the method is ``mip``: what was
        taken off the solver's bound before it was rounded up to a whole number.
    workers
        Threads that were at work on it; ``None`` where no search was.

    Raises
    ------
    ValueError
        Where a tolerance is missing, out of range or out of place.
    """

    method: ProofMethod
    solver: str = ""
    tolerance: Fraction | None = None
    workers: int | None = None

    def __post_init__(self) -> None:
        if (self.tolerance is not None) is not (self.method is ProofMethod.MIP):
            raise ValueError(f"tolerance is {self.tolerance}; just a mixed-integer solver's bound has one")
        if self.tolerance is not None and not 0 < self.tolerance < 1:
            raise ValueError(f"tolerance is {self.tolerance}; above 0 and below 1 is wanted")

    def asks_less_trust_than(self, other: Proof) -> bool:
        """Tell whether this way to prove asks for less trust than another's."""
        order = list(ProofMethod)
        return order.index(self.method) < order.index(other.method)

    @property
    def message(self) -> Message:
        """How it was proven, to be read behind the word “proof”."""
        if self.tolerance is None:
            return _TEXTS[self.method]()
        return MIP(solver=self.solver, parts=int(1 / self.tolerance))


_TEXTS = {
    ProofMethod.ZERO: Text("proof.zero", "no value lies below 0"),
    ProofMethod.COUNTING: Text("proof.counting", "proven by counting, without a solver"),
    ProofMethod.CERTIFICATE: Text("proof.certificate", "proven by a certificate that was checked exactly"),
    ProofMethod.BLOCKS: Text(
        "proof.blocks",
        "proven by a certificate that was checked exactly, and municipality by municipality in whole numbers",
    ),
    ProofMethod.CP_SAT: Text("proof.cp_sat", "proven by a search in whole numbers (CP-SAT)"),
}
MIP = Text(
    "proof.mip",
    "proven by {solver} with decimals, rounded up with a tolerance of 1/{parts:number}",
)

ZERO = Proof(ProofMethod.ZERO)
COUNTING = Proof(ProofMethod.COUNTING)
