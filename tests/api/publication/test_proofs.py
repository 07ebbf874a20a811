from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from api.publication.proofs import proof_of, proof_record
from api.texts.translator import translator
from wfm.proof import COUNTING, ZERO, Proof, ProofMethod

MIP = Proof(ProofMethod.MIP, "HiGHS", Fraction(1, 1000000), 1)
PROOFS = [ZERO, COUNTING, Proof(ProofMethod.CP_SAT, "CP-SAT", workers=4), MIP, Proof(ProofMethod.CERTIFICATE)]


@pytest.mark.parametrize("proof", PROOFS, ids=lambda proof: proof.method)
def test_what_is_written_is_read_back(proof: Proof) -> None:
    record = json.loads(json.dumps(proof_record(proof, translator("da"))))
    assert list(record) == ["method", "solver", "tolerance", "workers", "sentence"]
    assert proof_of(record) == proof


def test_it_is_told_in_the_language_asked_for() -> None:
    said = [(proof_record(MIP, translator(language)) or {})["sentence"] for language in ("da", "en")]
    assert said == [
        "Bevist af HiGHS i kommatal, rundet op med en tolerance på 1/1.000.000",
        "Proven by HiGHS with decimals, rounded up with a tolerance of 1/1,000,000",
    ]


def test_reports_without_proofs_are_read_as_such() -> None:
    assert proof_record(None, translator("da")) is None
    assert proof_of(None) is None


@pytest.mark.parametrize(
    "record",
    [
        "zero",
        {},
        {"method": "guess"},
        {"method": "mip"},
        {"method": "mip", "tolerance": "much"},
        {"method": "zero", "tolerance": 0.5},
        {"method": "cp_sat", "workers": "many"},
    ],
)
def test_a_damaged_proof_is_refused(record: Any) -> None:
    with pytest.raises((KeyError, TypeError, ValueError, AttributeError)):
        proof_of(record)
