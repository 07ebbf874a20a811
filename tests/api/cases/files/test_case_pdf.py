"""The PDF of a case, read by another tool: language, tags, figures; the same bytes each time."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from api.cases.files.case_pdf import case_pdf
from api.documents.typesetting import typeset
from api.texts.translator import translator
from tests.api.cases.files.sample_cases import figures_of


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return case_pdf(figures_of("vestegnen_case"), translator("da"))


@pytest.fixture(scope="module")
def reader(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def root_of(reader: PdfReader) -> Any:
    """Return the root of a document; pypdf's types know nothing of what stands in it."""
    return reader.trailer["/Root"]


def resources_of(page: Any) -> Any:
    """Return what a page uses."""
    return page["/Resources"]


def tags(node: Any, found: list[Any]) -> list[Any]:
    """Return every element of a structure tree."""
    resolved = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(resolved, list):
        for one in resolved:
            tags(one, found)
    elif isinstance(resolved, DictionaryObject):
        if "/S" in resolved:
            found.append(resolved)
        if "/K" in resolved:
            tags(resolved["/K"], found)
    return found


def test_it_says_its_language_title_and_standard(reader: PdfReader) -> None:
    root = root_of(reader)
    assert root["/Lang"] == "da-DK"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Vestegnens tværkommunale kontaktcenter"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_headings_tables_and_the_picture_are_tagged(reader: PdfReader) -> None:
    elements = tags(root_of(reader)["/StructTreeRoot"], [])
    kinds = [element["/S"] for element in elements]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == 5
    assert kinds.count("/Table") == 4
    heads = [element for element in elements if element["/S"] == "/TH"]
    assert heads
    (figure,) = (element for element in elements if element["/S"] == "/Figure")
    assert "Tilbagebetalt i år 3, efter 2,12 år." in figure["/Alt"]


def test_it_holds_the_figures(reader: PdfReader) -> None:
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for figure in (
        "1.640.608",
        "2.400.000",
        "−759.392",
        "1.186.607",
        "3.429.195",
        "2.675.000",
        "−100.993,67",
    ):
        assert figure in text
    assert f"Side 1 af {len(reader.pages)}" in text
    assert "Buffer (tæller ikke med)" in text


def test_it_has_own_fonts_only_and_no_date(reader: PdfReader) -> None:
    fonts = {
        font.get_object()["/BaseFont"]
        for page in reader.pages
        for font in resources_of(page).get("/Font", {}).values()
    }
    assert fonts
    assert all("Libertinus" in font for font in fonts)
    assert reader.metadata is not None
    assert reader.metadata.creation_date is None


def test_the_same_case_gives_the_same_bytes(pdf: bytes) -> None:
    assert case_pdf(figures_of("vestegnen_case"), translator("da")) == pdf


def test_in_english_it_is_english() -> None:
    reader = PdfReader(BytesIO(case_pdf(figures_of("borgerkontakt_case"), translator("en"))))
    assert root_of(reader)["/Lang"] == "en-GB"
    assert "Paid back in 2021" in reader.pages[0].extract_text()


def test_no_text_of_a_case_is_taken_for_an_order() -> None:
    names = "#panic() $x$ <a> *b* _c_ `d` \\ @e = f"
    data = {"title": names, "about": names, "conclusions": [names], "chart": names, "parts": []}
    picture = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
    made = typeset("case", data, translator("da"), pictures={"chart": picture})
    text = PdfReader(BytesIO(made)).pages[0].extract_text()
    assert "#panic()" in text
    assert "*b*" in text
