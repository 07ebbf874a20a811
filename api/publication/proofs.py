"""How a bound was proven, as ``report.json`` tells it beside value and bound."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from api.texts.translator import Translator
from wfm.proof import Proof, ProofMethod


def proof_record(proof: Proof | None, speak: Translator) -> Mapping[str, Any] | None:
    """Return a proof as JSON; nothing where it is not known how a bound was proven."""
    if proof is None:
        return None
    return {
        "method": proof.method.value,
        "solver": proof.solver or None,
        "tolerance": None if proof.tolerance is None else float(proof.tolerance),
        "workers": proof.workers,
        "sentence": speak.sentence(proof.message),
    }


def proof_of(record: Mapping[str, Any] | None) -> Proof | None:
    """Read a proof back; reports written before proofs were told have none.

    Raises
    ------
    KeyError, TypeError, ValueError, AttributeError
        Where it is damaged.
    """
    if record is None:
        return None
    tolerance, workers = record.get("tolerance"), record.get("workers")
    return Proof(
        ProofMethod(record["method"]),
        str(record.get("solver") or ""),
        None if tolerance is None else Fraction(str(tolerance)),
        None if workers is None else int(workers),
    )
