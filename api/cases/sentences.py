"""What people read of business cases shared by keys: what keys are called, and where faults stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from api.cases.reckoning import BY, CaseSplit
from api.texts.business_case import AREA, ITEM, KEY, KIND, PARTNER
from api.texts.translator import Translator
from wfm.errors import Fault
from wfm.message import Text
from wfm.tables.key_columns import fold_key_name
from wfm.tables.keys_reading import EQUAL

KEY_NAMES: Mapping[str, Text] = {
    EQUAL: Text("cases.key_equal", "equal parts"),
    "population": Text("cases.key_population", "citizens"),
    "calls": Text("cases.key_calls", "call load"),
    "seats": Text("cases.key_seats", "seats"),
    "hours": Text("cases.key_hours", "hours"),
    "weight": Text("cases.key_weight", "weight"),
}
MIXED = Text("cases.key_mixed", "{key} ({percent})")
FILES: Mapping[str, Text] = {
    "case": Text("cases.file_case", "the case"),
    "items": Text("cases.file_items", "gains and costs"),
    "keys": Text("cases.file_keys", "partners and keys"),
    "printed": Text("cases.file_printed", "printed figures"),
    BY: KEY,
}
COLUMNS: Mapping[str, Text] = {
    "kind": KIND,
    "area": AREA,
    "name": ITEM,
    "key": KEY,
    "price": Text("cases.price", "price of one"),
    "municipality": PARTNER,
    "discount_rate": Text("cases.rate", "rate of discount"),
    "currency": Text("cases.currency", "currency"),
}
"""What fields of the form are called."""


def key_name(name: str, speak: Translator) -> str:
    """Return what a key is called: of the usual ones in the reader's language."""
    known = KEY_NAMES.get(fold_key_name(name))
    return name if known is None else speak.say(known())


def split_name(split: CaseSplit, speak: Translator) -> str:
    """Return by what a case is shared: *citizens (60%) and call load (40%)*."""
    if len(split.parts) == 1:
        return key_name(split.parts[0][0], speak)
    return speak.list(
        tuple(
            speak.say(MIXED(key=key_name(name, speak), percent=percent_text(percent, speak)))
            for name, percent in split.parts
        )
    )


def percent_text(percent: Fraction, speak: Translator) -> str:
    """Write a percentage."""
    return speak.percent(percent / 100, 0 if percent.denominator == 1 else 2)


def in_words(faults: Sequence[Fault], speak: Translator, *, of_form: bool = False) -> tuple[Fault, ...]:
    """Return faults with words for where they stand; in a form, rows count from the first below headers."""
    return tuple(_in_words(fault, speak, of_form) for fault in faults)


def _in_words(fault: Fault, speak: Translator, of_form: bool) -> Fault:
    if fault.file not in FILES:
        return fault
    row = None if fault.file == "case" else fault.row
    if of_form and row is not None:
        row = row - 1 or None
    column = COLUMNS.get(fault.column)
    return replace(
        fault,
        file=speak.sentence(FILES[fault.file]()).rstrip("."),
        row=row,
        column=fault.column if column is None else speak.say(column()),
    )
