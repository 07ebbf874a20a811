"""``wfm work`` on two machines beside one database: a run is one machine's, and outlives it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, select

from api.access.ids import RunId
from api.configuration.settings import FIELDS, variable
from api.runs.kinds import RunOrder, RunState
from api.runs.service import cancel_run
from api.store.engine import reading
from api.store.tables import RUN
from tests.api.commands.running import ROOT
from tests.api.runs.reckoning import ask, long_plan, place_in, run_in, until, wait_for
from tests.api.runs.test_worker import ON_A_FILE, SERVER_IN_SHORT, events, has_a_roster
from tests.api.store.filled import add_plan

LONG = RunOrder(time_limit=300, workers=1)


@contextmanager
def machine(place: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run ``wfm work`` with a data folder of its own; it is gone at the end."""
    others = {variable(name) for name in FIELDS}
    told = {name: value for name, value in os.environ.items() if name not in others}
    told["WFM_DATA_FOLDER"] = str(folder)
    told["WFM_DATABASE_URL" if place.startswith("postgresql") else "WFM_DATA_FOLDER"] = place
    command = [sys.executable, "-c", "from api.cli import main; main()", "work"]
    with subprocess.Popen(command, cwd=ROOT, env=told, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def owner(database: Engine, run: RunId) -> str | None:
    """Return which worker has a run."""
    with reading(database) as connection:
        found: str | None = connection.execute(select(RUN.c.owner).where(RUN.c.id == run)).scalar_one()
    return found


@SERVER_IN_SHORT
def test_two_machines_share_the_runs_and_one_goes_on_where_the_other_died(
    engine: Engine, place: str, tmp_path: Path
) -> None:
    add_plan(engine, long_plan())
    with machine(place, tmp_path / "first") as first:
        mine = ask(engine, LONG)
        until(has_a_roster(engine, mine), "a roster")
        with machine(place, tmp_path / "second") as second:
            theirs = ask(engine, LONG)
            until(lambda: run_in(engine, theirs).state is RunState.RUNNING, "the other machine")
            assert None not in (owner(engine, mine), owner(engine, theirs))
            assert owner(engine, mine) != owner(engine, theirs)
            cancel_run(place_in(engine), theirs)
            wait_for(engine, theirs, RunState.CANCELLED)
            other = run_in(engine, mine)
            assert (other.state, other.fence) == (RunState.RUNNING, 1)
            first.kill()
            first.wait()
            until(lambda: run_in(engine, mine).fence == 2, "the run to be taken up")
            again = run_in(engine, mine)
            assert (again.state, again.best is None) == (RunState.RUNNING, False)
            second.send_signal(signal.SIGTERM)
            assert second.wait(30) == 0
        put_back = run_in(engine, mine)
        assert (put_back.state, put_back.attempts) == (RunState.QUEUED, 1)
    cancel_run(place_in(engine), mine)
    assert events(engine, mine) == list(range(1, run_in(engine, mine).last + 1))


@ON_A_FILE
def test_what_is_no_store_of_this_release_is_refused(place: str, engine: Engine, tmp_path: Path) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    with machine(place, tmp_path) as refused:
        assert refused.wait(60) == 2
