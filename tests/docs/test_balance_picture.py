"""The picture of balances in the documentation is what the command draws of the sample plan today."""

from __future__ import annotations

from xml.etree import ElementTree

import wfm
from api.outputs.balance_chart import chart
from api.texts.translator import translator
from tests.docs.pages import DOCS, ROOT
from wfm.quota_outlook import outlook

SVG = "{http://www.w3.org/2000/svg}"


def words(svg: bytes) -> list[str]:
    """Return title, description and every text; where they stand may differ between drawing libraries."""
    root = ElementTree.fromstring(svg)
    return [
        str(element.text)
        for element in root.iter()
        if element.tag in {f"{SVG}{kind}" for kind in ("title", "desc", "text")}
    ]


def test_the_picture_says_what_the_command_says() -> None:
    plan = wfm.load_plan(ROOT / "sample_data" / "midtjylland")
    drawn = chart(plan, outlook(plan), translator("en"), "svg")
    assert words((DOCS / "assets" / "balances.svg").read_bytes()) == words(drawn)
