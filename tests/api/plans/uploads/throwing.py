"""Throw uploads at the service, and look what came of each: refused with its place, or sound after all."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from api.plans.records.facts import find_hotline, find_plan
from api.store.engine import Database, reading
from tests.api.filled_service import CODE, FIRST_DAY, Served
from tests.api.plans.uploads.malformed import Upload

NOT_READ = {400, 413, 415}
"""Of these the reason is the whole upload, or something before it was looked at."""


@dataclass
class Thrown:
    """What came of uploads.

    Parameters
    ----------
    wrong
        Uploads that were neither refused as they should be nor taken in, and what was answered.
    """

    served: Served
    refused: Counter[str] = field(default_factory=Counter)
    sound: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0

    def __post_init__(self) -> None:
        # Another connection than the service's, to which it tells whether anybody wrote anything.
        self._watch = sqlite3.connect(str(self.served.database.url.database))

    def throw(self, name: object, upload: Upload) -> None:
        """Send an upload; where it is refused, nothing may have been written."""
        began, before = self._newest(upload), self._written()
        start = time.perf_counter()
        answer = self.served.send(
            upload.method, upload.address, upload.content, began=began, media=upload.media
        )
        self.slowest = max(self.slowest, time.perf_counter() - start)
        if answer.status_code in (200, 201):
            self.sound[upload.kind] += 1
            return
        self.refused[upload.kind] += 1
        told = answer.json() if answer.headers["content-type"] == "application/problem+json" else {}
        placed = all(fault["file"] for fault in told.get("faults", ())) and told.get("faults")
        known = placed or told.get("errors") or told.get("breaches") or answer.status_code in NOT_READ
        other = told.get("type", "").endswith(("-not-later", "-short-notice", "-missing"))
        if not 400 <= answer.status_code < 500 or not (known or other) or self._written() != before:
            self.wrong.append(
                f"{name} {upload.kind} {upload.address}: {answer.status_code} {answer.text[:300]}"
            )

    def _written(self) -> int:
        found: int = self._watch.execute("PRAGMA data_version").fetchone()[0]
        return found

    def _newest(self, upload: Upload) -> int:
        database: Database = self.served.database
        with reading(database) as connection:
            home = find_hotline(connection, CODE).id
            facts = find_plan(connection, home, date.fromisoformat(FIRST_DAY))
        if upload.address.endswith(("/versions", "/changes")):
            return facts.version
        return facts.published if upload.address.endswith("/published") else facts.revision
