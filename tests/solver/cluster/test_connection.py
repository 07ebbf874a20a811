"""A cluster of real processes: what its workers find counts, and nothing goes on when nobody wants it.

Only workers that would do just what is done here are used; of the others it is told why not. That stands here
too, since each module that wants a cluster starts one of its own.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import solver
from benchmarks.plans import quarter
from solver.cluster import connect
from solver.cluster.tasks import versions
from solver.heuristics.greedy import greedy_roster, pin_locks
from solver.params import Clock, Params
from solver.progress import Progress
from solver.search.distributed_lns import Cluster, DistributedSearch, PartAnswer, PartOrder, SharedQuestion
from solver.search.state import SearchState
from tests.solver.cluster.processes import ROOT, Processes, until
from wfm.finding import Level
from wfm.message import Message
from wfm.plan import Plan
from wfm.score import measure

BIG = quarter(7)


def state(question: Plan) -> SearchState:
    """Return where a search stands after its first roster."""
    found = SearchState(question, pin_locks(question), Clock(600))
    found.offer(greedy_roster(question, 1, found.clock))
    return found


class Counted:
    """A cluster that counts its answers, and sets an event when enough have come."""

    def __init__(self, cluster: Cluster, enough: int = 0) -> None:
        self.cluster = cluster
        self.answers: list[PartAnswer] = []
        self.enough = enough
        self.stop = threading.Event()

    @property
    def workers(self) -> int:
        return self.cluster.workers

    @property
    def room(self) -> int:
        return self.cluster.room

    def ask(self, question: SharedQuestion) -> None:
        self.cluster.ask(question)

    def give(self, order: PartOrder) -> None:
        self.cluster.give(order)

    def take(self) -> Iterator[PartAnswer]:
        for answer in self.cluster.take():
            self.answers.append(answer)
            yield answer
            if self.enough and len(self.answers) >= self.enough:
                self.stop.set()

    def drop(self) -> None:
        self.cluster.drop()


@pytest.fixture
def told() -> list[Message]:
    return []


@pytest.fixture
def cluster(processes: Processes, told: list[Message]) -> Iterator[Cluster]:
    with connect(processes.address, tell=told.append, seconds=60) as found:
        until(lambda: found.workers == 2, lambda: list(found.take()))
        yield found


def test_workers_alone_make_a_roster_better(cluster: Cluster) -> None:
    where = state(BIG)
    before = where.score
    cluster.ask(SharedQuestion(BIG, None))
    with DistributedSearch(where, Params(600, 1, 1), Level.QUALITY, cluster) as spread:
        until(lambda: where.score < before, spread.take)
    assert where.score == measure(BIG, where.best.roster)
    assert not where.score.breaches


@pytest.mark.parametrize("workers", [pytest.param(1, marks=pytest.mark.prove), 2])
def test_a_solve_takes_what_they_find_and_tells_its_progress(cluster: Cluster, workers: int) -> None:
    counted = Counted(cluster, enough=3)
    steps: list[Progress] = []
    first = greedy_roster(BIG, 1, Clock(60))
    result = solver.solve(
        BIG, 600, workers, progress=steps.append, stop=counted.stop, cluster=counted, start=[first]
    )
    assert result.roster is not None
    assert result.score == measure(BIG, result.roster)
    assert not result.score.breaches
    assert not measure(BIG, first) < result.score
    assert len(counted.answers) >= 3
    assert result.workers == workers + 2
    last = [step.value for step in steps if step.level is Level.QUALITY]
    assert last == sorted(last, key=lambda value: -(value or 0))
    assert cluster.room == 2 * cluster.workers  # nothing is left to be done


def test_how_many_search_is_told_once(cluster: Cluster, told: list[Message]) -> None:
    assert cluster.workers == 2
    assert [message.key for message in told].count("cluster.at_work") == 1
    assert told[-1].params["n"] == 2


def test_the_stop_event_ends_it(cluster: Cluster) -> None:
    stop = threading.Event()
    stop.set()
    result = solver.solve(BIG, 600, 1, stop=stop, cluster=cluster)
    assert result.interrupted
    assert result.score is not None
    assert not result.score.breaches


def test_what_is_dropped_is_not_answered(cluster: Cluster) -> None:
    where = state(BIG)
    cluster.ask(SharedQuestion(BIG, None))
    with DistributedSearch(where, Params(600, 1, 1), Level.QUALITY, cluster) as spread:
        spread.take()
        assert cluster.room == 0
    assert cluster.room == 4
    with DistributedSearch(where, Params(600, 1, 1), Level.QUALITY, cluster) as spread:
        counted = Counted(cluster)
        spread.take()
        assert cluster.room == 0
        until(lambda: list(counted.take()))
    assert all(answer.roster is not None for answer in counted.answers)


WAITING = """
import sys
from distributed import Client
from tests.solver.cluster.unwanted import wait_until_unwanted

if __name__ == "__main__":
    client = Client(sys.argv[1])
    future = client.submit(wait_until_unwanted, sys.argv[2], pure=False)
    sys.stdin.readline()
    future.release()
    sys.stdin.readline()
"""


@pytest.mark.parametrize("how", ["released", "killed"])
def test_a_task_that_nobody_wants_any_more_stops(processes: Processes, tmp_path: Path, how: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WAITING, processes.address, str(tmp_path)], cwd=ROOT, stdin=subprocess.PIPE
    ) as client:
        assert client.stdin is not None
        until((tmp_path / "begun").exists)
        assert not (tmp_path / "ended").exists()
        if how == "killed":
            client.kill()
        else:
            client.stdin.write(b"\n")
            client.stdin.flush()
        until((tmp_path / "ended").exists)
        client.kill()


def test_no_thread_is_left_behind(processes: Processes) -> None:
    before = threading.active_count()
    with connect(processes.address, seconds=60):
        assert threading.active_count() > before
    assert threading.active_count() == before


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
