"""Whatever goes away, in mid-solve or before: the search keeps what it has and goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import solver
from solver.cluster import connect
from solver.params import Params
from solver.progress import Progress
from solver.search.distributed_lns import Cluster, DistributedSearch, PartAnswer, PartOrder, SharedQuestion
from tests.solver.cluster.processes import Processes, until
from tests.solver.cluster.test_connection import BIG, Counted, state
from wfm.finding import Level
from wfm.message import Message
from wfm.score import measure


@pytest.fixture
def processes(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Processes]:
    """A cluster that a test may destroy, of two workers where it asks for no other number."""
    with Processes(tmp_path) as started:
        for _ in range(getattr(request, "param", 2)):
            started.worker()
        yield started


def keys(told: list[Message]) -> list[str]:
    return [message.key.removeprefix("cluster.") for message in told]


def test_one_after_the_other_goes_and_one_comes_back(processes: Processes) -> None:
    told: list[Message] = []
    where = state(BIG)
    with connect(processes.address, tell=told.append, seconds=60) as found:
        cluster = Counted(found)
        until(lambda: cluster.workers == 2, lambda: list(cluster.take()))
        cluster.ask(SharedQuestion(BIG, None))
        with DistributedSearch(where, Params(600, 1, 1), Level.QUALITY, cluster) as spread:
            spread.take()
            # Who is there is counted before it is told: waited for is what is told.
            processes.workers[0].kill()
            until(lambda: keys(told)[-1] == "went", spread.take)
            assert cluster.workers == 1
            cluster.answers.clear()
            until(lambda: solved_again(cluster), spread.take)
            before = where.score

            processes.workers[1].kill()
            until(lambda: keys(told)[-1] == "alone", spread.take)
            assert cluster.workers == 0
            assert cluster.room == 0
            assert not spread.working
            assert not before < where.score

            cluster.answers.clear()
            processes.worker()
            until(lambda: solved_again(cluster), spread.take)
            assert keys(told)[-1] == "came"

            processes.scheduler.kill()
            until(lambda: cluster.workers == 0, spread.take)
            spread.take()
            assert "cut_off" in keys(told)
    assert not where.score.breaches
    assert where.score == measure(BIG, where.best.roster)


def solved_again(cluster: Counted) -> bool:
    """Tell whether the last answer came from somebody who lives."""
    return bool(cluster.answers) and not cluster.answers[-1].lost


class Doomed(Counted):
    """A cluster that is ended after its first answers."""

    def __init__(self, cluster: Cluster, processes: Processes, what: str) -> None:
        super().__init__(cluster)
        self.processes = processes
        self.what = what
        self.orders: list[PartOrder] = []

    def give(self, order: PartOrder) -> None:
        self.orders.append(order)
        super().give(order)

    def take(self) -> Iterator[PartAnswer]:
        yield from super().take()
        if self.answers:
            for process in [self.processes.scheduler] if self.what == "scheduler" else self.processes.workers:
                process.kill()


@pytest.mark.parametrize(
    ("processes", "what"),
    [
        (1, "workers"),
        pytest.param(2, "workers", marks=pytest.mark.prove),
        pytest.param(2, "scheduler", marks=pytest.mark.prove),
    ],
    indirect=["processes"],
)
def test_a_solve_that_loses_all_of_it_ends_with_no_less_than_it_had(processes: Processes, what: str) -> None:
    told: list[Message] = []
    steps: list[Progress] = []
    with connect(processes.address, tell=told.append, seconds=60) as found:
        until(lambda: found.workers == len(processes.workers), lambda: list(found.take()))
        doomed = Doomed(found, processes, what)

        def tell(step: Progress) -> None:
            steps.append(step)
            if doomed.answers and not doomed.workers:  # it goes on alone, and finds something
                doomed.stop.set()

        result = solver.solve(BIG, 600, 1, progress=tell, stop=doomed.stop, cluster=doomed)
    assert result.roster is not None
    assert result.score == measure(BIG, result.roster)
    assert not result.score.breaches
    assert result.score.quality == steps[-1].value
    assert {"alone", "cut_off"} & set(keys(told))
    assert doomed.orders
