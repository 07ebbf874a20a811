"""Only workers that would do just what is done here are used; of the others it is told why not."""

from __future__ import annotations

from pathlib import Path

from solver.cluster import connect
from solver.cluster.tasks import versions
from tests.solver.cluster.processes import Processes, until
from wfm.message import Message


def test_a_worker_with_another_version_is_told_and_not_used(processes: Processes, tmp_path: Path) -> None:
    other = tmp_path / "faellesvagt-9.dist-info"
    other.mkdir()
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: faellesvagt\nVersion: 9\n")
    told: list[Message] = []
    with connect(processes.address, tell=told.append, seconds=60) as cluster:
        until(lambda: cluster.workers == 2, lambda: list(cluster.take()))
        stranger = processes.worker({"PYTHONPATH": str(tmp_path)})
        until(lambda: told[-1].key == "cluster.other_version", lambda: list(cluster.take()))
        assert cluster.workers == 2
        assert told[-1].params["theirs"] == "9"
        assert told[-1].params["ours"] == versions()["Fællesvagt"]
        stranger.kill()


def test_a_worker_that_cannot_load_it_is_told_and_not_used(processes: Processes, tmp_path: Path) -> None:
    (tmp_path / "ortools").mkdir()
    (tmp_path / "ortools" / "__init__.py").write_text("raise ImportError('no OR-Tools here')\n")
    told: list[Message] = []
    with connect(processes.address, tell=told.append, seconds=60) as cluster:
        until(lambda: cluster.workers == 2, lambda: list(cluster.take()))
        broken = processes.worker({"PYTHONPATH": str(tmp_path)})
        until(lambda: told[-1].key == "cluster.not_ready", lambda: list(cluster.take()))
        assert cluster.workers == 2
        assert "no OR-Tools here" in str(told[-1])
        broken.kill()
