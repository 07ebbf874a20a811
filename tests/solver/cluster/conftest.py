from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.solver.cluster.processes import Processes


@pytest.fixture(scope="package")  # no longer: they look around them all the time, also when nothing is asked
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    """A scheduler and two workers, for tests that leave them alive."""
    with Processes(tmp_path_factory.mktemp("dask")) as started:
        started.worker()
        started.worker()
        yield started
