"""Encrypted, with certificates of an authority that lasts as long as the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import dask
import pytest
import trustme

import solver
from solver.cluster import TlsFiles, connect
from tests.solver.cluster.processes import Processes, until
from tests.solver.cluster.test_connection import BIG, Counted
from wfm.errors import ClusterError
from wfm.message import Message
from wfm.score import measure


class Files(NamedTuple):
    """An authority's certificate, one that it signed, and the key to that."""

    authority: Path
    own: Path
    key: Path


def issued(folder: Path) -> Files:
    """Make an authority and a certificate."""
    folder.mkdir()
    files = Files(folder / "ca.pem", folder / "cert.pem", folder / "key.pem")
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1")
    authority.cert_pem.write_to_path(files.authority)
    certificate.cert_chain_pems[0].write_to_path(files.own)
    certificate.private_key_pem.write_to_path(files.key)
    return files


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return issued(tmp_path_factory.mktemp("tls") / "ours")


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory, files: Files) -> Iterator[Processes]:
    options = ["--tls-ca-file", str(files.authority), "--tls-cert", str(files.own)]
    with Processes(tmp_path_factory.mktemp("dask"), [*options, "--tls-key", str(files.key)]) as started:
        started.worker()
        yield started


def test_it_solves_with_certificates(processes: Processes, files: Files) -> None:
    told: list[Message] = []
    assert processes.address.startswith("tls://")
    with connect(processes.address, TlsFiles(*files), told.append, seconds=60) as cluster:
        until(lambda: cluster.workers == 1, lambda: list(cluster.take()))
        counted = Counted(cluster, enough=1)
        result = solver.solve(BIG, 600, 1, stop=counted.stop, cluster=counted)
    assert result.roster is not None
    assert result.score == measure(BIG, result.roster)
    assert not counted.answers[0].lost
    assert "cluster.not_needed" not in [message.key for message in told]
    assert result.workers == 2


def test_the_certificates_of_dasks_configuration_do_as_well(processes: Processes, files: Files) -> None:
    theirs = {
        "distributed.comm.tls.ca-file": str(files.authority),
        "distributed.comm.tls.client.cert": str(files.own),
        "distributed.comm.tls.client.key": str(files.key),
    }
    with dask.config.set(theirs), connect(processes.address, seconds=60):
        pass


def test_nobody_is_let_in_without_them(processes: Processes) -> None:
    with pytest.raises(ClusterError) as refused, connect(processes.address):
        pass
    assert refused.value.message.key == "cluster.no_certificate"


def test_an_authority_of_ones_own_opens_no_door(processes: Processes, tmp_path: Path) -> None:
    others = TlsFiles(*issued(tmp_path / "others"))
    with pytest.raises(ClusterError) as refused, connect(processes.address, others, seconds=1):
        pass
    assert refused.value.message.key == "cluster.no_scheduler"


def test_who_asks_without_encryption_gets_no_answer(processes: Processes) -> None:
    address = processes.address.replace("tls://", "tcp://")
    with pytest.raises(ClusterError) as refused, connect(address, seconds=1):
        pass
    assert refused.value.message.key == "cluster.no_scheduler"


def test_files_that_are_none_are_told(tmp_path: Path) -> None:
    with pytest.raises(ClusterError) as refused:
        TlsFiles(tmp_path / "ca.pem", tmp_path / "cert.pem")
    assert refused.value.message.key == "cluster.no_file"
    broken = tmp_path / "broken.pem"
    broken.write_text("not a certificate")
    with pytest.raises(ClusterError), connect("tls://127.0.0.1:1", TlsFiles(broken, broken), seconds=1):
        pass


@pytest.mark.parametrize("missing", [0, 1])
def test_half_of_them_is_not_enough(files: Files, missing: int) -> None:
    given = [None if number == missing else file for number, file in enumerate(files)]
    with pytest.raises(ClusterError) as refused:
        TlsFiles(*given)
    assert refused.value.message.key == "cluster.half"
