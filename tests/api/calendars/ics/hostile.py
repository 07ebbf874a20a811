"""Names that have broken calendars elsewhere, and a publication full of one of them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from api.publication.publication import Publication
from tests import builders
from tests.api.publications import publication_of
from wfm.ids import CompetenceCode

_PARTS = st.sampled_from(
    [
        "\r\n",
        "\r",
        "\n",
        "\x00",
        "\x0b",
        "\x1b[31m",
        "\x7f",
        "\x85",
        "\u2028",
        "\u2029",
        "\t",
        ",",
        ";",
        ":",
        '"',
        "\\",
        "\\n",
        "\\,",
        "^n",
        "%0A",
        " ",
        "\u00a0",
        "\ufeff",
        "\u202e",
        "😀",
        "👩🏽\u200d💻",
        "e\u0301",
        "æøå",
        "END:VEVENT",
        "\r\nATTENDEE:mailto:x@example.org",
        "=1+1",
        "x" * 5000,
    ]
)
HOSTILE = st.lists(_PARTS | st.text(max_size=30), max_size=8).map("".join)
"""May also be empty."""


def hostile_publication(name: str, hotline: str) -> Publication:
    """Return a publication in which every name is one of the two."""
    skill = replace(builders.competence("a"), name=name, code=CompetenceCode("a"))
    line = builders.hotline(name=hotline, language="en", names_in_feeds=True, competences=(skill,))
    town = replace(builders.municipality("1"), name=name)
    agents = (replace(builders.agent("1-1"), name=name), replace(builders.agent("1-2"), name=hotline))
    plan = builders.plan((town,), agents, hotline=line)
    return publication_of(plan, builders.roster({"2027-01-04T08:00": ("1-1", "1-2")}))
