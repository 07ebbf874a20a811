"""Files that are small and want to be large, or end whoever reads them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


@cache
def workbooks() -> Mapping[str, bytes]:
    """Return workbooks by what they try."""
    one = sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    far_apart = '<row r="1"><c r="A1"><v>1</v></c></row><row r="200000"><c r="T200000"><v>1</v></c></row>'
    named = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 100_001))
    return {
        "a table of four thousand million strings": workbook([one], strings(["x"], 4_294_967_295)),
        "one long string in every cell": workbook([sheet(named)], strings(["x" * 20_000])),
        "fifty sheets that are one part": workbook([sheet(far_apart)] * 50, same=True),
    }


@cache
def archives() -> Mapping[str, bytes]:
    """Return packed folders by what they try."""
    long_key = ".".join("a" * 200_000)
    deep_table = "[" + ".".join("b" * 150_000) + "]\n"
    quoted_key = ".".join(['"a"'] * 60_000)
    return {
        "a key of many parts": archive({"hotline.toml": f"{long_key} = 1\n"}),
        "a table of many parts": archive({"hotline.toml": deep_table}),
        "a quoted key of many parts": archive({"hotline.toml": f"{quoted_key} = 1\n"}),
        "many long keys": archive(
            {"hotline.toml": "".join(f"{'.'.join([f'k{n}'] * 90)} = 1\n" for n in range(20_000))}
        ),
        "a key of many parts in a table within a line": archive(
            {"hotline.toml": f"x = {{ {long_key} = 1 }}\n"}
        ),
        "the same in an array": archive({"hotline.toml": f"x = [ {{ {long_key} = 1 }} ]\n"}),
        "a key over what other programs take for lines": archive(
            {"hotline.toml": ".".join(['"\x85"', "a"] * 10_000) + " = 1\n"}
        ),
        "a number of another base": archive({"hotline.toml": "name = 0x" + "f" * 400_000 + "\n"}),
        "arrays in arrays": archive({"hotline.toml": "a = " + "[" * 200_000}),
        "a number without end": archive({"hotline.toml": "a = 1" + "0" * 1_000_000}),
    }


def sheet(rows: str) -> str:
    """Return a sheet of a workbook."""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def strings(texts: Sequence[str], claimed: int | None = None) -> str:
    """Return the strings that cells refer to, and how many there are said to be."""
    number = len(texts) if claimed is None else claimed
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return f'<sst xmlns="{_MAIN}" count="{number}" uniqueCount="{number}">{items}</sst>'


def workbook(sheets: Sequence[str], shared: str = "", *, same: bool = False) -> bytes:
    """Return a workbook; `same` lets every sheet be the first one's part."""
    listed = "".join(f'<sheet name="s{n}" sheetId="{n + 1}" r:id="r{n}"/>' for n in range(len(sheets)))
    parts = [0 if same else n for n in range(len(sheets))]
    links = "".join(
        _link(f"r{n}", "worksheet", f"worksheets/sheet{part}.xml") for n, part in enumerate(parts)
    )
    files = {f"xl/worksheets/sheet{n}.xml": sheets[n] for n in sorted(set(parts))}
    files["[Content_Types].xml"] = _TYPES
    files["_rels/.rels"] = _relations(_link("r", "officeDocument", "xl/workbook.xml"))
    files["xl/workbook.xml"] = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'
    )
    files["xl/_rels/workbook.xml.rels"] = _relations(links + _link("s", "sharedStrings", "sharedStrings.xml"))
    if shared:
        files["xl/sharedStrings.xml"] = shared
    return archive(files)


def archive(files: Mapping[str, str]) -> bytes:
    """Return files as a zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return stream.getvalue()


def _link(key: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _relations(links: str) -> str:
    return f'<Relationships xmlns="{_LINKS}">{links}</Relationships>'
