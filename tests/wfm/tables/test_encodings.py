"""Danish letters are read right whichever program saved them; a file read in a rare encoding says so."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.wfm.tables.folders import HOTLINE, TABLES, folder, places
from wfm.ids import AgentId
from wfm.tables.encodings import decode_text
from wfm.tables.plan_reading import read_plan

TEXTS = [
    "agent,name\n1,Søren Ærø Åse\n",
    "Bjørnår",
    "SØREN PRØVE",
    "ÅSE",
    "å",
    "Ø-by\nIda–Marie Ålborg",
    "O’Brien",
    "“ferie” – ok",
    "José",
    "Jörg Müller",
    "Grøn ½ § 5°",
    "navn\nMette",
    "på",
]
RARE = {"cp850": "MS-DOS 850", "mac_roman": "Macintosh"}


USUAL = ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"]


def saved(texts: list[str], encodings: Iterable[str]) -> list[tuple[str, str]]:
    """Return texts and the encodings in which they can be saved."""
    return [
        (text, encoding)
        for text in texts
        for encoding in encodings
        if text.encode(encoding, "ignore").decode(encoding) == text
    ]


@pytest.mark.parametrize(("text", "encoding"), saved(TEXTS, USUAL))
def test_usual_encodings_are_read_without_a_word(text: str, encoding: str) -> None:
    decoded = decode_text("a.csv", text.encode(encoding))
    assert decoded is not None
    assert (decoded.text, decoded.notices) == (text, ())


@pytest.mark.parametrize(
    ("text", "encoding"), saved([text for text in TEXTS if set(text) & set("æøåÆØÅ")], RARE)
)
def test_rare_encodings_are_read_right_and_told(text: str, encoding: str) -> None:
    decoded = decode_text("a.csv", text.encode(encoding))
    assert decoded is not None
    assert decoded.text == text
    (notice,) = decoded.notices
    assert notice.expected.params["encoding"] == RARE[encoding]
    assert str(notice.expected.params["read"]) in text


@pytest.mark.parametrize("encoding", RARE)
def test_every_table_and_the_hotline_may_be_saved_so(tmp_path: Path, encoding: str) -> None:
    agents = TABLES["agents.csv"].replace("Aarhus 1", "Søren Prøve").replace("mitid;", "mitid|")
    files = {
        "agents.csv": agents.replace('"', "").replace(",", ";").encode(encoding),
        "hotline.toml": HOTLINE.replace('"Test"', '"Prøvelinjen"').encode(encoding),
    }
    reading = read_plan(folder(tmp_path / "a", files))
    assert reading.plan.agent[AgentId("751-01")].name == "Søren Prøve"
    assert reading.plan.hotline.name == "Prøvelinjen"
    assert {place[0] for place in places(list(reading.notices))} == {"hotline.toml", "agents.csv"}


def test_bytes_that_are_no_letters_in_any_encoding_are_no_text() -> None:
    assert decode_text("a.csv", b"agent\n\x81\x8d") is None
