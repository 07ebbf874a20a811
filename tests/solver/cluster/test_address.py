"""Which addresses may be used, and what is said of the others."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from solver.cluster import connect
from solver.cluster.address import SchedulerAddress, check_address
from solver.cluster.connection import ClusterConnection
from solver.cluster.tls import TlsFiles
from tests.solver.cluster.processes import ROOT
from wfm.errors import ClusterError


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("tcp://127.0.0.1:8786", "tcp://127.0.0.1:8786"),
        ("tcp://127.9.9.9:1", "tcp://127.9.9.9:1"),
        ("tcp://localhost:9000", "tcp://localhost:9000"),
        ("tcp://[::1]:9000/", "tcp://[::1]:9000"),
        ("tcp://127.0.0.1", "tcp://127.0.0.1:8786"),
        ("tls://10.0.0.1:8786", "tls://10.0.0.1:8786"),
        ("tls://vagt.example.dk", "tls://vagt.example.dk:8786"),
    ],
)
def test_these_may_be_used(address: str, meant: str) -> None:
    assert str(check_address(address)) == meant


@pytest.mark.parametrize(
    "address",
    [
        "tcp://10.0.0.1:8786",
        "tcp://0.0.0.0:8786",
        "tcp://vagt.example.dk:8786",
        "tcp://127.0.0.1.example.dk:8786",
        "tcp://[2001:db8::1]:8786",
        "tcp://128.0.0.1",
    ],
)
def test_what_others_could_reach_is_refused_without_encryption(address: str) -> None:
    with pytest.raises(ClusterError) as refused:
        check_address(address)
    assert refused.value.message.key == "cluster.no_loopback"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "127.0.0.1:8786",
        "tcp://",
        "tls://",
        "ws://127.0.0.1:8786",
        "inproc://127.0.0.1/1/2",
        "tcp://127.0.0.1:port",
        "tcp://127.0.0.1:99999",
        "tcp://10.0.0.1:80@127.0.0.1:8786",
        "tcp://127.0.0.1:8786/10.0.0.1",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ClusterError) as refused:
        check_address(address)
    assert refused.value.message.key == "cluster.no_address"


def test_nobody_answers_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(ClusterError) as refused, connect(address, seconds=0.5):
            pass
    assert refused.value.message.key == "cluster.no_scheduler"


@pytest.mark.parametrize(
    ("scheme", "listens", "key"),
    [
        ("tcp", "tcp://127.0.0.1:1", None),
        ("tcp", "tcp://[::1]:1", None),
        ("tcp", "tcp://10.0.0.1:1", "cluster.open"),
        ("tls", "tls://10.0.0.1:1", None),
    ],
)
def test_a_scheduler_that_others_can_reach_too_is_refused(scheme: str, listens: str, key: str | None) -> None:
    async def identity() -> dict[str, str]:
        return {"address": listens}

    client: Any = SimpleNamespace(status="running", scheduler=SimpleNamespace(identity=identity))
    link = ClusterConnection(SchedulerAddress(scheme, "127.0.0.1", 1), TlsFiles(), lambda message: None, 1)
    refusal = asyncio.run(link._refusal(client))
    assert (refusal.key if refusal else None) == key


def test_without_the_extra_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    for name in [name for name in sys.modules if name.startswith("solver.cluster.")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(ClusterError) as refused, connect("tcp://127.0.0.1:1"):
        pass
    assert refused.value.message.key == "cluster.not_installed"


ALONE = """
import sys
import solver, solver.cluster, api.cli
[api.cli.load(name) for name in api.cli.COMMANDS]
from tests.builders import agent, plan
assert solver.solve(plan({"1": 1}, [agent("1-1"), agent("1-2")]), 5).roster is not None
loaded = {"distributed", "dask", "tornado"} & set(sys.modules)
assert not loaded, loaded
"""


def test_nothing_of_dask_is_loaded_on_one_machine() -> None:
    done = subprocess.run([sys.executable, "-c", ALONE], cwd=ROOT, check=False, stderr=subprocess.PIPE)
    assert done.returncode == 0, done.stderr.decode()
