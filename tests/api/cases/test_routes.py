"""Business cases for programs: kept, seen by whom they are for, shared by keys, changed, taken away."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any
from zipfile import ZipFile

import pytest
from httpx2 import Response
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader
from sqlalchemy import select

from api.cases.reckoning import reckon
from api.cases.sources import SAMPLES, read_sample
from api.rendering.assets import asset_folder
from api.store.engine import reading
from api.store.tables import AUDIT_EVENT, BUSINESS_CASE
from api.web.json.requests import ZIP
from tests.api.filled_service import CODE, ROOT, XLSX, Served
from wfm.books.case_figures import CaseFigures
from wfm.books.printed_check import find_differences

CASES = f"{ROOT}/{CODE}/cases"
LINE: dict[str, Any] = {
    "settings": {"name": "A shared line", "discount_rate": "4 %"},
    "items": [
        ["type", "navn", "pris", "2027", "2028", "2029"],
        ["udgift", "Telefoner", "", "1000", "0", "0"],
        ["gevinst", "Kald", "12,50", "0", "60", "60,5"],
    ],
    "keys": [
        ["kommune", "navn", "indbyggere", "opkald"],
        ["1", "Nord", "300", "10"],
        ["2", "Syd", "100", "30"],
    ],
}
ABSENT = "f" * 32


def keep(served: Served, caller: str = "coordinator", **document: Any) -> Response:
    return served.send("POST", CASES, {**LINE, **document}, caller=caller)


def one_of(answer: Response) -> str:
    return f"{CASES}/{answer.json()['id']}"


def sent(name: str, *, shared: bool = False) -> dict[str, Any]:
    """Return a case of the sources as a program would send it."""
    document = read_sample(name)
    rows = {part: list(map(list, getattr(document, part))) for part in ("items", "keys", "printed")}
    return {"settings": {key: value for key, value in document.settings}, "shared": shared, **rows}


def test_a_case_comes_to_its_effect_payback_value_and_parts(served: Served) -> None:
    made = keep(served)
    assert (made.status_code, made.json()["name"], made.json()["number"]) == (201, "A shared line", 1)
    asked = f"{one_of(made)}?by=opkald&by=population:60,%20calls:40"
    found = served.get(asked).json()
    figures = found["figures"]
    assert figures["effect"] == ["-1000.00", "750.00", "756.25"]
    assert figures["accumulated"] == ["-1000.00", "-250.00", "506.25"]
    assert (figures["payback"]["year"], figures["payback"]["years"]) == (2029, "2.3306")
    exact = -1000 + 750 / Decimal("1.04") + Decimal("756.25") / Decimal("1.04") ** 2
    assert figures["present_value"] == str(exact.quantize(Decimal("0.01")))
    by_calls, mixed = ({one["name"]: one["total"] for one in split["partners"]} for split in found["splits"])
    assert [one["by"] for one in found["splits"]] == ["opkald", "population:60, calls:40"]
    assert by_calls == {"Nord": "126.56", "Syd": "379.69"}
    assert mixed == {"Nord": "278.44", "Syd": "227.81"}
    assert found["tables"]["items"][0] == ["kind", "name", "price", "2027", "2028", "2029"]


def test_the_sources_cases_come_to_what_is_printed_and_what_is_not_is_told(served: Served) -> None:
    for name in SAMPLES:
        figures = served.get(one_of(served.send("POST", CASES, sent(name)))).json()["figures"]
        assert len(figures["differences"]) == (0 if name == "vestegnen_case" else 24)
        assert figures["checks"]
    vestegnen = served.get("/api/v1/hotlines/test/cases").json()["cases"]
    assert {one["name"] for one in vestegnen} >= {"Vestegnens tværkommunale kontaktcenter"}


def test_others_see_what_is_shared_and_change_nothing(served: Served) -> None:
    mine, shared = keep(served), keep(served, settings={"name": "Shared"}, shared=True)
    seen = {
        caller: {one["name"]: one["own"] for one in served.get(CASES, caller).json()["cases"]}
        for caller in ("coordinator", "leader", "other", "administrator")
    }
    assert seen.pop("coordinator") == {"A shared line": True, "Shared": True}
    assert list(seen.values()) == [{"Shared": False}] * 3
    for caller in ("agent", "nobody"):
        assert served.get(CASES, caller).status_code in (401, 403)
    for caller in ("leader", "other", "administrator"):
        assert served.get(one_of(mine), caller).status_code == 404
        assert served.get(f"{one_of(mine)}.pdf", caller).status_code == 404
    assert served.get(one_of(shared), "leader").json()["case"]["by"] is None
    assert served.get(one_of(shared), "other").json()["case"]["by"] is not None
    assert keep(served, "leader").status_code == 403
    assert served.send("PUT", one_of(shared), LINE, caller="other", began=1).status_code == 404
    assert served.send("DELETE", one_of(shared), caller="other").status_code == 404
    assert served.send("DELETE", one_of(shared), caller="leader").status_code == 403
    assert served.send("DELETE", one_of(mine)).status_code == 204
    assert served.get(one_of(mine)).status_code == 404


def test_a_case_is_changed_by_whoever_knows_how_it_is(served: Served) -> None:
    one = one_of(keep(served))
    changed = {**LINE, "settings": {"name": "Other"}, "shared": True}
    assert served.send("PUT", one, changed).status_code == 428
    made = served.send("PUT", one, changed, began=1)
    assert (made.status_code, made.json()["number"], made.json()["name"]) == (200, 2, "Other")
    stale = served.send("PUT", one, changed, began=1)
    assert (stale.status_code, stale.json()["current"]["number"]) == (412, 2)
    again = served.send("POST", CASES, LINE, key="once-and-for-all")
    assert served.send("POST", CASES, LINE, key="once-and-for-all").json() == again.json()
    assert len(served.get(CASES).json()["cases"]) == 2


REFUSED: tuple[tuple[dict[str, Any], tuple[str, str]], ...] = (
    ({"settings": {}}, ("case", "name")),
    ({"settings": {"name": "A", "discount_rate": "2"}}, ("case", "discount_rate")),
    ({"items": []}, ("items", "")),
    ({"items": [["kind", "name", "2027", "2029"], ["gain", "A", "1", "1"]]}, ("items", "2029")),
    ({"items": [["kind", "name", "2027"], ["loss", "A", "1"]]}, ("items", "kind")),
    ({"items": [["kind", "name", "2027"], ["gain", "A", "many"]]}, ("items", "2027")),
    ({"items": [["kind", "name", "price", "2027"], ["gain", "A", "dear", "1"]]}, ("items", "price")),
    ({"items": [["kind", "name", "2027"], *[["gain", "A", "1"]] * 501]}, ("items", "")),
    ({"items": [["kind", "name", "key", "2027"], ["gain", "A", "none", "1"]]}, ("items", "key")),
    ({"keys": [["municipality", "population"], ["1", "-5"], ["2", "5"]]}, ("keys", "population")),
)


def test_what_is_no_case_is_refused_with_its_place_and_all_at_once(served: Served) -> None:
    before = served.digest()
    for document, place in REFUSED:
        refused = keep(served, **document)
        assert refused.status_code == 422, document
        assert place in {(one["file"], one["column"]) for one in refused.json()["faults"]}, refused.json()
    assert served.digest() == before
    one = one_of(keep(served))
    for by in ("nobody", "population:60, calls:30", "population&by=calls&by=equal"):
        refused = served.get(f"{one}?by={by}")
        assert (refused.status_code, refused.json()["faults"][0]["file"]) == (422, "by")
    assert served.get(f"{CASES}/{ABSENT}").status_code == 404


def test_documents_say_what_the_case_does(served: Served) -> None:
    one = one_of(served.send("POST", CASES, sent("vestegnen_case")))
    asked = "by=population&by=population:60,%20equal:40&lang=da"
    pdf = served.get(f"{one}.pdf?{asked}")
    told = " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages).split())
    assert "Tilbagebetalt i år 3, efter 2,12 år" in told
    assert "indbyggere (60 %) og lige dele (40 %)" in told
    assert "456.058,26" in told
    assert "547.970,55" in told
    assert pdf.headers["content-disposition"].endswith('kontaktcenter.pdf"')
    book = load_workbook(io.BytesIO(served.get(f"{one}.xlsx?{asked}").content))
    assert book.sheetnames == ["Overblik", "Poster", "Parter 1", "Parter 2", "Kontrol"]
    rows = list(csv.DictReader(io.StringIO(served.get(f"{one}.csv?{asked}").text)))
    effect = {row["partner"]: row for row in rows if (row["kind"], row["key"]) == ("effect", "population")}
    assert sum(Decimal(row["3"]) for row in effect.values()) == Decimal("1186607.00")
    assert served.get(f"{one}.pdf?by=nobody").status_code == 422


def test_a_workbook_is_sent_as_it_is(served: Served) -> None:
    """The workbook of a case comes to the same figures as its folder, whatever types its cells have."""
    document = read_sample("borgerkontakt_case")
    book = Workbook()
    for name, rows in (("sag", document.settings), ("poster", document.items), ("trykt", document.printed)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([float(cell) if cell.replace(".", "", 1).isdecimal() else cell for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    made = served.send("POST", CASES, stream.getvalue(), media=XLSX)
    assert made.status_code == 201, made.text
    figures = served.get(one_of(made)).json()["figures"]
    own = CaseFigures(reckon(document).case)
    assert len(figures["differences"]) == len(find_differences(own)) == 24
    assert figures["total"]["effect"] == f"{int(own.accumulated[-1])}.00"
    assert served.send("POST", CASES, b"no workbook", media=XLSX).status_code == 422


def test_a_folder_is_sent_packed_as_it_is(served: Served) -> None:
    """At the top of the archive or in one folder there; what is no archive, or lacks a file, is told."""
    folder = asset_folder("sample_data") / "vestegnen_case"
    own = CaseFigures(reckon(read_sample("vestegnen_case")).case)
    for top in ("", "vestegnen_case/"):
        packed = io.BytesIO()
        with ZipFile(packed, "w") as archive:
            for path in sorted(folder.iterdir()):
                archive.writestr(f"{top}{path.name}", path.read_bytes())
        made = served.send("POST", CASES, packed.getvalue(), media=ZIP)
        assert made.status_code == 201, made.text
        figures = served.get(one_of(made)).json()["figures"]
        assert figures["total"]["effect"] == f"{int(own.accumulated[-1])}.00"
    half = io.BytesIO()
    with ZipFile(half, "w") as archive:
        archive.writestr("case.toml", 'name = "Half"')
    refused = served.send("POST", CASES, half.getvalue(), media=ZIP)
    assert refused.status_code == 422
    assert "items.csv" in refused.text
    assert served.send("POST", CASES, b"no archive", media=ZIP).status_code == 422


@pytest.mark.parametrize(("language", "kind"), [("da", "gevinst"), ("en", "gain")])
def test_an_empty_workbook_is_filled_in_and_sent(served: Served, language: str, kind: str) -> None:
    """As it is it lacks items, which is told; with one it is a case, shared by the municipalities."""
    content = served.get(f"{CASES}/blank.xlsx?lang={language}").content
    refused = served.send("POST", CASES, content, media=XLSX)
    assert refused.status_code == 422
    book = load_workbook(io.BytesIO(content))
    items, keys = book.worksheets[1:]
    items.append([kind, "", "Færre kald", "population", None, None, 100, 200])
    towns = [row[0] for row in keys.iter_rows(min_row=2, values_only=True)]
    assert towns
    assert all(cell.comment and cell.comment.text for cell in items[1])
    stream = io.BytesIO()
    book.save(stream)
    made = served.send("POST", CASES, stream.getvalue(), media=XLSX)
    assert made.status_code == 201, made.text
    answer = served.get(f"{one_of(made)}?by=population").json()
    assert answer["figures"]["total"]["effect"] == "300.00"


def test_what_is_done_is_written_down_without_what_was_typed(served: Served) -> None:
    one = one_of(keep(served, settings={"name": "KANARIE"}))
    served.send("PUT", one, LINE, began=1)
    served.send("DELETE", one)
    with reading(served.database) as connection:
        actions = connection.execute(select(AUDIT_EVENT.c.action).order_by(AUDIT_EVENT.c.seq)).scalars().all()
        assert connection.execute(select(BUSINESS_CASE)).all() == []
    assert actions[-3:] == ["case.keep", "case.change", "case.remove"]
