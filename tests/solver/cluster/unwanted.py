"""A task that does nothing until nobody wants it any more; run by workers."""

from __future__ import annotations

import time
from pathlib import Path

from solver.cluster.tasks import CancelEvent


def wait_until_unwanted(folder: str) -> None:
    """Leave a file when it begins, and one when it ends."""
    unwanted = CancelEvent()
    Path(folder, "begun").touch()
    while not unwanted.is_set():
        time.sleep(0.05)
    Path(folder, "ended").touch()
