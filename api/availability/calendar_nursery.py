"""The process that forks a child for each calendar: ``python -m api.availability.calendar_nursery``."""

from __future__ import annotations

from api.availability.busy_calendar import read_busy
from wfm.tables.confined.nursery import main

JOBS = {read_busy.__name__: read_busy}

if __name__ == "__main__":
    main(JOBS)
