"""The process of one run: ``python -m api.runs.child``.

It reads its job from stdin, tells on stdout how far it is (every better roster too), and answers. "stop" on
stdin lets it end with the best that it has; where stdin ends, whoever started it is gone, and it goes too.
It knows no database, gives way to those who answer requests, and may use so much memory and no more.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Mapping
from typing import Any

from api.runs.job import STOP, Answer, RunJob, answer_line, json_line, read_job, seats_of
from api.runs.kinds import RunKind

NICE = 10
_CHUNK = 1 << 16
_GONE = 3
"""Exit status where there is nobody left to answer."""

_telling = threading.Lock()


def main() -> None:
    """Do one job."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    line, rest = _read_line()
    job = read_job(line)
    _limit(job.memory_mb)
    stop = threading.Event()
    threading.Thread(target=_listen, args=(stop, rest), daemon=True).start()
    try:
        _tell(answer_line(answer(job, stop, lambda told: _tell(json_line(told)))))
    except Exception as error:
        in_a_line = f"{type(error).__name__}: {error}".splitlines()[0]
        _tell(json_line({"fault": in_a_line[:500]}))
    os._exit(0)  # the thread that listens holds stdin, and nothing is left to be done


def answer(job: RunJob, stop: threading.Event, tell: Callable[[Mapping[str, Any]], None]) -> Answer:
    """Reckon what a job asks for."""
    if job.kind.searches:
        return _solve(job, stop, tell)
    if job.history is not None or job.forecast is not None:
        return _count_calls(job)
    return _explain(job, tell)


def _solve(job: RunJob, stop: threading.Event, tell: Callable[[Mapping[str, Any]], None]) -> Answer:
    import solver
    from solver import Progress
    from wfm.roster import Roster
    from wfm.score import Score

    def progress(now: Progress) -> None:
        told = {"phase": now.phase.value, "level": now.level.value, "value": now.value, "bound": now.bound}
        tell({"progress": {**told, "seconds": round(now.seconds, 2)}})

    def incumbent(roster: Roster, score: Score) -> None:
        values = {level.value: value for level, value in score.values.items()}
        tell({"incumbent": seats_of(roster), "values": values})

    return solver.solve(
        job.plan,
        time_limit=job.time_limit,
        workers=job.workers,
        seed=job.seed,
        progress=progress,
        stop=stop,
        baseline=job.baseline,
        start=[] if job.start is None else [job.start],
        incumbent=incumbent,
    )


def _count_calls(job: RunJob) -> Answer:
    from api.demand.forecast_document import make_forecast, make_needs, risks_document
    from api.runs.job import SeatNeeds

    if job.history is not None:
        return make_forecast(job.plan, job.history, job.paths, job.seed)
    assert job.forecast is not None
    needs = make_needs(job.plan, job.forecast, job.seats)
    return SeatNeeds(needs, risks_document(job.plan, job.forecast))


def _explain(job: RunJob, tell: Callable[[Mapping[str, Any]], None]) -> Answer:
    from solver.explaining import explain, has_roster
    from solver.explaining.pricing import prices
    from solver.params import Clock
    from wfm.explanation import RosterExplanation

    clock = Clock(job.time_limit)

    def going(what: str, number: int, of: int) -> None:
        tell({"progress": {"phase": what, "number": number, "of": of, "seconds": round(clock.spent, 2)}})

    if job.kind is RunKind.PRICES and job.roster is not None and has_roster(job.plan):
        return RosterExplanation(prices=prices(job.plan, job.roster, clock, going))
    return explain(
        job.plan, job.roster, job.time_limit, assignment=job.assignment, about=job.about, tell=going
    )


def _limit(memory_mb: int) -> None:
    """Take no more memory than is allowed, and leave no picture of it behind."""
    try:
        import resource
    except ImportError:  # Windows knows no such limits
        return
    for what, most in ((resource.RLIMIT_DATA, memory_mb << 20), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(what)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (allowed, allowed))


def _read_line() -> tuple[bytes, bytes]:
    """Return the first line of stdin, and what came with it."""
    content = bytearray()
    while b"\n" not in content:
        part = os.read(0, _CHUNK)
        if not part:
            os._exit(_GONE)
        content += part
    line, _, rest = bytes(content).partition(b"\n")
    return line, rest


def _listen(stop: threading.Event, heard: bytes) -> None:
    """Wait for the word to stop, and for the end of whoever would say it."""
    while True:
        if STOP in heard:
            stop.set()
        part = os.read(0, _CHUNK)
        if not part:
            os._exit(_GONE)
        heard = heard[-len(STOP) :] + part


def _tell(line: bytes) -> None:
    with _telling:
        try:
            sys.stdout.buffer.write(line)
            sys.stdout.buffer.flush()
        except OSError:  # nobody listens any more
            os._exit(_GONE)


if __name__ == "__main__":
    main()
