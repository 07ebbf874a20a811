"""Business cases read: folder and workbook, both languages, every fault at once."""

from __future__ import annotations

import csv
import tomllib
from fractions import Fraction
from pathlib import Path

import pytest
import xlsxwriter

from tests.api.commands.running import SAMPLES, copy_of, spoil
from wfm.books.business_case import BusinessCase, CaseLine, ItemKind
from wfm.errors import CaseError
from wfm.tables.case_reading import CaseReading, read_case

TOML = 'name = "En sag"\ndiscount_rate = 0.04\n[keys.lige_dele]\n"165" = 1\n"161" = 1\n'
ITEMS = "kind,area,name,key,2027,2028\ngain,Net,Færre kald,lige_dele,100,200.50\ncost,Teknik,Telefoni,,300,\n"


def fractions(*figures: str) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, figures))


def write(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return folder


def read(folder: Path, **texts: str) -> CaseReading:
    return read_case(write(folder, **{"case_toml": TOML, "items_csv": ITEMS, **texts}))


def keys_of(error: CaseError) -> list[tuple[str, int | None, str]]:
    return [(fault.file, fault.row, fault.expected.key) for fault in error.faults]


def refused(folder: Path, **texts: str) -> list[tuple[str, int | None, str]]:
    with pytest.raises(CaseError) as caught:
        read(folder, **texts)
    return keys_of(caught.value)


def test_a_case_is_read(tmp_path: Path) -> None:
    reading = read(tmp_path)
    case = reading.case
    assert reading.notices == ()
    assert (case.name, case.currency, case.language, case.years) == ("En sag", "DKK", "da", (2027, 2028))
    assert case.discount_rate == Fraction(4, 100)
    gain, cost = case.items
    assert (gain.side, gain.area, gain.amounts) == (ItemKind.GAIN, "Net", fractions("100", "200.5"))
    assert (cost.name, cost.amounts, cost.counted) == ("Telefoni", fractions("300", "0"), True)
    assert gain.key == cost.key == "lige_dele"  # the only key there is
    assert case.keys["lige_dele"].shares == {"165": Fraction(1, 2), "161": Fraction(1, 2)}


def test_with_a_price_the_years_say_how_many(tmp_path: Path) -> None:
    items = 'type,navn,pris,2027,2028\ngevinst,Kald,"12,50",60,"60,5"\nudgift,Leje,,300,0\n'
    calls, rent = read(tmp_path, items_csv=items).case.items
    assert (calls.amounts, rent.amounts) == (fractions("750", "756.25"), fractions("300", "0"))


def test_danish_words_and_figures_are_read_alike(tmp_path: Path) -> None:
    (tmp_path / "da").mkdir()
    danish = read(
        tmp_path / "da",
        case_toml=TOML.replace("name", "navn").replace("discount_rate", "kalkulationsrente"),
        items_csv="type;område;navn;nøgle;år 2027;2028\ngevinst;Net;Færre kald;lige_dele;100;200,50\n"
        "Udgift;Teknik;Telefoni;;300,00;\n",
    )
    assert danish == read(tmp_path)


def test_items_of_a_case_without_keys_are_nobodys(tmp_path: Path) -> None:
    items = ITEMS.replace("lige_dele", "")
    assert {item.key for item in read(tmp_path, case_toml='name = "x"', items_csv=items).case.items} == {None}


def test_of_several_keys_a_blank_one_is_the_default(tmp_path: Path) -> None:
    more = TOML + "[keys.kun_en]\n165 = 1\n"
    assert read(tmp_path, case_toml=more).case.items[1].key is None
    assert read(tmp_path, case_toml=more.replace("kun_en", "standard")).case.items[1].key == "standard"


def test_keys_are_mixed_by_name(tmp_path: Path) -> None:
    keys = "kommune;navn;indbyggere;opkald\n165;Albertslund;3;1\n161;Glostrup;1;1\n"
    toml = 'name = "x"\n[keys]\nblandet = "population:50, calls:50"\nlige = "equal"\n'
    items = ITEMS.replace("lige_dele", "blandet")
    reading = read(tmp_path, case_toml=toml, items_csv=items, keys_csv=keys)
    assert reading.case.keys["blandet"].shares == {"165": Fraction(5, 8), "161": Fraction(3, 8)}
    assert reading.case.partners == {"165": "Albertslund", "161": "Glostrup"}


def test_weights_beside_a_table_of_keys_are_of_its_partners(tmp_path: Path) -> None:
    keys = "kommune;navn;indbyggere\n165;Albertslund;3\n161;Glostrup;1\n"
    toml = 'name = "x"\n[keys.kun]\nGlostrup = 1\n'
    items = ITEMS.replace("lige_dele", "kun")
    assert read(tmp_path, case_toml=toml, items_csv=items, keys_csv=keys).case.keys["kun"].shares == {
        "161": 1
    }
    wrong = refused(tmp_path, case_toml=toml.replace("Glostrup", "Gladsaxe"), items_csv=items, keys_csv=keys)
    assert ("case.toml", None, "fault.known_partner") in wrong


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    faults = refused(
        tmp_path,
        case_toml='currency = "kroner"\ndiscount_rate = 4\n[keys.a]\n"165" = -1\n',
        items_csv="kind,name,key,2027,2029\ngain,a,b,x,1\nloss,,,1,1\ngain,I alt,,1,1\n",
        printed_csv="kind,area,2030\nprofit,Nord,1\n",
    )
    assert sorted(faults) == sorted(
        [
            ("case.toml", None, "fault.missing_key"),
            ("case.toml", None, "fault.currency"),
            ("case.toml", None, "fault.rate"),
            ("case.toml", None, "fault.not_negative_figure"),
            ("items.csv", 1, "fault.years_follow"),
            ("items.csv", 2, "fault.amount"),
            ("items.csv", 3, "fault.one_of"),
            ("items.csv", 3, "fault.needed"),
            ("items.csv", 4, "fault.sums_up"),
            ("printed.csv", 1, "fault.year_of_items"),
            ("printed.csv", 2, "fault.one_of"),
            ("printed.csv", 2, "fault.known_area"),
        ]
    )


@pytest.mark.parametrize(
    ("texts", "key"),
    [
        ({"items_csv": "kind,name\ngain,a\n"}, "fault.a_year"),
        ({"items_csv": "kind,name,2027\n"}, "fault.an_item"),
        ({"items_csv": "kind,name,2027,år 2027\ngain,a,1,2\n"}, "fault.column_once"),
        ({"items_csv": ITEMS.replace("lige_dele", "andet")}, "fault.key_named"),
        ({"case_toml": "name = "}, "fault.toml"),
        ({"case_toml": TOML + '[keys]\nm = "lige_dele:60"\n'}, "fault.mixture"),
        ({"case_toml": 'name="x"\n[keys]\nm = "a:60"\na.x = 1\n'}, "fault.mixture"),
        ({"case_toml": 'name="x"\n[keys]\nm = "b:100"\na.x = 1\n'}, "fault.key_named"),
        ({"case_toml": 'name="x"\n[keys]\na.x = 0\n'}, "fault.any_weight"),
        ({"case_toml": 'name="x"\nkeys = 3\n'}, "fault.section"),
        ({"case_toml": 'name="x"\n[[keys]]\na.x = 1\n'}, "fault.section"),
        ({"case_toml": 'name="x"\n[keys.a.b]\nx = 1\n'}, "fault.amount"),
        ({"keys_csv": "kommune,lige_dele\n165,1\n"}, "fault.key_name_once"),
        ({"printed_csv": "kind,partner,2027\ngain,Ishøj,1\n"}, "fault.partner_of_case"),
    ],
)
def test_what_is_no_case_is_a_fault(tmp_path: Path, texts: dict[str, str], key: str) -> None:
    assert key in [expected for _, _, expected in refused(tmp_path, **texts)]


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        read_case(tmp_path)
    assert [fault.file for fault in caught.value.faults] == ["case.toml", "items.csv"]
    with pytest.raises(CaseError):
        read_case(tmp_path / "nowhere")


def test_what_is_not_used_is_told(tmp_path: Path) -> None:
    toml = 'name = "x"\ncolour = "red"\n[keys.a]\n"1" = 1\n[keys.b]\n"1" = 1\n'
    items = "kind,name,key,2027,note,i alt\ngain,g,a,1,hej,1\n"
    notices = read(tmp_path, case_toml=toml, items_csv=items, plan_csv="a,b\n1,2\n").notices
    assert {(notice.file, notice.column) for notice in notices} == {
        ("plan.csv", ""),
        ("case.toml", "colour"),
        ("case.toml", "keys.b"),
        ("items.csv", "note"),
        ("items.csv", "i alt"),
    }


def test_printed_figures_take_their_unit_from_the_case(tmp_path: Path) -> None:
    toml = TOML + "[printed]\nunit = 1000\ndecimals = 2\npayback = 2028\n"
    printed = "kind,partner,unit,2028\neffekt,,,56.33\ngevinst,165,1,\n"
    case = read(tmp_path, case_toml=toml, printed_csv=printed).case
    effect, gain = case.printed
    assert (effect.line, effect.unit, effect.decimals) == (CaseLine.EFFECT, 1000, 2)
    assert effect.amounts == (None, Fraction("56.33"))
    assert (gain.partner, gain.unit, gain.amounts) == ("165", 1, (None, None))
    assert case.printed_payback == 2


def workbook_of(folder: Path, path: Path) -> Path:
    """Write a case's folder as a workbook with Danish sheets, its figures as numbers."""
    settings = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("sag")
        for row, (key, value) in enumerate(flat(settings)):
            sheet.write_row(row, 0, [key, value])
        for name, danish in (("items", "poster"), ("keys", "nøgler"), ("printed", "trykt")):
            if (folder / f"{name}.csv").exists():
                sheet = book.add_worksheet(danish)
                lines = csv.reader((folder / f"{name}.csv").read_text(encoding="utf-8").splitlines())
                for row, line in enumerate(lines):
                    cells = [
                        float(cell) if cell.replace(".", "").lstrip("-").isdigit() else cell for cell in line
                    ]
                    sheet.write_row(row, 0, cells)
    return path


def flat(tree: dict[str, object], path: str = "") -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for key, value in tree.items():
        found += flat(value, f"{path}{key}.") if isinstance(value, dict) else [(path + key, value)]
    return found


@pytest.mark.parametrize("name", ["vestegnen_case", "borgerkontakt_case"])
def test_a_workbook_is_the_same_case_as_its_folder(tmp_path: Path, name: str) -> None:
    folder = read_case(SAMPLES / name)
    book = read_case(workbook_of(SAMPLES / name, tmp_path / "case.xlsx"))
    assert folder.notices == book.notices == ()
    assert comparable(book.case) == comparable(folder.case)


def comparable(case: BusinessCase) -> tuple[object, ...]:
    weights = {name: dict(key.shares) for name, key in case.keys.items()}
    return case.name, case.years, case.items, weights, case.partners, case.printed, case.printed_payback


def test_a_faulty_sample_says_where(tmp_path: Path) -> None:
    folder = copy_of("vestegnen_case", tmp_path)
    spoil(folder / "items.csv", "650000", "650.00.0")
    with pytest.raises(CaseError) as caught:
        read_case(folder)
    (fault,) = caught.value.faults
    assert (fault.file, fault.row, fault.column, fault.value) == ("items.csv", 6, "year 1", "650.00.0")
