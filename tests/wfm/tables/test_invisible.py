"""What nobody sees makes no difference, and is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.wfm.tables.folders import FILES, changed, folder, places, plan_at
from wfm.tables.invisible import without_invisible
from wfm.tables.plan_reading import read_plan

UNSEEN = ["\u200b", "\u200c", "\u200d", "\u2060", "\u00ad", "\ufeff", "\u200e", "\u180e", "\u3164", "\ufe0f"]


@pytest.mark.parametrize("char", UNSEEN)
@pytest.mark.parametrize(
    ("file", "cell"),
    [
        ("agents.csv", "751-01"),
        ("agents.csv", "Aarhus 1"),
        ("municipalities.csv", "665"),
        ("availability.csv", "751-01"),
        ("availability.csv", "2027-01-06"),
        ("locks.csv", "751-02"),
        ("previous.csv", "751-01"),
        ("demand.csv", "08:00"),
    ],
)
def test_an_invisible_character_is_taken_out_of_any_cell_and_told(
    tmp_path: Path, file: str, cell: str, char: str
) -> None:
    plain = plan_at(folder(tmp_path / "plain"))
    for place in (0, 3, len(cell)):
        text = FILES[file].replace(cell, cell[:place] + char + cell[place:], 1)
        reading = read_plan(folder(tmp_path / str(place), {file: text}))
        assert reading.plan == plain
        assert [(notice.file, notice.expected.key) for notice in reading.notices] == [
            (file, "notice.invisible")
        ]


def test_headers_and_keys_are_known_all_the_same(tmp_path: Path) -> None:
    changes = {
        **changed("agents.csv", "agent,name,", "ag\u200bent,\u2060name,"),
        "hotline.toml": FILES["hotline.toml"].replace('code = "test"', 'code = "te\u200bst"'),
    }
    reading = read_plan(folder(tmp_path, changes))
    assert reading.plan.hotline.code == "test"
    assert places(list(reading.notices)) == [("hotline.toml", None, "code", "te\u200bst", "notice.invisible")]


def test_a_cell_of_invisible_characters_is_blank(tmp_path: Path) -> None:
    plan = plan_at(folder(tmp_path, changed("availability.csv", "ferie", "\u200b\u00a0")))
    assert plan.availability[0].note == ""


def test_other_spaces_are_spaces_and_pictures_stay_whole() -> None:
    assert without_invisible("Anne\u00a0Mette\u2009B") == "Anne Mette B"
    assert without_invisible("👩\u200d👧 ✈\ufe0f") == "👩\u200d👧 ✈\ufe0f"
