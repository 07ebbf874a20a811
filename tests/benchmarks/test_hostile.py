"""The benchmark of hostile files, in small: a dozen of them, and what is answered wrongly is seen."""

from __future__ import annotations

import pytest

from benchmarks.hostile.__main__ import MEMORY_MB
from benchmarks.hostile.doors import DOORS, Door, doors_of
from benchmarks.hostile.files import FAMILIES, hostile_file
from benchmarks.hostile.seen import Seen
from benchmarks.hostile.target import target
from benchmarks.hostile.throwing import give, has_place, note, throw
from benchmarks.hostile.watching import watched
from tests.api.plans.uploads.malformed import CSV

CHOSEN = (
    "a table said to hold thousands of millions of strings",
    "cells merged over and over",
    "entities",
    "keys of many parts",
    "names that lead elsewhere",
    "a size that is a lie",
    "a line without end",
    "bytes that are no text",
    "brackets in brackets",
    "an event every second",
    "parts in parts",
    "settings without end",
)
"""A dozen that cost little; the benchmark throws those of all families."""


def test_a_file_of_a_family_is_refused_with_its_place_and_in_little_memory() -> None:
    seen = Seen()
    seeds = [list(FAMILIES).index(trick) for trick in CHOSEN]
    with target() as aim, watched(aim, seen):
        for seed in seeds:
            throw(aim, seed, hostile_file(seed), seen)
    assert seen.wrong == []
    assert seen.refused + seen.sound == 2 * len(CHOSEN)
    assert seen.refused >= 2 * len(CHOSEN) - 3
    assert 0 < seen.service_mb <= seen.family_mb < MEMORY_MB


def test_every_family_goes_to_every_door_in_its_turn() -> None:
    for media, doors in DOORS.items():
        met = {door for turn in range(len(doors)) for door in doors_of(media, turn)}
        assert met == set(doors)


def test_what_is_answered_wrongly_is_seen() -> None:
    page, program = Door("POST", "/plans/new", "file"), Door("POST", "/plans")
    wrong = [
        (page, 422, "<h1>An empty page</h1>"),
        (page, 500, '<h1 tabindex="-1" autofocus>Wrong</h1><p>sorry</p>'),
        (program, 422, "{}"),
        (program, 503, '{"faults": [{"file": "agents.csv"}]}'),
    ]
    right = [
        (page, 422, '<section role="alert" tabindex="-1" autofocus><ul><li>agents.csv, row 2</li></ul>'),
        (program, 413, "{}"),
        (program, 422, '{"faults": [{"file": "agents.csv"}]}'),
    ]
    seen = Seen()
    for door, status, text in (*wrong, *right):
        note("a file", door, status, text, seen)
    assert len(seen.wrong) == len(wrong)
    assert seen.refused == len(right)


def test_commands_end_with_a_sentence() -> None:
    seen = Seen()
    give(hostile_file(0), seen)
    assert seen.wrong == []
    assert seen.refused == 4


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
    assert hostile_file(list(FAMILIES).index("a line without end")).media == CSV
