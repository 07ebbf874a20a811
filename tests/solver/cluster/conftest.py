from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.solver.cluster.processes import Processes


@pytest.fixture(scope="session")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    """A scheduler and two workers, for tests that leave them alive."""
    with Processes(tmp_path_factory.mktemp("dask")) as started:
        started.worker()
        started.worker()
        yield started
