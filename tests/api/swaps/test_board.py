"""The page of swaps, as a sentence reads it."""

from __future__ import annotations

from tests.api.filled_service import CODE, Served
from tests.api.swaps.test_swaps import made_swap


def test_who_is_asked_is_told_in_a_sentence_of_its_own(served: Served) -> None:
    made_swap(served, agents=None)
    page = served.client.get(f"/swaps?hotline={CODE}&lang=en", headers={"x-caller": "agent"})
    assert "You would hand this shift over. Asked: 2 in M1, 1 in M2." in " ".join(page.text.split())
