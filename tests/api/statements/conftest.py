"""A week's quarter that is closed and corrected, for tests of its statements and of the year's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.api.one_thread import TestClient
from tests.api.publishing.planned import COORDINATOR, Planned
from tests.api.worked.quarter import FIRST, SECOND, worked_week
from tests.api.worked.test_quarters import body_of, send

DAY = "2027-01-04"
ADDRESS = f"/api/v1/hotlines/test/statements/{DAY}"


@dataclass
class Week:
    """A week that is closed and corrected, and what was answered before each."""

    service: Planned
    client: TestClient
    before: Any
    closed: Any

    def get(self, end: str = "", caller: Any = COORDINATOR) -> Any:
        """Ask as somebody."""
        self.service.caller = caller
        return self.client.get(f"{ADDRESS}{end}")

    def document(self, end: str = "", caller: Any = COORDINATOR) -> Any:
        """Return a document that is there."""
        answer = self.get(end, caller)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Week]:
    folder: Path = tmp_path_factory.mktemp("week")
    with worked_week(folder) as service, pytest.MonkeyPatch.context() as settings:
        settings.setenv("WFM_GLN_OF", "2:5790000000005")
        settings.setenv("WFM_REFERENCE_OF", "2:Borgerservice")
        settings.setenv("WFM_VAT_TREATMENT", "uden moms")
        client = service.client()
        before = client.get(ADDRESS).json()
        at = f"/plans/{DAY}/worked/{FIRST}"
        send(client, "PUT", at, body_of((("1-1", 180), ("2", 50))), send(client, "GET", at)["number"])
        send(client, "POST", f"/plans/{DAY}/close")
        closed = client.get(ADDRESS).json()
        sent = {"shift": SECOND, **body_of((("2-1", 180),))}
        send(client, "POST", f"/plans/{DAY}/corrections", sent)
        yield Week(service, client, before, closed)
