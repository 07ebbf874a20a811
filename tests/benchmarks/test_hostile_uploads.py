"""The benchmark of hostile files, in small: one of each family, and what is answered wrongly is seen."""

from __future__ import annotations

import pytest

from benchmarks.hostile_files import FAMILIES, HostileFile, hostile_file
from benchmarks.hostile_uploads import MEMORY_MB, Seen, give, has_place, target, throw, watched
from tests.api.plans.uploads.malformed import CSV

HEAVY = {"rows of formulas without end", "one long string in every cell"}
"""Families that take seconds of the processor; the long run has them."""
CHOSEN = [(seed, trick) for seed, trick in enumerate(FAMILIES) if trick not in HEAVY][::3]
"""Every third of the others; the benchmark throws them all."""


def test_a_file_of_a_family_is_refused_with_its_place_and_in_little_memory() -> None:
    seen = Seen()
    with target() as aim, watched(aim, seen):
        for seed, _ in CHOSEN:
            throw(aim, seed, hostile_file(seed), seen)
    assert seen.wrong == []
    assert seen.refused >= len(CHOSEN)
    assert 0 < seen.service_mb < MEMORY_MB


def test_commands_end_with_a_sentence() -> None:
    seen = Seen()
    give(hostile_file(0), seen)
    assert seen.wrong == []
    assert seen.refused == 3


def test_a_file_is_the_same_for_ever() -> None:
    hostile_file.cache_clear()
    first = hostile_file(1)
    hostile_file.cache_clear()
    assert hostile_file(1).trick == first.trick
    assert first.unpacked().keys() == {"hotline.toml"}


@pytest.mark.parametrize(
    ("document", "placed"),
    [
        ({}, False),
        ({"faults": []}, False),
        ({"faults": [{"file": ""}]}, False),
        ({"faults": [{"file": "agents.csv"}, {"file": ""}]}, False),
        ({"faults": [{"file": "agents.csv"}]}, True),
        ({"errors": [{"where": "body"}]}, True),
    ],
)
def test_a_place_is_known_when_it_is_told(document: dict[str, object], placed: bool) -> None:
    assert has_place(document) is placed


def test_a_file_that_is_taken_in_or_answered_late_is_no_refusal() -> None:
    seen = Seen()
    seen.took("slow", 6.0)
    assert seen.late == ["slow: 6.0 s"]
    assert HostileFile("x", CSV, b"").doors[0] == (
        "PUT",
        "/api/v1/hotlines/test/plans/2027-01-04/tables/agents",
    )
