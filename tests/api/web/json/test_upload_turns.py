from __future__ import annotations

import pytest

from api.web.json import upload_turns as turns
from tests.api.filled_service import PLAN, XLSX, Served


@pytest.fixture
def kind() -> str:
    """Return one database: uploads are read before it is asked."""
    return "sqlite"


def test_whoever_gets_no_turn_is_told_to_come_again(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.01)
    before = served.digest()
    with turns.turn(), turns.turn():
        answer = served.send("POST", f"{PLAN}/merge", b"x", began=1, media=XLSX)
    assert (answer.status_code, answer.json()["type"]) == (503, "/api/v1/docs#problem-busy")
    assert answer.headers["retry-after"].isdecimal()
    assert served.digest() == before
    assert served.send("POST", f"{PLAN}/merge", b"x", began=1, media=XLSX).status_code == 422


def test_a_turn_ends_also_where_the_upload_is_refused(served: Served) -> None:
    for _ in range(turns.AT_ONCE + 1):
        assert served.send("POST", f"{PLAN}/merge", b"x", began=1, media=XLSX).status_code == 422
