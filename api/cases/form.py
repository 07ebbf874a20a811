"""The form of a business case: fields made of its tables, and tables made of what was typed.

What no field can say stands line by line in `OTHER` and `PRINTED`, so that nothing of a file is lost here.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from io import StringIO

from api.web.pages.sent_form import PageForm
from wfm.tables.case_document import CaseDocument, TextRows, document_from

Values = Mapping[str, str]
"""What stands in the fields, by their names."""

SHARED, OTHER, PRINTED, FIRST_YEAR, YEARS = "shared", "other", "printed", "first_year", "years"
ROWS = "rows"
"""How many rows of items the form has."""
YES = "yes"
SETTINGS = {"name": "name", "currency": "currency", "discount_rate": "rate", "discount_first_year": "first"}
"""Fields of settings that have one each."""
ITEM_FIELDS = ("kind", "area", "name", "key", "price")
BLANK_ITEMS, BLANK_PARTNERS = 3, 2
MOST_ROWS, MOST_YEARS, MOST_KEYS, MOST_PARTNERS = 150, 40, 12, 100
MOST_FIELDS = 900
"""Of a form; a server reads a hundred more. A larger case is changed in its workbook."""
USUAL_YEARS = 5
LONGEST = 20_000
_KNOWN = re.compile(r"(item|partner|key)-[0-9]{1,3}(-[a-z0-9]{1,8})?")
SEPARATOR = ";"


def blank_values(first_year: int) -> Values:
    """Return the fields of a case in which nothing stands yet."""
    settings = (("currency", "DKK"),)
    years = [str(first_year + place) for place in range(USUAL_YEARS)]
    return {**form_values(document_from(settings, [["kind", *years]])), "language": ""}


def form_values(document: CaseDocument) -> Values:
    """Return what stands in the fields for a case's tables."""
    settings = {row[0]: row[1] for row in document.settings}
    found = {field: settings.pop(key, "") for key, field in SETTINGS.items()}
    found["first"] = YES if found["first"] in (YES, "true") else ""
    found["language"] = settings.pop("language", "")
    header, *items = document.items or (("kind",),)
    years = [column for column in header if column.isdecimal()]
    found |= {FIRST_YEAR: years[0] if years else "1", YEARS: str(len(years) or USUAL_YEARS)}
    for number, row in enumerate(items, start=1):
        cells = dict(zip(header, row, strict=False))
        found |= {f"item-{number}-{name}": cells.get(name, "") for name in ITEM_FIELDS}
        found[f"item-{number}-out"] = YES if cells.get("counted") == "no" else ""
        found |= {f"item-{number}-{place}": cells[year] for place, year in enumerate(years, start=1)}
    found[ROWS] = str(len(items) + BLANK_ITEMS)
    found |= _key_values(document.keys)
    found[OTHER] = "\n".join(f"{key} = {value}" for key, value in settings.items())
    return {**found, PRINTED: _written(document.printed), SHARED: ""}


def _key_values(keys: TextRows) -> Iterator[tuple[str, str]]:
    header, *partners = keys or ((),)
    names = [column for column in header if column not in ("municipality", "name")]
    for place, name in enumerate(names, start=1):
        yield f"key-{place}", name
    for number, row in enumerate(partners, start=1):
        cells = dict(zip(header, row, strict=False))
        yield f"partner-{number}-code", cells.get("municipality", "")
        yield f"partner-{number}-name", cells.get("name", "")
        for place, name in enumerate(names, start=1):
            yield f"partner-{number}-{place}", cells.get(name, "")


def read_values(form: PageForm) -> Values:
    """Return what was typed, as far as there are such fields."""
    known = {*SETTINGS.values(), SHARED, OTHER, PRINTED, FIRST_YEAR, YEARS, ROWS, "language"}
    typed = {
        name: form.text(name).replace("\r\n", "\n").strip()[:LONGEST]
        for name in form.fields
        if name in known or _KNOWN.fullmatch(name)
    }
    return {**dict.fromkeys(known, ""), **typed}


def fits(values: Values) -> bool:
    """Tell whether a form can show all of a case."""
    items = sum(name.startswith("item-") and name.endswith("-kind") for name in values)
    if items > MOST_ROWS - BLANK_ITEMS or year_count(values) < int(values.get(YEARS) or 0):
        return False
    rows = len(item_rows(values)) * (len(ITEM_FIELDS) + 1 + year_count(values))
    return rows + len(partner_rows(values)) * (2 + len(key_places(values))) <= MOST_FIELDS


def year_count(values: Values) -> int:
    """Return how many years the form has."""
    return _count(values.get(YEARS, ""), USUAL_YEARS, MOST_YEARS)


def item_rows(values: Values) -> range:
    """Return the numbers of the form's rows of items: the filled ones, and some blank."""
    filled = max((number for number in _numbers(values, "item") if _is_filled(values, number)), default=0)
    rows = _count(values.get(ROWS, ""), BLANK_ITEMS, MOST_ROWS)
    return range(1, min(MOST_ROWS, max(filled + BLANK_ITEMS, rows)) + 1)


def key_places(values: Values) -> range:
    """Return the places of the form's keys: the named ones, and a blank one."""
    named = max((number for number in _numbers(values, "key") if values[f"key-{number}"]), default=0)
    return range(1, min(MOST_KEYS, named + 1) + 1)


def partner_rows(values: Values) -> range:
    """Return the numbers of the form's rows of partners: the filled ones, and some blank."""
    filled = [
        number
        for number in _numbers(values, "partner")
        if values.get(f"partner-{number}-code") or values.get(f"partner-{number}-name")
    ]
    return range(1, min(MOST_PARTNERS, max(filled, default=0) + BLANK_PARTNERS) + 1)


def year_headers(values: Values) -> list[str]:
    """Return what the columns of years are called; the first is as it was typed where that is no number."""
    first = values.get(FIRST_YEAR, "")
    count = year_count(values)
    if not (first.isascii() and first.isdecimal() and len(first) < 5):
        return [first or "?"] * count
    return [str(int(first) + place) for place in range(count)]


def document_of_values(values: Values) -> CaseDocument:
    """Return the tables that stand in the fields."""
    settings = [(key, values.get(field, "")) for key, field in SETTINGS.items()]
    settings += [("language", values.get("language", ""))]
    for line in values.get(OTHER, "").splitlines():
        key, _, value = line.partition("=")
        settings.append((key.strip(), value.strip()))
    years = year_headers(values)[: _filled_years(values)]
    header = ["kind", "area", "name", "key", "counted", "price", *years]
    items = [list(_item(values, number, len(years))) for number in item_rows(values)]
    return document_from(
        [(key, value) for key, value in settings if key and value],
        [header, *_without_blank_end(items)],
        _key_rows(values),
        csv.reader(StringIO(values.get(PRINTED, "")), delimiter=SEPARATOR),
    )


def _item(values: Values, number: int, years: int) -> Iterator[str]:
    if not _is_filled(values, number):
        yield from [""] * (6 + years)
        return
    kind, area, name, key, price = (values.get(f"item-{number}-{field}", "") for field in ITEM_FIELDS)
    yield from (kind, area, name, key)
    yield "no" if values.get(f"item-{number}-out") == YES else YES
    yield price
    yield from (values.get(f"item-{number}-{place}", "") for place in range(1, years + 1))


def _filled_years(values: Values) -> int:
    """Return how many years there are up to the last in which anything stands."""
    filled = (
        year
        for year in range(1, year_count(values) + 1)
        if any(values.get(f"item-{number}-{year}") for number in item_rows(values))
    )
    return max(filled, default=1)


def _key_rows(values: Values) -> list[list[str]]:
    places = [place for place in key_places(values) if values.get(f"key-{place}")]
    rows = []
    for number in partner_rows(values):
        code, name = (values.get(f"partner-{number}-{field}", "") for field in ("code", "name"))
        weights = (values.get(f"partner-{number}-{place}", "") for place in places)
        rows.append([code or name, name, *weights] if code or name else [""] * (2 + len(places)))
    filled = _without_blank_end(rows)
    if not filled:
        return []
    return [["municipality", "name", *(values[f"key-{place}"] for place in places)], *filled]


def with_hotline(values: Values, keys: TextRows) -> Values:
    """Add the hotline's municipalities as partners, and their keys, beside what stands there."""
    header, *rows = keys
    changed = dict(values)
    known = {values[f"key-{place}"]: place for place in key_places(values) if values.get(f"key-{place}")}
    places = dict(known)
    for name in header[2:]:
        places.setdefault(name, len(places) + 1)
        changed[f"key-{places[name]}"] = name
    at = {values.get(f"partner-{number}-code", ""): number for number in partner_rows(values)}
    following = len(partner_rows(values)) - BLANK_PARTNERS
    for code, name, *weights in rows:
        if code not in at:
            following += 1
        number = at.get(code, following)
        changed |= {f"partner-{number}-code": code, f"partner-{number}-name": name}
        changed |= {
            f"partner-{number}-{places[key]}": weight for key, weight in zip(header[2:], weights, strict=True)
        }
    return changed


def _is_filled(values: Values, number: int) -> bool:
    fields = (*ITEM_FIELDS[1:], *range(1, year_count(values) + 1))
    return any(values.get(f"item-{number}-{field}") for field in fields)


def _numbers(values: Values, kind: str) -> Iterator[int]:
    for name in values:
        parts = name.split("-")
        if parts[0] == kind and len(parts) > 1:
            yield int(parts[1])


def _without_blank_end(rows: list[list[str]]) -> list[list[str]]:
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _count(text: str, usual: int, most: int) -> int:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else usual
    return max(1, min(number, most))


def _written(rows: TextRows) -> str:
    text = StringIO()
    csv.writer(text, delimiter=SEPARATOR, lineterminator="\n").writerows(rows)
    return text.getvalue().strip()
