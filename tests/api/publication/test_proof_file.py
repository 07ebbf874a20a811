"""proof.json is read back as it was written, is the same every time, and goes when it is stale."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from api.outputs.folder import write_outputs
from api.publication.proof_file import PROOF_FILE, ProofFileError, proof_files, read_certificates
from tests.api.publications import SMALL_ROSTER, result_of, small_plan
from tests.wfm.test_certificate import certificate
from wfm.canonical import plan_sha256
from wfm.finding import Level
from wfm.ids import MunicipalityCode
from wfm.result import Result

CERTIFICATES = MappingProxyType(
    {
        Level.QUALITY: certificate(level=Level.QUALITY, held={Level.COVERAGE: 1}, multipliers=((3, 10**30),)),
        Level.QUOTA: certificate(),
    }
)


def certified() -> Result:
    return replace(result_of(small_plan(), SMALL_ROSTER), certificates=CERTIFICATES)


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    write_outputs(small_plan(), certified(), tmp_path)
    sha256, found = read_certificates(tmp_path / PROOF_FILE)
    assert sha256 == plan_sha256(small_plan())
    assert found == CERTIFICATES
    assert list(found) == [Level.QUOTA, Level.QUALITY]


def test_it_is_one_line_for_each_certificate_and_the_same_every_time() -> None:
    content = proof_files(small_plan(), certified())[PROOF_FILE]
    assert content == proof_files(small_plan(), certified())[PROOF_FILE]
    assert content.count(b"\n") == 2 + len(CERTIFICATES)
    assert set(json.loads(content)) == {"format", "plan_sha256", "certificates"}


def test_least_values_of_municipalities_are_read_back_and_not_for_readers_that_know_none(
    tmp_path: Path,
) -> None:
    blocks = ((MunicipalityCode("101"), -7), (MunicipalityCode("665"), 10**30))
    found = MappingProxyType({Level.QUOTA: certificate(blocks=blocks)})
    write_outputs(small_plan(), replace(certified(), certificates=found), tmp_path)
    assert json.loads((tmp_path / PROOF_FILE).read_bytes())["format"] == 2
    assert read_certificates(tmp_path / PROOF_FILE)[1] == found


def test_a_stale_one_goes_where_no_bound_is_proven_by_a_certificate(tmp_path: Path) -> None:
    write_outputs(small_plan(), certified(), tmp_path)
    write_outputs(small_plan(), result_of(small_plan(), SMALL_ROSTER), tmp_path)
    assert not (tmp_path / PROOF_FILE).exists()


def test_a_missing_one_is_told_apart_from_a_damaged_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_certificates(tmp_path / PROOF_FILE)
    (tmp_path / PROOF_FILE).write_text('{"format":1', encoding="utf-8")
    with pytest.raises(ProofFileError):
        read_certificates(tmp_path / PROOF_FILE)
